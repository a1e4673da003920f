import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import type {Kysely} from 'kysely'
import type {Records} from '../audit/records.ts'
import type {Project} from '../compile/load.ts'
import type {Compiled} from '../compile/project.ts'
import type {Database} from '../sql/duckdb.ts'
import {readSample} from '../warehouse/sampling.ts'
import type {Ahead} from './ahead.ts'
import {exploreScript, readAssets} from './assets.ts'
import {inMenu, loadCustomPages} from './custom/load.ts'
import {readOnlyMarts} from './custom/read-only.ts'
import {drawPages} from './drawing/draw.ts'
import type {Drawing} from './drawing/language-pages.ts'
import {exactFiles} from './exact/index.ts'
import {localTime} from './formats.ts'
import {type SiteContent, siteScript} from './image.ts'
import {languageChooser} from './layout.ts'
import {loadPages} from './load-pages.ts'
import {firstDayOf, martsOf} from './marts.ts'
import {entityFile, listFile} from './navigation.ts'
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
  /** Results of `kpi test` and `kpi audit` on record. */
  readonly records?: Records
  /** What was made before there were data. */
  readonly ahead?: Ahead
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
  const [read, assets] = await Promise.all([
    readSite(database, project, needs, presets),
    build.ahead?.assets ?? readAssets(project),
  ])
  const rows = withPseudonyms(read, project, people)
  const {figures, lists: latest, ...words} = rows
  const content: SiteContent = {pages, dates: described.dates ?? {}, range, ...words}
  const entities = await readEntities(database, project, content, read, people)
  const languages = codes.map(code => ({code, name: textsOf(code).language, choose: textsOf(code).chooseLanguage}))
  const [first] = general as [Page, ...Page[]]
  const theme = loadTheme(project, assets.style)
  const files = new Map<string, string | Uint8Array>([
    ...theme.files,
    ['index.html', languageChooser(languages, first.id, theme)],
    ['assets/style.css', assets.style + theme.css],
    ['assets/client.js', assets.script],
  ])
  const isExact = project.catalog.publish.exact !== undefined
  const {version, dataEnd} = build
  const sample = await readSample(database)
  const sampled = sample ? {sample} : {}
  const without = custom.map(page => page.id)
  const answered = {figures, lists: latest}
  const withoutFiles = entities.map(({files: _, ...entity}) => entity)
  const drawing: Drawing = {
    content,
    answered,
    presets,
    entities: withoutFiles,
    without,
    isExact,
    theme,
    version,
    dataEnd,
    ...sampled,
  }
  const drawn = drawPages(project, drawing)
  drawn.catch(() => undefined) // awaited below, after what is made meanwhile
  const exact = await exactFiles(database, project, people)
  for (const [name, bytes] of exact.files) files.set(`assets/${name}`, bytes)
  if (isExact) {
    files.set('assets/explore.js', await exploreScript())
    files.set('assets/data/site.js', siteScript(content))
  }
  for (const {page, value, files: lists} of entities)
    for (const {ref, text} of lists) files.set(`csv/${listFile(entityFile(page, value), ref)}`, text)
  if (custom.length > 0) {
    const [{drawingContext, drawingTools}, {writeCustom}] = await Promise.all([
      import('./drawing/language-pages.ts'),
      import('./custom/write.ts'),
    ])
    const context = drawingContext(project, drawing)
    for (const language of codes) {
      const {writer} = drawingTools(context, drawing, language)
      for (const written of custom) {
        const page = pages.find(each => each.id === written.id)!
        const title = page.title[language]!
        for (const preset of presets) {
          const [file, text] = await writeCustom(writer, written, {page, preset, data: context.data, title}, marts)
          files.set(`${language}/${file}`, text)
        }
      }
    }
  }
  const {referenceFiles} = await import('./kpi-page/index.ts')
  for (const [name, text] of await referenceFiles(database, project, {...described, default: pages}, people, {
    ...build,
    theme,
    ...sampled,
    ...(build.ahead ? {prepared: build.ahead.prepared} : {}),
  }))
    files.set(name, text)
  for (const [language, texts] of await drawn) for (const [file, text] of texts) files.set(`${language}/${file}`, text)
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
