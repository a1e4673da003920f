import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Project} from '../compile/load.ts'
import type {Database} from '../sql/duckdb.ts'
import {readAssets} from './assets.ts'
import {siteData} from './data.ts'
import {formatsOf} from './formats.ts'
import {html} from './html.ts'
import {fileName, languageChooser, layout, redirect} from './layout.ts'
import {loadPages} from './load-pages.ts'
import {readMarts} from './marts.ts'
import {type Page, sectionsOf} from './pages.ts'
import {section} from './section.ts'
import {textsOf} from './texts.ts'
import type {ShownPreset, View} from './view.ts'
import {wantedOf} from './wanted.ts'

/** What is published with the site: its version and the data's last instant (UTC, `2026-03-01 08:15:30`). */
export interface SiteBuild {
  readonly version: string
  readonly dataEnd: string
}

/**
 * Writes the static site of a built database into `folder`: `index.html`, a folder of pages per language, `assets/`. Gives
 * how many pages and bytes were written. The same database, project and build give the same bytes. Throws the problems of
 * the project's pages (status 2).
 */
export async function writeSite(
  database: Database,
  project: Project,
  folder: string,
  build: SiteBuild,
): Promise<{pages: number; bytes: number}> {
  const {default: pages, dates = {}} = await loadPages(project)
  const [rows, assets] = await Promise.all([readMarts(database, wantedOf(project)), readAssets(project)])
  const data = siteData(rows)
  const {languages, currency, timezone} = project.catalog
  const names = languages.map(code => ({code, name: textsOf(code).language, choose: textsOf(code).chooseLanguage}))
  const files = new Map<string, string>([
    ['index.html', languageChooser(names, pages[0]!.id)],
    ['assets/style.css', assets.style],
    ['assets/client.js', assets.script],
  ])
  for (const language of languages) {
    const texts = textsOf(language)
    const formats = formatsOf(texts, currency)
    const {date, time, local: dataEnd} = formats.instant(build.dataEnd, timezone)
    const title = (page: Page) => page.title[language]!
    files.set(`${language}/index.html`, redirect(language, title(pages[0]!), pages[0]!.id))
    for (const preset of rows.presets) {
      const {current, grain} = preset
      const view: View | undefined = current && {
        project,
        data,
        preset: preset as ShownPreset,
        language,
        texts,
        formats,
        dates,
        dataEnd,
      }
      for (const page of pages) {
        const sections = view && data.hasData(current!) ? sectionsOf(page, project.catalog) : []
        const used = new Set<string>()
        const brief = sections.every(each => (each.charts ?? []).length + (each.tables ?? []).length === 0)
        const content =
          sections.length > 0
            ? html`${sections.map((each, i) => section(view!, each, {number: i + 1, brief, used}))}`
            : html`<p class="empty">${current ? texts.nothingInPeriod(texts.period(current)) : texts.noPeriod[grain]}</p>`
        files.set(
          `${language}/${fileName(page.id, grain)}`,
          layout(
            {
              page: page.id,
              title: title(page),
              preset,
              language,
              texts,
              languages: names,
              ...(page.lead?.[language] === undefined ? {} : {lead: page.lead[language]}),
              pages: pages.map(each => ({id: each.id, title: title(each)})),
              sections: sections.map(each => each.title[language]!),
              dataThrough: texts.dataThrough(date, time, timezone),
              version: build.version,
            },
            content,
          ),
        )
      }
    }
  }
  return write(files, folder)
}

function write(files: ReadonlyMap<string, string>, folder: string): {pages: number; bytes: number} {
  let bytes = 0
  for (const name of new Set([...files.keys()].map(file => join(folder, file, '..'))))
    mkdirSync(name, {recursive: true})
  for (const [name, text] of files) {
    writeFileSync(join(folder, name), text)
    bytes += Buffer.byteLength(text)
  }
  return {pages: [...files.keys()].filter(name => name.endsWith('.html')).length, bytes}
}
