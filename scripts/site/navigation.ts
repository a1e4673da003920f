import {groupBy} from '../core/group-by.ts'
import {html, type Markup, raw} from './html.ts'
import {DEFAULT_PRESET, PRESETS, type PresetId} from './presets.ts'
import {slug} from './slug.ts'
import type {SiteTexts} from './texts/words.ts'

/** Name of a page's file, the same in every language. */
export function fileName(page: string, preset: PresetId = DEFAULT_PRESET): string {
  return preset === DEFAULT_PRESET ? `${page}.html` : `${page}-${preset}.html`
}

/** Name of the file of a dimension value's page. */
export function entityFile(page: string, value: string): string {
  return `${page}--${slug(value)}.html`
}

/** A list's file on the page of one value: `item--a1-list-3.csv`, in the site's folder `csv/`. */
export function listFile(page: string, ref: string): string {
  return `${page.replace(/\.html$/, '')}-${ref.toLowerCase()}.csv`
}

/** Where a page stands among the others. */
export interface Position {
  readonly page: string
  /** The page's own file, the same in every language. */
  readonly file: string
  /** None: the page has no presets. */
  readonly preset?: PresetId
  /** The page that leads here. */
  readonly parent?: {readonly file: string; readonly title: string; readonly id: string}
  readonly language: string
  readonly texts: SiteTexts
  /** Every page's id and title, in order. */
  readonly pages: readonly {readonly id: string; readonly title: string}[]
  readonly languages: readonly {readonly code: string; readonly name: string}[]
  /** Titles of the page's sections. */
  readonly sections: readonly string[]
}

/** Links to the other pages, in the same language and preset. */
export function pageLinks({page, preset, parent, texts, pages}: Position): Markup {
  return navigation(
    'pages',
    texts.pages,
    pages.map(each => link(fileName(each.id, preset), each.title, each.id === page || each.id === parent?.id)),
  )
}

/** Links to the same page and preset in the other languages. */
export function languageLinks({file, texts, language, languages}: Position): Markup | null {
  if (languages.length < 2) return null
  const links = languages.map(({code, name}) => {
    const attributes = html` lang="${code}" hreflang="${code}"`
    return link(`../${code}/${file}`, name, code === language, attributes)
  })
  return navigation('languages', texts.languages, links)
}

/** Links to the same page in the other presets; days, months, quarters and years apart. */
export function presetLinks({page, preset, texts}: Position): Markup | null {
  if (preset === undefined) return null
  const groups = groupBy(PRESETS, each => (/^last-\d/.test(each) ? 'days' : each.slice(each.indexOf('-'))))
  const links = [...groups.values()].flatMap((group, g) =>
    group.map((each, i) =>
      link(
        fileName(page, each),
        texts.presetNames[each],
        each === preset,
        html`${g > 0 && i === 0 && raw(' class="apart"')}`,
      ),
    ),
  )
  return navigation('presets', texts.presets, links)
}

/** The way to a page from the one that leads to it. */
export function breadcrumbs({parent, texts}: Position, title: string): Markup | null {
  if (!parent) return null
  return html`<nav class="breadcrumbs" aria-label="${texts.breadcrumbs}"><ol>${link(parent.file, parent.title, false)}<li aria-current="page">${title}</li></ol></nav>`
}

/** Links to the page's sections, where there are several. */
export function sectionLinks({sections, texts}: Position): Markup | null {
  if (sections.length < 3) return null
  const links = sections.map((name, i) => link(`#s${i + 1}`, name, false))
  return navigation('sections', texts.sections, links)
}

function navigation(name: string, label: string, links: readonly Markup[]): Markup {
  return html`<nav class="${name}" aria-label="${label}"><ul>${links}</ul></nav>`
}

function link(href: string, text: string, here: boolean, attributes?: Markup): Markup {
  return html`<li><a href="${href}"${here && raw(' aria-current="page"')}${attributes}>${text}</a></li>`
}
