import {filtersSaid} from './filters.ts'
import {html, type Markup} from './html.ts'
import {type Page, sectionsOf} from './pages.ts'
import {comparison, type Preset} from './presets.ts'
import {drawSection, drawSections, type Placed} from './section.ts'
import {dayBefore} from './texts/dates.ts'
import type {ShownPreset, View} from './view.ts'

/** The sections that a page shows; none where the period has nothing to tell. */
export function shownSections(view: Omit<View, 'preset'>, page: Page, preset: Preset): readonly Placed[] {
  return isShown(preset) && view.data.hasData(preset.current) ? wantedSections(view, page, preset) : []
}

/** The sections whose condition holds. */
function wantedSections({data, project}: Omit<View, 'preset'>, page: Page, {current}: ShownPreset): Placed[] {
  return sectionsOf(page, project.catalog)
    .map((section, place) => ({section, place}))
    .filter(
      ({section: {when}}) =>
        when === undefined || Boolean(data.point(project.definitions.kpis.get(when)!, current).value),
    )
}

/** A page's report while its sections come one by one. */
export interface ReportPart {
  /** The period's line. */
  readonly line: Markup
  /** The places of all sections that are shown. */
  readonly places: readonly number[]
  /** The section at the asked place; none where it isn't shown. */
  readonly section: Markup | null
}

/** One section of a page's report, by its place; what the others need may not be known yet, only the conditions of all must. */
export function drawPart(shared: Omit<View, 'preset'>, page: Page, preset: ShownPreset, place: number): ReportPart {
  const sections = wantedSections(shared, page, preset)
  const view: View = {...shared, preset}
  return {
    line: periodLine(view),
    places: sections.map(each => each.place),
    section: drawSection(view, sections, place),
  }
}

/** What a page shows of a period: the period's line and the sections, or why there is nothing. */
export function drawReport(shared: Omit<View, 'preset'>, page: Page, preset: Preset): Markup {
  const {texts} = shared
  if (!isShown(preset)) return html`<p class="empty">${texts.noPeriod}</p>`
  const sections = shownSections(shared, page, preset)
  const view: View = {...shared, preset}
  return html`${periodLine(view)}
    ${sections.length > 0 ? drawSections(view, sections) : html`<p class="empty">${texts.nothingInPeriod(texts.period(preset.current))}</p>`}`
}

/** Which period is shown, with what it is compared, and whether it is a whole one. */
export function periodLine(view: View): Markup {
  const {texts, preset} = view
  const {id, current, firstDay} = preset
  const previous = comparison(preset)
  const filters = filtersSaid(view)
  const said = [
    ...(id === undefined ? [] : [texts.presetSaid[id]]),
    ...(previous ? [texts.comparedWith(texts.period(previous))] : []),
  ]
  const marks = [
    ...(current.complete ? [] : [texts.incomplete]),
    ...(current.covered ? [] : [texts.dataBegin(texts.date(firstDay))]),
  ]
  const days = `${current.start}_${dayBefore(current.end)}`
  return html`<p class="period" data-export="${texts.periodColumn}" data-days="${days}"><b>${texts.period(current)}</b><span>${said.map(each => `, ${each}`)}</span>
    ${marks.map(mark => html`<span class="mark">${mark}</span> `)}
    ${filters.length > 0 && html`<span class="filters">${filters.join(' · ')}</span>`}</p>`
}

/** Whether the data have a period of the preset. */
export function isShown(preset: Preset): preset is ShownPreset {
  return preset.current !== undefined
}
