import {CATALOG_FILE} from '../catalog/catalog.ts'
import {html, type Markup, raw} from './html.ts'
import {DEFAULT_GRAIN, PRESET_GRAINS, type Preset, type PresetGrain} from './periods.ts'
import type {SiteTexts} from './texts/words.ts'

/** Name of a page's file, the same in every language. */
export function fileName(page: string, grain: PresetGrain): string {
  return grain === DEFAULT_GRAIN ? `${page}.html` : `${page}-${grain}.html`
}

export interface Frame {
  readonly page: string
  readonly title: string
  readonly lead?: string
  readonly preset: Preset
  readonly language: string
  readonly texts: SiteTexts
  /** Every page's id and title, in order. */
  readonly pages: readonly {readonly id: string; readonly title: string}[]
  readonly languages: readonly {readonly code: string; readonly name: string}[]
  /** Titles of the page's sections. */
  readonly sections: readonly string[]
  readonly dataThrough: string
  readonly version: string
}

/** A whole page around its content: navigation, period, footer. Every link is relative; nothing outside the site is asked for. */
export function layout(frame: Frame, content: Markup): string {
  const {page, title, preset, language, texts} = frame
  const {grain, current, previous} = preset
  const link = (href: string, text: string, here: boolean, lang?: string) =>
    html`<li><a href="${href}"${here && raw(' aria-current="page"')}${lang !== undefined && html` lang="${lang}" hreflang="${lang}"`}>${text}</a></li>`
  const period =
    current &&
    html`<p class="period"><b>${texts.period(current)}</b> <span>${current.complete ? texts.lastComplete[grain] : texts.latest[grain]}${current.complete && previous && `, ${texts.comparedWith(texts.period(previous))}`}</span>${!current.complete && html` <span class="mark">${texts.incomplete}</span>`}${!current.covered && html` <span class="mark">${texts.dataBegin(texts.date(preset.firstDay))}</span>`}</p>`
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}${current && ` – ${texts.period(current)}`}</title>
<link rel="stylesheet" href="../assets/style.css">
<link rel="icon" href="data:,">
</head>
<body>
<a class="skip" href="#figures">${texts.skip}</a>
<header>
<nav class="pages" aria-label="${texts.pages}"><ul>${frame.pages.map(each => link(fileName(each.id, grain), each.title, each.id === page))}</ul></nav>
${frame.languages.length > 1 && html`<nav class="languages" aria-label="${texts.languages}"><ul>${frame.languages.map(({code, name}) => link(`../${code}/${fileName(page, grain)}`, name, code === language, code))}</ul></nav>`}
</header>
<main id="figures">
<div class="head">
<h1>${title}</h1>
${frame.lead && html`<p class="lead">${frame.lead}</p>`}
<nav class="presets" aria-label="${texts.presets}"><ul>${PRESET_GRAINS.map(each => link(fileName(page, each), texts.grains[each], each === grain))}</ul></nav>
${period}
${frame.sections.length > 2 && html`<nav class="sections" aria-label="${texts.sections}"><ul>${frame.sections.map((name, i) => html`<li><a href="#s${i + 1}">${name}</a></li>`)}</ul></nav>`}
</div>
${content}
</main>
<footer>
<p>${frame.dataThrough}</p>
<p>${texts.version} <code>${frame.version}</code></p>
<p>${texts.definitionsIn} <code>${CATALOG_FILE}</code>.</p>
</footer>
<script src="../assets/client.js" defer></script>
</body>
</html>
`.text
}

/** The first page of the site: goes on in the reader's language; without script it offers them all. */
export function languageChooser(
  languages: readonly {readonly code: string; readonly name: string; readonly choose: string}[],
  page: string,
): string {
  const file = fileName(page, DEFAULT_GRAIN)
  const codes = JSON.stringify(languages.map(({code}) => code))
  return html`<!doctype html>
<html lang="${languages[0]!.code}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${languages.map(({choose}) => choose).join(' / ')}</title>
<link rel="stylesheet" href="assets/style.css">
<link rel="icon" href="data:,">
<script>${raw(`(function(){var has=${codes},want=navigator.languages||[navigator.language||''],i,code;for(i=0;i<want.length;i++){code=String(want[i]).slice(0,2).toLowerCase();if(has.indexOf(code)>=0)break;code=''}location.replace((code||has[0])+'/${file}')})()`)}</script>
</head>
<body>
<main class="choose">
<h1>${languages.map(({choose, code}, i) => html`${i > 0 && ' / '}<span lang="${code}">${choose}</span>`)}</h1>
<ul>${languages.map(({code, name}) => html`<li><a href="${code}/${file}" lang="${code}" hreflang="${code}">${name}</a></li>`)}</ul>
</main>
</body>
</html>
`.text
}

/** The first page of a language: goes on to the site's first page. */
export function redirect(language: string, title: string, page: string): string {
  const file = fileName(page, DEFAULT_GRAIN)
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
