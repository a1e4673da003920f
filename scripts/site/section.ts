import {card} from './card.ts'
import {changeOf} from './change.ts'
import {chart} from './charts/index.ts'
import {unitOf} from './formats.ts'
import {html, type Markup, raw} from './html.ts'
import {list} from './list.ts'
import {cardRefs, type Section, sectionCards} from './pages.ts'
import {table} from './table.ts'
import {indicatorTexts} from './texts/indicators.ts'
import {kpiOf, labelOf, say, type View} from './view.ts'

/** How many figures a section's sentence reads aloud. */
const SPOKEN = 3

/** A section and where it stands among all of its page's, shown or not, from 0. */
export interface Placed {
  readonly section: Section
  readonly place: number
}

interface SectionPlace {
  /** Among those that are shown, counted from 1. */
  readonly number: number
  readonly place: number
  /** On a page of cards alone, what a section says stands beside them. */
  readonly brief: boolean
  /** Refs that have their place further up; added to. */
  readonly used: Set<string>
}

/** The sections of a page that are shown, in order. */
export function drawSections(view: View, sections: readonly Placed[]): Markup {
  const used = new Set<string>()
  const brief = isBrief(sections)
  return html`${sections.map(({section: each, place}, i) => section(view, each, {number: i + 1, place, brief, used}))}`
}

/** One of the sections that are shown, as it stands among them; none that isn't. */
export function drawSection(view: View, sections: readonly Placed[], place: number): Markup | null {
  const at = sections.findIndex(each => each.place === place)
  if (at < 0) return null
  const used = new Set(sections.slice(0, at).flatMap(each => anchoredRefs(view, each.section)))
  return section(view, sections[at]!.section, {number: at + 1, place, brief: isBrief(sections), used})
}

function isBrief(sections: readonly Placed[]): boolean {
  return sections.every(({section: {charts = [], tables = []}}) => charts.length + tables.length === 0)
}

/** The refs that have their place in a section, if they have it no further up. */
function anchoredRefs({project}: View, section: Section): string[] {
  const {by, charts = [], tables = []} = section
  return [...(by === undefined ? sectionCards(section, project.catalog) : []), ...charts, ...tables]
}

/** A section of a page: title, the sentence that reads its figures aloud, cards, charts, tables. */
function section(view: View, described: Section, {number, place, brief, used}: SectionPlace): Markup {
  const {charts = [], tables = []} = described
  const anchor = (ref: string) => {
    const first = !used.has(ref)
    used.add(ref)
    return first
  }
  return html`<section id="s${number}" data-section="${place}"${brief && html` class="brief"`}>
    <div class="says"><h2>${say(view, described.title)}</h2>
    ${described.lead && html`<p class="lead">${say(view, described.lead)}</p>`}
    ${sentence(view, spokenRefs(view, described))}</div>
    ${described.by === undefined ? cards(view, described, anchor, brief) : parts(view, described, described.by)}
    ${charts.length > 0 && html`<div class="charts">${charts.map(ref => chart(view, ref, anchor(ref)))}</div>`}
    ${tables.map(ref => drawTable(view, ref, anchor(ref)))}
    </section>`
}

/** The section's cards; where the reader chooses among them, the others wait hidden. */
function cards(view: View, described: Section, anchor: (ref: string) => boolean, brief: boolean): Markup | null {
  const {highlights = [], chosen} = described
  const refs = sectionCards(described, view.project.catalog)
  if (refs.length === 0) return null
  const words = indicatorTexts(view.language)
  return html`${
    chosen &&
    html`<details class="indicators" hidden><summary>${words.edit}</summary><fieldset><legend class="vh">${words.choose}</legend>
    ${refs.map(ref => html`<label><input type="checkbox" value="${ref}"${chosen.includes(ref) && raw(' checked')}> ${say(view, kpiOf(view, ref).input.name)}</label>`)}
    </fieldset></details>`
  }<div class="cards">
    ${refs.map(ref => card(view, ref, {anchor: anchor(ref), large: highlights.includes(ref), hidden: chosen !== undefined && !chosen.includes(ref), brief}))}
    </div>`
}

/** The cards once for each value of a dimension that occurs, to be folded. */
function parts(view: View, described: Section, by: string): Markup {
  const refs = sectionCards(described, view.project.catalog)
  const values = new Set(refs.flatMap(ref => view.data.parts(ref, by, view.preset.current).map(part => part.value)))
  return html`${[...values].sort().map(
    value => html`<details class="part" open><summary><h3>${labelOf(view, by, value)}</h3></summary>
    <div class="cards">${refs
      .filter(ref => view.data.point(kpiOf(view, ref), view.preset.current, {dimension: by, value}).sample > 0)
      .map(ref => card(view, ref, {anchor: false, only: {dimension: by, value}}))}</div></details>`,
  )}`
}

export function drawTable(view: View, ref: string, anchor: boolean): Markup {
  const {form} = view.project.definitions.components.get(ref)!
  return form === 'list' ? list(view, ref, anchor) : table(view, ref, anchor)
}

/** The figures that a section is about: its highlights, else its first cards, else those of its charts and tables. */
function spokenRefs(view: View, described: Section): readonly string[] {
  const cards = [...(described.highlights ?? []), ...cardRefs(described, view.project.catalog)]
  if (cards.length > 0) return cards.slice(0, SPOKEN)
  const inside = [...(described.charts ?? []), ...(described.tables ?? [])].flatMap(ref => {
    const component = view.project.definitions.components.get(ref)!
    switch (component.form) {
      case 'funnel':
        return component.funnel.slice(1).map(step => step.rates[0] ?? step.sum[0]!)
      case 'lines':
        return component.lines.filter(line => !line.only).map(line => line.kpi)
      case 'bars':
        return component.groups.flatMap(group => group.bars.map(bar => bar.kpi))
      case 'table':
        return component.columns
      case 'matrix':
        return [component.kpi]
      case 'scatter':
        return [component.x, component.y]
      default:
        return []
    }
  })
  return [...new Set(inside)].slice(0, SPOKEN)
}

function sentence(view: View, refs: readonly string[]): Markup | null {
  const {texts, formats, preset, data} = view
  if (refs.length === 0) return null
  let compared = false
  const told = refs.filter(ref => data.point(kpiOf(view, ref), preset.current).value !== null)
  if (told.length === 0) return html`<p class="aloud">${texts.noFigures(texts.inPeriod(preset.current))}</p>`
  const parts = told.map(ref => {
    const kpi = kpiOf(view, ref)
    const {spoken} = changeOf(kpi, view)
    const first = spoken !== undefined && !compared
    compared ||= spoken !== undefined
    return {
      name: say(view, kpi.input.name),
      value: formats.value(data.point(kpi, preset.current).value, unitOf(kpi)),
      // "on the previous month" is said once
      ...(spoken === undefined ? {} : {change: first ? `${spoken} ${texts.onPrevious(preset.compared!)}` : spoken}),
    }
  })
  return html`<p class="aloud">${texts.sentence(texts.inPeriod(preset.current), parts)}</p>`
}
