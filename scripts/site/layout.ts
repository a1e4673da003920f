import {CATALOG_FILE} from '../catalog/catalog.ts'
import {html, type Markup, raw} from './html.ts'
import {referenceLinks} from './kpi-page/frame.ts'
import {
  breadcrumbs,
  fileName,
  languageLinks,
  type Position,
  pageLinks,
  presetLinks,
  sectionLinks,
} from './navigation.ts'
import {exportTexts} from './texts/exports.ts'
import {brand, footerNote, iconLink, titleOf} from './theme/brand.ts'
import type {Theme} from './theme/theme.ts'

export interface Frame extends Position {
  readonly title: string
  readonly lead?: string
  /** The dimension's value to which the page is narrowed. */
  readonly entity?: string
  /** The period's name; none where the data have none. */
  readonly period?: string
  /** Where the reader chooses dates and filters. */
  readonly chooser: Markup | null
  readonly dataThrough: string
  readonly version: string
  readonly currency: string
  readonly theme: Theme
}

/** A whole page around its content: navigation, period, footer. Every link is relative; nothing outside the site is asked for. */
export function layout(frame: Frame, content: Markup): string {
  const {title, language, texts, period, theme} = frame
  const seen = {language, assets: '../assets/'}
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${titleOf(theme, language, period === undefined ? title : `${title} – ${period}`)}</title>
<link rel="stylesheet" href="../assets/style.css">
${iconLink(theme, seen.assets)}
</head>
<body>
<a class="skip" href="#figures">${texts.skip}</a>
<header>
${brand(theme, seen, fileName(frame.pages[0]!.id))}
${pageLinks(frame)}
${referenceLinks(language)}
${languageLinks(frame)}
</header>
<main id="figures" data-words="${JSON.stringify(exportTexts(language, frame.currency))}">
<div class="head">
${breadcrumbs(frame, title)}
<h1>${title}</h1>
${frame.lead && html`<p class="lead">${frame.lead}</p>`}
<div class="when">
${presetLinks(frame)}
${frame.chooser}
</div>
${sectionLinks(frame)}
</div>
<div id="report" data-page="${frame.page}" data-preset="${frame.preset ?? ''}"${frame.entity && html` data-entity="${frame.entity}"`}>
${content}
</div>
</main>
<footer>
${footerNote(theme, language)}
<p data-export>${frame.dataThrough}</p>
<p data-export>${texts.version} <code>${frame.version}</code></p>
<p>${texts.definitionsIn} <code>${CATALOG_FILE}</code>.</p>
</footer>
<script src="../assets/client.js" defer></script>
</body>
</html>
`.text
}

/** Goes to the first of the reader's languages that the site has, else to the site's first. */
const CHOOSE = `(function () {
  var wanted = navigator.languages || [navigator.language || '']
  var chosen = HAS[0]
  for (var i = wanted.length - 1; i >= 0; i--) {
    var code = String(wanted[i]).slice(0, 2).toLowerCase()
    if (HAS.indexOf(code) >= 0) chosen = code
  }
  location.replace(chosen + '/FILE')
})()`

/** The first page of the site: goes on in the reader's language; without script it offers them all. */
export function languageChooser(
  languages: readonly {readonly code: string; readonly name: string; readonly choose: string}[],
  page: string,
  theme: Theme,
): string {
  const file = fileName(page)
  const codes = JSON.stringify(languages.map(({code}) => code))
  const titles = languages.map(({choose, code}, i) => html`${i > 0 && ' / '}<span lang="${code}">${choose}</span>`)
  const link = ({code, name}: {code: string; name: string}) =>
    html`<li><a href="${code}/${file}" lang="${code}" hreflang="${code}">${name}</a></li>`
  return html`<!doctype html>
<html lang="${languages[0]!.code}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${titleOf(theme, languages[0]!.code, languages.map(({choose}) => choose).join(' / '))}</title>
<link rel="stylesheet" href="assets/style.css">
${iconLink(theme, 'assets/')}
<script>${raw(CHOOSE.replaceAll('HAS', codes).replace('FILE', file))}</script>
</head>
<body>
<main class="choose">
${brand(theme, {language: languages[0]!.code, assets: 'assets/'}, `${languages[0]!.code}/${file}`)}
<h1>${titles}</h1>
<ul>${languages.map(link)}</ul>
</main>
</body>
</html>
`.text
}

/** The first page of a language: goes on to the site's first page. */
export function redirect(language: string, title: string, page: string): string {
  const file = fileName(page)
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url=${file}">
<title>${title}</title>
<link rel="icon" href="data:,">
</head>
<body><p><a href="${file}">${title}</a></p></body>
</html>
`.text
}
