import {setImmediate} from 'node:timers/promises'
import type {Records} from '../../audit/records.ts'
import type {Project} from '../../compile/load.ts'
import {type Compiled, compileProject} from '../../compile/project.ts'
import type {Sample} from '../../core/settings.ts'
import {usersOf} from '../../lineage/references.ts'
import type {Database} from '../../sql/duckdb.ts'
import {formatsOf} from '../formats.ts'
import type {Markup} from '../html.ts'
import type {PagesModule} from '../pages.ts'
import type {People} from '../people.ts'
import {qualityPage} from '../quality/page.ts'
import {readResults} from '../quality/results.ts'
import {readRestatements} from '../restatements.ts'
import {qualityTextsOf} from '../texts/quality.ts'
import {referenceTextsOf} from '../texts/reference.ts'
import {sampleNote} from '../texts/sample.ts'
import {textsOf} from '../texts.ts'
import type {Theme} from '../theme/theme.ts'
import {catalogIndex} from './catalog-index.ts'
import {readCsv} from './csv.ts'
import {QUALITY_FILE, type ReferenceFrame, referencePage} from './frame.ts'
import {lineageOf} from './lineage.ts'
import {pictureOf} from './lineage-picture.ts'
import {FOLDER, fileOf} from './more.ts'
import {entryPage, type Prepared} from './page.ts'
import {readReference} from './rows.ts'
import {nameOf, type Reference, type Sheet} from './sheet.ts'
import {readSourceColumns} from './source-columns.ts'
import {statementOf} from './statement.ts'
import {placesOf} from './uses.ts'

/** What is published, as these pages need it. */
export interface ReferenceBuild {
  readonly version: string
  /** The data's last instant, UTC. */
  readonly dataEnd: string
  /** The project as the build has compiled it; otherwise it is compiled once more. */
  readonly compiled?: Compiled
  /** Results of `kpi test` and `kpi audit` on record; none without. */
  readonly records?: Records
  readonly theme: Theme
  /** The part of the data that the figures rest on; none where on all. */
  readonly sample?: Sample
  /** What `prepareReference` gives, made earlier. */
  readonly prepared?: ReturnType<typeof prepareReference>
}

/**
 * The pages that the catalog gives by itself, in every language: one for each KPI, chart and table, their index, and the page about the
 * data; and each KPI's history as CSV. File (relative to the site) → content. The same database, project and build give the same bytes.
 */
export async function referenceFiles(
  database: Database,
  project: Project,
  {default: pages, dates = {}}: PagesModule,
  people: People,
  build: ReferenceBuild,
): Promise<Map<string, string>> {
  const compiled = build.compiled ?? compileProject(project)
  const {languages, timezone, currency} = project.catalog
  const [rows, results] = [
    await readReference(database, project, people),
    await readResults(database, compiled, build.records ?? NONE, people),
  ]
  const users = usersOf(compiled.project)
  const [shownOn, restatements] = [placesOf(compiled, pages), await readRestatements(database, project)]
  const reference: Reference = {compiled, rows, pages, dates, users, shownOn, restatements}
  const refs = refsOf(project)
  const prepared = await (build.prepared ?? prepareReference(compiled))
  const files = new Map<string, string>()
  for (const language of languages) {
    const texts = textsOf(language)
    const formats = formatsOf(texts, currency)
    const sheet: Sheet = {...reference, language, texts, words: referenceTextsOf(language), formats, named: new Map()}
    const end = build.dataEnd === '' ? undefined : formats.instant(build.dataEnd, timezone)
    const frame: Omit<ReferenceFrame, 'title' | 'file'> = {
      language,
      texts,
      pages: pages.filter(page => !page.each).map(({id, title}) => ({id, title: title[language]!})),
      languages: languages.map(code => ({code, name: textsOf(code).language})),
      dataThrough: end === undefined ? texts.noDataYet : texts.dataThrough(end.date, end.time, timezone),
      version: build.version,
      currency,
      theme: build.theme,
      ...(build.sample ? {sample: build.sample} : {}),
    }
    const add = (file: string, title: string, content: Markup) =>
      files.set(`${language}/${file}`, referencePage({...frame, file, title}, content))
    for (const ref of refs) {
      const title = `${nameOf(sheet, ref)} – ${ref}`
      add(`${FOLDER}/${fileOf(ref)}`, title, entryPage(sheet, ref, results, prepared.get(ref)!))
    }
    add(`${FOLDER}/index.html`, sheet.words.index, catalogIndex(sheet))
    add(QUALITY_FILE, qualityTextsOf(language).title, qualityPage(sheet, results, build.dataEnd))
  }
  const {sample} = build
  const about = [
    ...(sample ? [sampleNote('en', sample).text] : []),
    `version ${build.version}`,
    `data through ${build.dataEnd} UTC, periods in ${timezone}`,
  ]
  for (const [ref, text] of await readCsv(database, project, people, about))
    files.set(`csv/${ref.toLowerCase()}.csv`, text)
  return files
}

/** Nothing on record. */
const NONE: Records = {tests: {examples: [], modelTests: []}, audit: {kpis: []}}

const refsOf = ({definitions}: Project) => [...definitions.kpis.keys(), ...definitions.components.keys()]

/** What the catalog alone decides of each ref's page, the same in every language; others get their turn in between. */
export async function prepareReference(compiled: Compiled): Promise<Map<string, Prepared>> {
  const users = usersOf(compiled.project)
  const prepared = new Map<string, Prepared>()
  const refs = refsOf(compiled.project)
  const columnsOf = await readSourceColumns(compiled, refs)
  for (const ref of refs) {
    const kpi = compiled.project.definitions.kpis.get(ref)
    const layout = pictureOf(lineageOf(compiled, users, ref))
    const columns = columnsOf.get(ref)
    const sql = kpi && statementOf(compiled.project, kpi)
    prepared.set(ref, {layout, ...(columns && {columns}), ...(sql && {sql})})
    await setImmediate()
  }
  return prepared
}
