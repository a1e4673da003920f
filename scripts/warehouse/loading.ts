import {basename} from 'node:path'
import type {Source} from '../catalog/models.ts'
import type {Project} from '../compile/load.ts'
import {fault, type Problem} from '../core/problem.ts'
import {type Database, identifier, literal} from '../sql/duckdb.ts'
import type {CsvPlace} from './csv-records.ts'
import type {Location} from './locate.ts'
import {replaySql} from './replay.ts'

/** A row that could not be read or used. */
export interface BadRow {
  readonly source: string
  /** Absolute path; where it is set aside, as it is shown. */
  readonly file: string
  /** 1-based: the line on which it begins; of Parquet its number. */
  readonly line: number
  readonly raw: string
  readonly reason: string
  /** Of the first wrong value. */
  readonly place?: CsvPlace
}

export interface LoadOptions {
  readonly project: Project
  /** As it stood at this UTC instant. */
  readonly asOf?: string
  /** `fail`: rows that can't be read are problems; `quarantine`: they are set aside. */
  readonly onBadRows: 'fail' | 'quarantine'
}

/** Reads a source of one format into `sources.<name>`; gives the rows that were set aside. */
export type Loader = (
  database: Database,
  source: Source,
  location: Location,
  options: LoadOptions,
  /** How a file's path is shown. */
  shown: (file: string) => string,
  problems: Problem[],
) => Promise<BadRow[]>

/** How many bad rows are told one by one. */
export const SHOWN = 10

/** The type with which a column is read: timestamps keep their zone until they are UTC. */
export const readType = (type: string) => (type === 'TIMESTAMP' ? 'TIMESTAMPTZ' : type)
/** A location's files as an SQL list. */
export const fileList = (location: Location) => `[${location.files.map(literal).join(', ')}]`

/** Declared columns of rows whose timestamps still carry their zone, replayed where asked. */
export function finished(source: Source, rows: string, options: LoadOptions): string {
  const columns = Object.entries(source.columns).map(([column, {type}]) => {
    const name = identifier(column)
    return type === 'TIMESTAMP' ? `${name} at time zone 'UTC' as ${name}` : name
  })
  const select = `select\n    ${columns.join(',\n    ')}\nfrom ${rows}`
  return options.asOf === undefined ? select : replaySql(source, select, options.asOf, options.project)
}

/** What a value of a type looks like, for messages. */
export const EXPECTED: Readonly<Record<string, string>> = {
  TIMESTAMP: 'a timestamp such as 2026-03-01T08:15:30Z',
  DATE: 'a date such as 2026-03-01',
  TIME: 'a time such as 08:15:00',
  BOOLEAN: 'true or false',
  INTEGER: 'a whole number',
  BIGINT: 'a whole number',
  DOUBLE: 'a number',
}

/** The first line of DuckDB's message, without its kind and without the folder of the file it names. */
export function firstLine(error: unknown, file = ''): string {
  const [line = ''] = (error as Error).message.split('\n')
  const words = line.replace(/^[\w ]+ Error: /, '').trim()
  return file === '' ? words : words.replaceAll(file, basename(file))
}

/** Tells the first bad rows of a source one by one, and how many more there are of the `total`. */
export function reportBadRows(
  source: Source,
  bad: readonly BadRow[],
  total: number,
  shown: (file: string) => string,
  problems: Problem[],
): void {
  for (const row of bad.slice(0, SHOWN)) {
    const isText = !row.file.endsWith('.parquet')
    const place = row.place ?? (isText && row.line > 0 ? {line: row.line, column: 1} : {})
    const number = isText ? '' : `row ${row.line.toLocaleString('en-GB')}: `
    problems.push(fault('bad-row', `${source.name}: ${number}${cut(row.reason)}`, {file: shown(row.file), ...place}))
  }
  const rest = total - Math.min(bad.length, SHOWN)
  if (rest > 0)
    problems.push(
      fault(
        'bad-row',
        `${source.name}: ${rest.toLocaleString('en-GB')} more row${rest === 1 ? '' : 's'} cannot be used`,
        {
          hint: '--on-bad-rows quarantine sets them aside',
        },
      ),
    )
}

/** The rows with their files as they are shown. */
export function setAside(bad: readonly BadRow[], shown: (file: string) => string): BadRow[] {
  return bad.map(row => ({...row, file: shown(row.file)}))
}

function cut(text: string): string {
  return text.length > 400 ? `${text.slice(0, 300)}… (${text.length.toLocaleString('en-GB')} characters)` : text
}
