import {relative} from 'node:path'
import type {Source} from '../catalog/models.ts'
import type {Project} from '../compile/load.ts'
import {fault, type Problem} from '../core/problem.ts'
import {nearest, suggestion} from '../core/suggest.ts'
import {type Database, identifier, literal} from '../sql/duckdb.ts'
import {readCsvHeader} from './csv-header.ts'
import {csvRowsWhere} from './csv-lines.ts'
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

/** How many bad rows are told one by one. */
const SHOWN = 10

/**
 * Reads a source's files into `sources.<name>`, typed as declared, timestamps in UTC. Problems are collected, each with its place;
 * gives the rows that were set aside.
 */
export async function loadSource(
  database: Database,
  source: Source,
  location: Location,
  options: LoadOptions,
  problems: Problem[],
): Promise<BadRow[]> {
  const file = shownFile(location, options.project.folder)
  const before = problems.length
  const present = await columnsOf(database, source, location, file, problems)
  if (!present) return []
  checkColumns(source, present, file, problems)
  if (problems.slice(before).some(problem => problem.severity === 'error')) return []
  const load = {csv: loadCsv, parquet: loadTyped, json: loadTyped}[location.format]
  return load(database, source, location, present, options, file, problems)
}

type Loader = (
  database: Database,
  source: Source,
  location: Location,
  present: readonly string[],
  options: LoadOptions,
  file: string,
  problems: Problem[],
) => Promise<BadRow[]>

const readType = (type: string) => (type === 'TIMESTAMP' ? 'TIMESTAMPTZ' : type)
const fileList = (location: Location) => `[${location.files.map(literal).join(', ')}]`

/** Declared columns of rows whose timestamps still carry their zone, replayed where asked. */
function finished(source: Source, rows: string, options: LoadOptions): string {
  const columns = Object.entries(source.columns).map(([column, {type}]) => {
    const name = identifier(column)
    return type === 'TIMESTAMP' ? `${name} at time zone 'UTC' as ${name}` : name
  })
  const select = `select\n    ${columns.join(',\n    ')}\nfrom ${rows}`
  return options.asOf === undefined ? select : replaySql(source, select, options.asOf, options.project)
}

const loadCsv: Loader = async (database, source, location, present, options, file, problems) => {
  const name = identifier(source.name)
  const rejects = `rejects_${source.name}`
  // timestamps are read as text: of a TIMESTAMPTZ column, DuckDB 1.5's CSV reader turns what it can't read into NULL without a word
  const textual = present.map(column => {
    const type = source.columns[column]?.type ?? 'VARCHAR'
    return `${literal(column)}: ${literal(type === 'TIMESTAMP' ? 'VARCHAR' : type)}`
  })
  const reader = `read_csv(${fileList(location)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', nullstr = '', new_line = '\\n', columns = {${textual.join(', ')}}, store_rejects = true, rejects_table = ${literal(rejects)}, rejects_scan = ${literal(`${rejects}_scan`)}, rejects_limit = 0)`
  const moments = Object.entries(source.columns)
    .filter(([, {type}]) => type === 'TIMESTAMP')
    .map(([column]) => identifier(column))
  const cast =
    moments.length === 0
      ? ''
      : ` replace (${moments.map(column => `try_cast(${column} as timestamptz) as ${column}`).join(', ')})`
  const text = `sources.${identifier(`text_of_${source.name}`)}`
  const faults = faultsOf(source).map(each => each.condition)
  const usable = faults.length === 0 ? '' : ` where not (${faults.join(' or ')})`
  let left = 0
  try {
    await database.run(`create or replace table ${text} as select * from ${reader}`)
    await database.run(
      `create or replace table sources.${name} as ${finished(source, `(select *${cast} from (select * from ${text}${usable}))`, options)}`,
    )
    const [counts] = await database.rows<{n: number}>(
      `select count(*) as n from ${text}${usable.replace('not (', '(')}`,
    )
    left = faults.length === 0 ? 0 : counts!.n
    await database.run(`drop table ${text}`)
  } catch (error) {
    problems.push(
      fault('unreadable-source', `source "${source.name}": ${file} cannot be read: ${firstLine(error)}`, {file}),
    )
    return []
  }
  const unreadable = await rejected(database, source, rejects)
  await database.run(
    `drop table if exists ${identifier(rejects)}; drop table if exists ${identifier(`${rejects}_scan`)}`,
  )
  const known = new Set(unreadable.map(row => row.line))
  const others = left === 0 ? [] : await unusable(database, source, location, present, left + unreadable.length)
  const bad = [...unreadable, ...others.filter(row => !known.has(row.line))].sort((a, b) => a.line - b.line)
  if (options.onBadRows === 'quarantine') return bad
  for (const row of bad.slice(0, SHOWN))
    problems.push(fault('bad-row', `${source.name}: ${row.reason}`, {file, line: row.line, column: 1}))
  if (bad.length > SHOWN) {
    const rest = bad.length - SHOWN
    problems.push(
      fault(
        'bad-row',
        `${source.name}: ${rest.toLocaleString('en-GB')} more row${rest === 1 ? '' : 's'} of ${file} cannot be used`,
        {hint: '--on-bad-rows quarantine sets them aside'},
      ),
    )
  }
  return []
}

