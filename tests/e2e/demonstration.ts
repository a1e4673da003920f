import {cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'vitest'
import {parse} from 'yaml'
import {type Database, openDatabase} from '../../scripts/sql/duckdb.ts'
import {kpi, ROOT} from './command-line.ts'
import {sharedBuild} from './shared-build.ts'

/** What `sources.yml` says of a source, as far as tests need it. */
export interface SourceNotes {
  readonly key: readonly string[]
  readonly columns: Readonly<Record<string, {readonly type: string; readonly references?: string}>>
  readonly replay: {readonly created: string}
}

export const SOURCES = (
  parse(readFileSync(join(ROOT, 'models', 'staging', 'sources.yml'), 'utf8')) as {sources: Record<string, SourceNotes>}
).sources

/** Builds a project (this repository's own by default) into a target of its own, in this process; gives the summary. */
export async function build(target: string, options: readonly string[] = [], project = ROOT) {
  const run = await kpi(['build', '--target', target, '--format', 'json', ...options], project)
  expect(run.status, run.stderr).toBe(0)
  return JSON.parse(run.stdout) as {version: string; published: boolean; rebuilt: string[]; total: number}
}

/** The demonstration data, built from the committed seeds. Gives the target, which is for reading only. */
export function demonstration(): Promise<string> {
  return sharedBuild('demonstration', ROOT)
}

/** Opens what a target has published, for reading; on one thread, since other files of tests use the other processors. */
export function openWarehouse(target: string): Promise<Database> {
  return openDatabase(join(target, 'warehouse.duckdb'), {access_mode: 'READ_ONLY', threads: '1'})
}

/** Copies the project without its data: what an analytics engineer edits. */
export function copyDemonstration(to: string): string {
  for (const part of ['kpi-catalog.yml', 'models', 'macros', 'reports', join('tests', 'kpis'), join('tests', 'data')]) {
    if (existsSync(join(ROOT, part))) cpSync(join(ROOT, part), join(to, part), {recursive: true})
  }
  return to
}

/** Leaves a copy one page of figures (its KPIs keep theirs), so that builds of it that are not about the site are quicker. */
export function withFewPages(project: string): void {
  const pages = join(project, 'reports', 'pages.ts')
  writeFileSync(
    pages,
    `${readFileSync(pages, 'utf8').replace(/^export default \[(\w+)[^\]]*\]/m, 'export default [$1]')}`,
  )
  rmSync(join(project, 'reports', 'pages'), {recursive: true, force: true})
}

/** Names of the sources, each after those to which it refers. */
function parentsFirst(): string[] {
  const names = new Set<string>()
  const visit = (name: string) => {
    for (const {references} of Object.values(SOURCES[name]!.columns)) if (references) visit(references.split('.')[0]!)
    names.add(name)
  }
  for (const name of Object.keys(SOURCES)) visit(name)
  return [...names]
}

export const FORMATS = ['ndjson', 'parquet with time zone', 'parquet without time zone', 'parquet folder'] as const
export type Format = 'csv' | (typeof FORMATS)[number]

/**
 * Writes the first days of the committed seeds, whole in themselves (every reference leads to a row that is there), into folders;
 * each says in which format it wants which source.
 */
export async function writeSmallSources(
  days: number,
  folders: Readonly<Record<string, (name: string) => Format>>,
): Promise<void> {
  const database = await openDatabase()
  for (const folder of Object.keys(folders)) mkdirSync(folder, {recursive: true})
  for (const name of parentsFirst()) {
    const {key, columns, replay} = SOURCES[name]!
    const whole = Object.entries(columns).flatMap(([column, {references}]) => {
      const [parent, parentKey] = references?.split('.') ?? []
      return parent ? [`(${column} is null or ${column} in (select ${parentKey} from ${parent}))`] : []
    })
    const recent = columns[replay.created] ? [`${replay.created} < timestamp '2025-10-01' + interval ${days} day`] : []
    const types = Object.entries(columns).map(([column, {type}]) => `'${column}': '${type}'`)
    await database.run(`create table ${name} as
      select * from read_csv('${join(ROOT, 'seeds', `${name}.csv`)}', header = true, columns = {${types.join(', ')}}, timestampformat = '%Y-%m-%dT%H:%M:%SZ')
      where ${['true', ...recent, ...whole].join(' and ')} order by ${key.join(', ')}`)
    for (const [folder, format] of Object.entries(folders)) await writeSource(database, name, folder, format(name))
  }
  database.close()
}

async function writeSource(database: Database, name: string, folder: string, format: Format): Promise<void> {
  const {columns} = SOURCES[name]!
  const timestamps = Object.keys(columns).filter(column => columns[column]!.type === 'TIMESTAMP')
  const written = (sql: (column: string) => string) =>
    timestamps.length === 0 ? '*' : `* replace (${timestamps.map(column => `${sql(column)} as ${column}`).join(', ')})`
  const iso = written(column => `strftime(${column}, '%Y-%m-%dT%H:%M:%SZ')`)
  const zoned = written(column => `timezone('UTC', ${column})`)
  const copy = (select: string, file: string, how: string, rows = '') =>
    database.run(`copy (select ${select} from ${name} ${rows}) to '${join(folder, file)}' (format ${how})`)
  if (format === 'csv') await copy(iso, `${name}.csv`, 'csv, header')
  else if (format === 'ndjson') await copy(iso, `${name}.ndjson`, 'json')
  else if (format === 'parquet folder') {
    mkdirSync(join(folder, name))
    await copy(zoned, join(name, 'a.parquet'), 'parquet', 'limit 5')
    await copy(zoned, join(name, 'b.parquet'), 'parquet', 'offset 5')
  } else await copy(format === 'parquet with time zone' ? zoned : '*', `${name}.parquet`, 'parquet')
}
