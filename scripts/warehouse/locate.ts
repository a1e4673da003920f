import {existsSync, readdirSync, statSync} from 'node:fs'
import {join, relative, resolve} from 'node:path'
import type {Source} from '../catalog/models.ts'
import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import type {Database} from '../sql/duckdb.ts'

export type Format = 'csv' | 'parquet' | 'json'

/** Where a source's rows lie: one file, or several of one format. */
export interface Location {
  readonly format: Format
  /** Absolute. */
  readonly files: readonly string[]
}

const FORMATS: Readonly<Record<string, Format>> = {
  csv: 'csv',
  parquet: 'parquet',
  ndjson: 'json',
  jsonl: 'json',
  json: 'json',
}

/** Whether a path stands for several files. */
export function isPattern(path: string): boolean {
  return /[*?[]/.test(path)
}

/** A source's files where they are found; `database` expands patterns. */
export async function findFiles(
  source: Pick<Source, 'name' | 'path'>,
  project: string,
  sources: string | undefined,
  database: Database | undefined,
): Promise<Location | undefined> {
  if (sources !== undefined) return pointedFiles(source.name, sources)
  const path = resolve(project, source.path)
  const format = formatOf(path)
  if (!format) return undefined
  const files = isPattern(source.path) ? await expand(database!, path) : existsSync(path) ? [path] : []
  return files.length > 0 ? {format, files} : undefined
}

/** Finds a source's files: under `sources` when given (`<name>.csv`, `.parquet`, `.ndjson`, `<name>/*.parquet`), else at its declared path. */
export async function locate(
  database: Database,
  source: Source,
  project: string,
  sources: string | undefined,
  problems: Problem[],
): Promise<Location | undefined> {
  const found = await findFiles(source, project, sources, database)
  if (found) return found
  if (sources === undefined) complain(source, project, problems)
  else complainOf(source, sources, problems)
  return undefined
}

function pointedFiles(name: string, folder: string): Location | undefined {
  for (const [extension, format] of Object.entries(FORMATS)) {
    const file = join(folder, `${name}.${extension}`)
    if (existsSync(file)) return {format, files: [file]}
  }
  const inner = join(folder, name)
  if (!existsSync(inner) || !statSync(inner).isDirectory()) return undefined
  const files = readdirSync(inner)
    .filter(each => each.endsWith('.parquet'))
    .sort()
  return files.length > 0 ? {format: 'parquet', files: files.map(each => join(inner, each))} : undefined
}

/** A source that is not in the folder given. */
function complainOf(source: Source, folder: string, problems: Problem[]): void {
  const present = existsSync(folder) ? readdirSync(folder) : []
  problems.push(
    fault('missing-source', `source "${source.name}" is not in ${shown(folder)}`, {
      hint: existsSync(folder)
        ? `expected ${source.name}.csv, ${source.name}.parquet, ${source.name}.ndjson or ${source.name}/*.parquet; ${suggestion(`${source.name}.csv`, present, 'files there')}`
        : 'the folder does not exist',
    }),
  )
}

/** A source that is not where it is declared. */
function complain(source: Source, project: string, problems: Problem[]): void {
  const place = source.yaml.place(['sources', source.name, 'path'])
  problems.push(
    formatOf(resolve(project, source.path))
      ? fault('missing-source', `source "${source.name}": ${source.path} does not exist`, {
          ...place,
          hint: 'mend the path, or point elsewhere with --sources DIR',
        })
      : fault('unknown-format', `source "${source.name}": "${source.path}" is of no known format`, {
          ...place,
          hint: `endings: ${Object.keys(FORMATS).join(', ')}`,
        }),
  )
}

function formatOf(path: string): Format | undefined {
  return FORMATS[path.split('.').at(-1)!]
}

/** Expands a glob as DuckDB reads it. */
async function expand(database: Database, pattern: string): Promise<string[]> {
  const rows = await database.rows<{file: string}>(
    'select files.file from glob($pattern) as files order by files.file',
    {pattern},
  )
  return rows.map(row => row.file)
}

function shown(path: string): string {
  const near = relative(process.cwd(), path)
  return near === '' ? '.' : near.startsWith('..') && near.length > path.length ? path : near
}
