import type {Source} from '../catalog/models.ts'
import type {Project} from '../compile/load.ts'
import type {Problem} from '../core/problem.ts'
import {type Database, identifier, literal} from '../sql/duckdb.ts'
import type {Location} from './locate.ts'
import {replaySql} from './replay.ts'

/** A row that could not be read, set aside. */
export interface BadRow {
  readonly source: string
  readonly line: number
  readonly raw: string
  readonly reason: string
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
  present: readonly string[],
  options: LoadOptions,
  file: string,
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

/** The first line of DuckDB's message. */
export function firstLine(error: unknown): string {
  return (error as Error).message.split('\n')[0]!
}
