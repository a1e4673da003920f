import {html, type Markup, raw} from './html.ts'
import {DEFAULT_GRAIN, PRESET_GRAINS, type Preset, type PresetGrain} from './periods.ts'
import type {SiteTexts} from './texts/words.ts'

/** Name of a page's file, the same in every language. */
export function fileName(page: string, grain: PresetGrain): string {
  return grain === DEFAULT_GRAIN ? `${page}.html` : `${page}-${grain}.html`
}

/** Where a page stands among the others. */
export interface Position {
  readonly page: string
  readonly preset: Preset
  readonly language: string
  readonly texts: SiteTexts
  /** Every page's id and title, in order. */
  readonly pages: readonly {readonly id: string; readonly title: string}[]
  readonly languages: readonly {readonly code: string; readonly name: string}[]
  /** Titles of the page's sections. */
  readonly sections: readonly string[]
}

/** Links to the other pages, in the same language and preset. */
export function pageLinks({page, preset, texts, pages}: Position): Markup {
  return navigation(
    'pages',
    texts.pages,
    pages.map(each => link(fileName(each.id, preset.grain), each.title, each.id === page)),
  )
}

/** Links to the same page and preset in the other languages. */
export function languageLinks({page, preset, texts, language, languages}: Position): Markup | null {
  if (languages.length < 2) return null
  const links = languages.map(({code, name}) => {
    const attributes = html` lang="${code}" hreflang="${code}"`
    return link(`../${code}/${fileName(page, preset.grain)}`, name, code === language, attributes)
  })
  return navigation('languages', texts.languages, links)
}

/** Links to the same page in the other presets. */
export function presetLinks({page, preset, texts}: Position): Markup {
  const links = PRESET_GRAINS.map(each => link(fileName(page, each), texts.grains[each], each === preset.grain))
  return navigation('presets', texts.presets, links)
}

/** Links to the page's sections, where there are several. */
export function sectionLinks({sections, texts}: Position): Markup | null {
  if (sections.length < 3) return null
  const links = sections.map((name, i) => link(`#s${i + 1}`, name, false))
  return navigation('sections', texts.sections, links)
}

/** Which period the page shows, with what it is compared, and whether it is a whole one. */
export function periodLine({preset, texts}: Position): Markup | null {
  const {grain, current, previous, firstDay} = preset
  if (!current) return null
  const compared = current.complete && previous ? `, ${texts.comparedWith(texts.period(previous))}` : ''
  const marks = [
    ...(current.complete ? [] : [texts.incomplete]),
    ...(current.covered ? [] : [texts.dataBegin(texts.date(firstDay))]),
  ]
  return html`<p class="period"><b>${texts.period(current)}</b>
    <span>${current.complete ? texts.lastComplete[grain] : texts.latest[grain]}${compared}</span>
    ${marks.map(mark => html`<span class="mark">${mark}</span> `)}</p>`
}

function navigation(name: string, label: string, links: readonly Markup[]): Markup {
  return html`<nav class="${name}" aria-label="${label}"><ul>${links}</ul></nav>`
}

function link(href: string, text: string, here: boolean, attributes?: Markup): Markup {
  return html`<li><a href="${href}"${here && raw(' aria-current="page"')}${attributes}>${text}</a></li>`
}
