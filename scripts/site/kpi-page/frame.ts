import {CATALOG_FILE} from '../../catalog/catalog.ts'
import {html, type Markup, raw} from '../html.ts'
import {fileName} from '../navigation.ts'
import {exportTexts} from '../texts/exports.ts'
import {qualityTextsOf} from '../texts/quality.ts'
import {referenceTextsOf} from '../texts/reference.ts'
import type {SiteTexts} from '../texts/words.ts'
import {brand, footerNote, iconLink, titleOf} from '../theme/brand.ts'
import type {Theme} from '../theme/theme.ts'
import {FOLDER} from './more.ts'

/** File of the page about the data; no page of a project can be named so. */
export const QUALITY_FILE = 'data-quality.html'

/** What every page about the catalog or the data carries around its content. */
export interface ReferenceFrame {
  readonly title: string
  /** Its file, in a language's folder: `kpi/shop-card-1.html`. */
  readonly file: string
  readonly language: string
  readonly texts: SiteTexts
  /** The project's own pages. */
  readonly pages: readonly {readonly id: string; readonly title: string}[]
  readonly languages: readonly {readonly code: string; readonly name: string}[]
  readonly dataThrough: string
  readonly version: string
  readonly currency: string
  readonly theme: Theme
}

/** A step of the path to a page; the last one is the page itself, without a link. */
export interface Crumb {
  readonly text: string
  readonly href?: string
}

/** A whole page around its content. Every link is relative. */
export function referencePage(frame: ReferenceFrame, content: Markup): string {
  const {title, language, texts, file, theme} = frame
  const up = '../'.repeat(file.split('/').length - 1)
  const seen = {language, assets: `${up}../assets/`}
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${titleOf(theme, language, title)}</title>
<link rel="stylesheet" href="${seen.assets}style.css">
${iconLink(theme, seen.assets)}
</head>
<body>
<a class="skip" href="#figures">${texts.skip}</a>
<header>
${brand(theme, seen, `${up}${fileName(frame.pages[0]!.id)}`)}
<nav class="pages" aria-label="${texts.pages}"><ul>
${frame.pages.map(({id, title: name}) => link(`${up}${fileName(id)}`, name, false))}
</ul></nav>
${referenceLinks(language, up, file)}
${frame.languages.length > 1 && languageLinks(frame, up)}
</header>
<main id="figures" data-words="${JSON.stringify(exportTexts(language, frame.currency))}">
${content}
</main>
<footer>
${footerNote(theme, language)}
<p data-export>${frame.dataThrough}</p>
<p data-export>${texts.version} <code>${frame.version}</code></p>
<p>${texts.definitionsIn} <code>${CATALOG_FILE}</code>.</p>
</footer>
<script src="${up}../assets/client.js" defer></script>
</body>
</html>
`.text
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
