import {html, type Markup, raw} from '../html.ts'
import {fileName} from '../navigation.ts'
import {type Shell, wholePage} from '../shell.ts'
import {qualityTextsOf} from '../texts/quality.ts'
import {referenceTextsOf} from '../texts/reference.ts'
import {FOLDER} from './more.ts'

/** File of the page about the data; no page of a project can be named so. */
export const QUALITY_FILE = 'data-quality.html'

/** What every page about the catalog or the data carries around its content. */
export interface ReferenceFrame extends Shell {
  readonly title: string
  /** Its file, in a language's folder: `kpi/shop-card-1.html`. */
  readonly file: string
  readonly languages: readonly {readonly code: string; readonly name: string}[]
}

/** A step of the path to a page; the last one is the page itself, without a link. */
export interface Crumb {
  readonly text: string
  readonly href?: string
}

/** A page about the catalog or the data, around its content. */
export function referencePage(frame: ReferenceFrame, content: Markup): string {
  const {title, language, texts, file} = frame
  const up = '../'.repeat(file.split('/').length - 1)
  const navigation = html`<nav class="pages" aria-label="${texts.pages}"><ul>
${frame.pages.map(({id, title: name}) => link(`${up}${fileName(id)}`, name, false))}
</ul></nav>
${referenceLinks(language, up, file)}
${frame.languages.length > 1 && languageLinks(frame, up)}`
  return wholePage(frame, {title, up, navigation, main: content})
}

/**
 * Links to the index of the catalog and to the page about the data, and the search. `up` leads to the language's folder, `here` is
 * the page's own file in it. The search is a form that opens the index; on the index itself it stands in the page.
 */
export function referenceLinks(language: string, up = '', here = ''): Markup {
  const words = referenceTextsOf(language)
  const index = `${FOLDER}/index.html`
  const form = html`<form class="find" role="search" action="${up}${index}">
    <label class="vh" for="find">${words.searchLabel}</label>
    <input id="find" type="search" name="q" accesskey="k" autocomplete="off" placeholder="${words.search}">
    <button aria-label="${words.search}">→</button></form>`
  return html`<div class="tools"><nav class="reference" aria-label="${words.reference}"><ul>
    ${link(`${up}${index}`, words.index, here === index)}
    ${link(`${up}${QUALITY_FILE}`, qualityTextsOf(language).title, here === QUALITY_FILE)}
    </ul></nav>${here !== index && form}</div>`
}

function languageLinks({languages, language, texts, file}: ReferenceFrame, up: string): Markup {
  const links = languages.map(({code, name}) =>
    link(`${up}../${code}/${file}`, name, code === language, html` lang="${code}" hreflang="${code}"`),
  )
  return html`<nav class="languages" aria-label="${texts.languages}"><ul>${links}</ul></nav>`
}

function link(href: string, text: string, here: boolean, attributes?: Markup): Markup {
  return html`<li><a href="${href}"${here && raw(' aria-current="page"')}${attributes}>${text}</a></li>`
}

/** The path to a page, above its title. */
export function breadcrumbs(label: string, crumbs: readonly Crumb[]): Markup {
  const steps = crumbs.map(({text, href}) =>
    href === undefined ? html`<li aria-current="page">${text}</li>` : html`<li><a href="${href}">${text}</a></li>`,
  )
  return html`<nav class="breadcrumbs" aria-label="${label}"><ol>${steps}</ol></nav>`
}
