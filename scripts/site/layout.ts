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
import {type Shell, wholePage} from './shell.ts'
import {brand, iconLink, titleOf} from './theme/brand.ts'
import type {Theme} from './theme/theme.ts'

export interface Frame extends Position, Shell {
  readonly title: string
  readonly lead?: string
  /** The dimension's value to which the page is narrowed. */
  readonly entity?: string
  /** The period's name; none where the data have none. */
  readonly period?: string
  /** Where the reader chooses dates and filters. */
  readonly chooser: Markup | null
}

/** A page of figures: navigation, period, report. */
export function layout(frame: Frame, content: Markup): string {
  const {title, language, period} = frame
  const navigation = html`${pageLinks(frame)}
${referenceLinks(language)}
${languageLinks(frame)}`
  const main = html`<div class="head">
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
</div>`
  return wholePage(frame, {title: period === undefined ? title : `${title} – ${period}`, up: '', navigation, main})
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