/** Rows that DuckDB could not read, as it told them. */
async function rejected(database: Database, source: Source, rejects: string): Promise<BadRow[]> {
  const rows = await database.rows<{
    line: number
    column_name: string | null
    kind: string
    csv_line: string
    error_message: string
  }>(
    `select line, column_name, cast(error_type as varchar) as kind, csv_line, error_message from ${identifier(rejects)} order by line, column_name`,
  )
  const byLine = new Map<number, BadRow>()
  for (const row of rows) {
    const reason = reasonOf(source, row)
    const known = byLine.get(row.line)
    byLine.set(row.line, {
      source: source.name,
      line: row.line,
      raw: row.csv_line,
      reason: known ? `${known.reason}; ${reason}` : reason,
    })
  }
  return [...byLine.values()]
}

const KINDS: Readonly<Record<string, string>> = {
  'TOO MANY COLUMNS': 'the row has too many fields',
  'MISSING COLUMNS': 'the row has too few fields',
  'UNQUOTED VALUE': 'a quote is not closed, or stands inside an unquoted field',
  'LINE SIZE OVER MAXIMUM': 'the row is longer than 2 MB',
  'INVALID ENCODING': 'the row is not UTF-8',
  'INVALID STATE': 'a quote is not closed, or stands inside an unquoted field',
}

function reasonOf(source: Source, row: {column_name: string | null; kind: string; error_message: string}): string {
  const column = row.column_name ?? ''
  const declared = source.columns[column]
  if (row.kind !== 'CAST' || !declared) return KINDS[row.kind] ?? `the row cannot be read (${row.kind.toLowerCase()})`
  const value = /string "([\s\S]*?)" to/.exec(row.error_message)?.[1] ?? ''
  return `${column}: "${value}" is not ${EXPECTED[declared.type] ?? declared.type}`
}

const EXPECTED: Readonly<Record<string, string>> = {
  TIMESTAMP: 'a timestamp such as 2026-03-01T08:15:30Z',
  DATE: 'a date such as 2026-03-01',
  TIME: 'a time such as 08:15:00',
  BOOLEAN: 'true or false',
  INTEGER: 'a whole number',
  BIGINT: 'a whole number',
  DOUBLE: 'a number',
}

function requiredColumns(source: Source): string[] {
  return Object.entries(source.columns)
    .filter(([, column]) => !column.nullable)
    .map(([column]) => column)
}

/** What makes a row unusable although it can be read: an empty field where a value is required, a timestamp that is none. */
function faultsOf(source: Source): {condition: string; reason: string}[] {
  return Object.entries(source.columns).flatMap(([column, {type, nullable}]) => {
    const name = identifier(column)
    const unread = {
      condition: `(${name} is not null and try_cast(${name} as timestamptz) is null)`,
      reason: `${literal(`${column}: "`)} || ${name} || ${literal(`" is not ${EXPECTED.TIMESTAMP}`)}`,
    }
    const empty = {condition: `${name} is null`, reason: literal(`${column}: empty, and a value is required`)}
    return [...(type === 'TIMESTAMP' ? [unread] : []), ...(nullable ? [] : [empty])]
  })
}

/** Unusable rows of a CSV file, with every reason. */
async function unusable(
  database: Database,
  source: Source,
  location: Location,
  present: readonly string[],
  count: number,
): Promise<BadRow[]> {
  const faults = faultsOf(source)
  const condition = faults.map(each => each.condition).join(' or ')
  const reason = `concat_ws('; ', ${faults.map(each => `case when ${each.condition} then ${each.reason} end`).join(', ')})`
  const found = await csvRowsWhere(database, source, location, condition, reason, count)
  return found.map(({line, fields, told}) => ({
    source: source.name,
    line,
    raw: present.map(column => fields[column] ?? '').join(','),
    reason: told,
  }))
}

