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

/** Finds a source's files: under `sources` when given (`<name>.csv`, `.parquet`, `.ndjson`, `<name>/*.parquet`), else at its declared path. */
export async function locate(
  database: Database,
  source: Source,
  project: string,
  sources: string | undefined,
  problems: Problem[],
): Promise<Location | undefined> {
  return sources === undefined ? declared(database, source, project, problems) : pointed(source, sources, problems)
}

function pointed(source: Source, folder: string, problems: Problem[]): Location | undefined {
  for (const [extension, format] of Object.entries(FORMATS)) {
    const file = join(folder, `${source.name}.${extension}`)
    if (existsSync(file)) return {format, files: [file]}
  }
  const inner = join(folder, source.name)
  if (existsSync(inner) && statSync(inner).isDirectory()) {
    const files = readdirSync(inner)
      .filter(name => name.endsWith('.parquet'))
      .sort()
    if (files.length > 0) return {format: 'parquet', files: files.map(name => join(inner, name))}
  }
  const present = existsSync(folder) ? readdirSync(folder) : []
  problems.push(
    fault('missing-source', `source "${source.name}" is not in ${shown(folder)}`, {
      hint: existsSync(folder)
        ? `expected ${source.name}.csv, ${source.name}.parquet, ${source.name}.ndjson or ${source.name}/*.parquet; ${suggestion(`${source.name}.csv`, present, 'files there')}`
        : 'the folder does not exist',
    }),
  )
  return undefined
}

async function declared(
  database: Database,
  source: Source,
  project: string,
  problems: Problem[],
): Promise<Location | undefined> {
  const path = resolve(project, source.path)
  const format = FORMATS[path.split('.').at(-1)!]
  const place = source.yaml.place(['sources', source.name, 'path'])
  if (!format) {
    problems.push(
      fault('unknown-format', `source "${source.name}": "${source.path}" is of no known format`, {
        ...place,
        hint: `endings: ${Object.keys(FORMATS).join(', ')}`,
      }),
    )
    return undefined
  }
  const files = /[*?[]/.test(source.path) ? await expand(database, path) : existsSync(path) ? [path] : []
  if (files.length > 0) return {format, files}
  problems.push(
    fault('missing-source', `source "${source.name}": ${source.path} does not exist`, {
      ...place,
      hint: 'mend the path, or point elsewhere with --sources DIR',
    }),
  )
  return undefined
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
