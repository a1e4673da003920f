import {CATALOG_FILE} from '../catalog/catalog.ts'
import type {Sample} from '../core/settings.ts'
import {html, type Markup} from './html.ts'
import {fileName} from './navigation.ts'
import {exportTexts} from './texts/exports.ts'
import {sampleNote} from './texts/sample.ts'
import type {SiteTexts} from './texts/words.ts'
import {brand, footerNote, iconLink, titleOf} from './theme/brand.ts'
import type {Theme} from './theme/theme.ts'

/** What every page of the site says alike. */
export interface Shell {
  readonly language: string
  readonly texts: SiteTexts
  /** The project's own pages; the first is where the brand leads. */
  readonly pages: readonly {readonly id: string; readonly title: string}[]
  readonly dataThrough: string
  readonly version: string
  readonly currency: string
  readonly theme: Theme
  /** The part of the data that the figures rest on; none where on all. */
  readonly sample?: Sample
}

/** One page's own parts. */
export interface PageParts {
  /** As the browser's tab says it, without the site's name. */
  readonly title: string
  /** The way up to the language's folder: empty, `../`. */
  readonly up: string
  readonly navigation: Markup
  readonly main: Markup
}

/** A whole page. Every link is relative; nothing outside the site is asked for. */
export function wholePage(
  {language, texts, pages, dataThrough, version, currency, theme, sample}: Shell,
  {title, up, navigation, main}: PageParts,
): string {
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
${brand(theme, seen, `${up}${fileName(pages[0]!.id)}`)}
${navigation}
</header>
<main id="figures" data-words="${JSON.stringify(exportTexts(language, currency))}">
${sample && noteOf(language, sample)}
${main}
</main>
<footer>
${footerNote(theme, language)}
<p data-export>${dataThrough}</p>
<p data-export>${texts.version} <code>${version}</code></p>
<p>${texts.definitionsIn} <code>${CATALOG_FILE}</code>.</p>
</footer>
<script src="${seen.assets}client.js" defer></script>
</body>
</html>
`.text
}

/** Nobody may mistake a sample's figures for the real ones: every page says it, and what is downloaded from it. */
function noteOf(language: string, sample: Sample): Markup {
  const {head, text} = sampleNote(language, sample)
  return html`<p class="sample" data-export="${head}"><b>${head}</b> ${text}</p>`
}