/** Parquet and NDJSON: columns have types of their own and are cast; a value that can't be is told with its row's number. */
const loadTyped: Loader = async (database, source, location, _present, options, file, problems) => {
  const name = identifier(source.name)
  const columns = Object.entries(source.columns)
  const text = columns.map(([column]) => `${literal(column)}: 'VARCHAR'`).join(', ')
  const reader =
    location.format === 'parquet'
      ? `read_parquet(${fileList(location)}, union_by_name = true)`
      : `read_json(${fileList(location)}, format = 'newline_delimited', columns = {${text}})`
  const cast = columns.map(
    ([column, {type}]) => `cast(${identifier(column)} as ${readType(type)}) as ${identifier(column)}`,
  )
  const kind = location.format === 'parquet' ? 'view' : 'table'
  const before = problems.length
  try {
    await database.run(
      `create or replace ${kind} sources.${name} as ${finished(source, `(select\n${cast.join(',\n')}\nfrom ${reader})`, options)}`,
    )
    const required = requiredColumns(source).map(
      column => `count(*) - count(${identifier(column)}) as ${identifier(column)}`,
    )
    const [empty] =
      required.length === 0
        ? [{}]
        : await database.rows<Record<string, number>>(`select ${required.join(', ')} from sources.${name}`)
    for (const [column, count] of Object.entries(empty as Record<string, number>)) {
      if (count > 0)
        problems.push(
          fault(
            'bad-row',
            `${source.name}: ${column}: empty in ${count.toLocaleString('en-GB')} row${count === 1 ? '' : 's'}, and a value is required`,
            {file},
          ),
        )
    }
  } catch (error) {
    for (const [column, {type}] of columns) {
      const wrong = await database
        .rows<{number: number; value: string}>(
          `select numbered.number, cast(numbered.value as varchar) as value from (select row_number() over () as number, ${identifier(column)} as value from ${reader}) as numbered where numbered.value is not null and try_cast(numbered.value as ${readType(type)}) is null limit ${SHOWN}`,
        )
        .catch(() => []) // the file itself can't be read: told below
      for (const row of wrong)
        problems.push(
          fault(
            'bad-row',
            `${source.name}: ${column}: "${row.value}" in row ${row.number} is not ${EXPECTED[type] ?? type}`,
            {file},
          ),
        )
    }
    if (problems.length === before)
      problems.push(
        fault('unreadable-source', `source "${source.name}": ${file} cannot be read: ${firstLine(error)}`, {file}),
      )
  }
  return []
}

/** The names of the columns in the file. */
async function columnsOf(
  database: Database,
  source: Source,
  location: Location,
  file: string,
  problems: Problem[],
): Promise<string[] | undefined> {
  if (location.format === 'csv') return readCsvHeader(location.files[0]!, file, Object.keys(source.columns), problems)
  const reader =
    location.format === 'parquet'
      ? `read_parquet(${fileList(location)}, union_by_name = true)`
      : `read_json(${fileList(location)}, format = 'newline_delimited', sample_size = -1)`
  try {
    const rows = await database.rows<{column_name: string}>(`describe select * from ${reader}`)
    return rows.map(row => row.column_name)
  } catch (error) {
    problems.push(
      fault('unreadable-source', `source "${source.name}": ${file} cannot be read: ${firstLine(error)}`, {file}),
    )
    return undefined
  }
}

function checkColumns(source: Source, present: readonly string[], file: string, problems: Problem[]) {
  const declared = Object.keys(source.columns)
  const extra = present.filter(column => !declared.includes(column))
  for (const column of declared.filter(name => !present.includes(name))) {
    const near = nearest(column, extra)
    const hint = near === undefined ? suggestion(column, present, 'columns there') : `is "${near}" meant?`
    problems.push(
      fault('missing-column', `source "${source.name}" has no column "${column}"`, {file, line: 1, column: 1, hint}),
    )
    if (near !== undefined) extra.splice(extra.indexOf(near), 1)
  }
  const twice = present.find((column, i) => present.indexOf(column) !== i)
  if (twice !== undefined)
    problems.push(
      fault('duplicate-column', `source "${source.name}" has two columns "${twice}"`, {file, line: 1, column: 1}),
    )
  for (const column of extra) {
    problems.push({
      code: 'extra-column',
      severity: 'warning',
      message: `source "${source.name}" has a column "${column}" that is not declared; it is left out`,
      file,
      line: 1,
      column: 1,
    })
  }
}

function shownFile(location: Location, project: string): string {
  const near = relative(project, location.files[0]!)
  return near.startsWith('..') ? relative(process.cwd(), location.files[0]!) : near
}

function firstLine(error: unknown): string {
  return (error as Error).message.split('\n')[0]!
}
