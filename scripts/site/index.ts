import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import type {Kysely} from 'kysely'
import type {Project} from '../compile/load.ts'
import type {Compiled} from '../compile/project.ts'
import type {Database} from '../sql/duckdb.ts'
import type {TestRecord} from '../verify/record.ts'
import {exploreScript, readAssets} from './assets.ts'
import {dataOf, siteContext, spokenIn} from './context.ts'
import {inMenu, loadCustomPages} from './custom/load.ts'
import {readOnlyMarts} from './custom/read-only.ts'
import {exactFiles} from './exact/index.ts'
import {localTime} from './formats.ts'
import {siteScript} from './image.ts'
import {languageChooser, redirect} from './layout.ts'
import {loadPages} from './load-pages.ts'
import {firstDayOf, martsOf} from './marts.ts'
import {needsOf} from './needs.ts'
import {pageNeeds} from './page-needs.ts'
import type {Page} from './pages.ts'
import {readPeople} from './people.ts'
import type {Range} from './periods.ts'
import {presetsOf} from './presets.ts'
import {withPseudonyms} from './pseudonyms.ts'
import {type Publication, publication} from './publication.ts'
import {readSite} from './read.ts'
import {readEntities} from './read-entities.ts'
import {textsOf} from './texts.ts'
import {loadTheme} from './theme/theme.ts'

/** What is published with the site: its version and the data's last instant (UTC, `2026-03-01 08:15:30`). */
export interface SiteBuild {
  readonly version: string
  readonly dataEnd: string
  /** The project as the build has compiled it; otherwise it is compiled once more. */
  readonly compiled?: Compiled
  /** Results of `kpi test` on record. */
  readonly record?: TestRecord
}

export interface WrittenSite {
  readonly pages: number
  readonly bytes: number
  /** What it shows beyond figures. */
  readonly publishes: Publication
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
): Promise<WrittenSite> {
  const marts = await readOnlyMarts<unknown>(database)
  try {
    return await writeWith(database, marts.db, project, folder, build)
  } finally {
    await marts.close()
  }
}

async function writeWith(
  database: Database,
  marts: Kysely<unknown>,
  project: Project,
  folder: string,
  build: SiteBuild,
): Promise<WrittenSite> {
  const described = await loadPages(project)
  const custom = await loadCustomPages(project, described.default)
  const pages = inMenu(described.default, custom)
  const {languages: codes, timezone} = project.catalog
  const local = build.dataEnd === '' ? '' : localTime(build.dataEnd, timezone)
  const range: Range = {firstDay: (await firstDayOf(martsOf(database))) ?? NEVER, dataEnd: local}
  const presets = presetsOf(range)
  const general = pages.filter(page => !page.each)
  const {kpis, components} = project.definitions
  // what pages written in TypeScript show is only known when they are drawn
  const free = custom.length === 0 ? [] : needsOf(project, [...kpis.keys(), ...components.keys()])
  const needs = [...general.flatMap(page => pageNeeds(project, page)), ...free]
  const people = await readPeople(database, project)
  const [read, assets] = await Promise.all([readSite(database, project, needs, presets), readAssets(project)])
  const rows = withPseudonyms(read, project, people)
  const exact = await exactFiles(database, project, people)
  const context = siteContext(project, {...described, default: pages}, range, rows)
  const data = dataOf(context, rows)
  const entities = await readEntities(database, context, read, people)
  const languages = codes.map(code => ({code, name: textsOf(code).language, choose: textsOf(code).chooseLanguage}))
  const [first] = general as [Page, ...Page[]]
  const theme = loadTheme(project, assets.style)
  const files = new Map<string, string | Uint8Array>([
    ...theme.files,
    ...exact.files.map(([name, bytes]) => [`assets/${name}`, bytes] as const),
    ['index.html', languageChooser(languages, first.id, theme)],
    ['assets/style.css', assets.style + theme.css],
    ['assets/client.js', assets.script],
  ])
  const isExact = exact.published !== undefined
  if (isExact) {
    files.set('assets/explore.js', await exploreScript())
    files.set('assets/data/site.js', siteScript({pages, dates: context.dates, range, ...rows}))
  }
  const {pageWriter} = await import('./write-pages.ts') // the chart library takes a while to load: only when it is needed

  for (const language of codes) {
    const spoken = spokenIn(context, language)
    const {texts, formats} = spoken
    // sources without rows have no last instant
    const end = build.dataEnd === '' ? undefined : formats.instant(build.dataEnd, timezone)
    const shared = {
      language,
      languages,
      texts,
      pages: general.map(({id, title}) => ({id, title: title[language]!})),
      dataThrough: end === undefined ? texts.noDataYet : texts.dataThrough(end.date, end.time, timezone),
      version: build.version,
      currency: project.catalog.currency,
      theme,
    }
    const writer = pageWriter(context, spoken, shared, isExact)
    const put = ({file, text}: {file: string; text: string}) => files.set(`${language}/${file}`, text)
    put({file: 'index.html', text: redirect(language, shared.pages[0]!.title, first.id)})
    for (const preset of presets) {
      for (const page of general) {
        const written = custom.find(each => each.id === page.id)
        put(written ? await writer.custom(written, page, preset, data, marts) : writer.preset(page, preset, data))
      }
    }
    for (const {page, value, since, ...answered} of entities) put(writer.entity(page, value, since, answered))
  }
  const {referenceFiles} = await import('./kpi-page/index.ts')
  for (const [name, text] of await referenceFiles(database, project, {...described, default: pages}, people, {
    ...build,
    theme,
  }))
    files.set(name, text)
  return {...write(files, folder), publishes: publication(project, exact.published)}
}

/** Before all data: the first day of those that have none. */
const NEVER = '9999-12-31'

function write(files: ReadonlyMap<string, string | Uint8Array>, folder: string): {pages: number; bytes: number} {
  let bytes = 0
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), {recursive: true})
    writeFileSync(join(folder, name), text)
    bytes += typeof text === 'string' ? Buffer.byteLength(text) : text.length
  }
  return {pages: [...files.keys()].filter(name => name.endsWith('.html')).length, bytes}
}
