import {relative} from 'node:path'
import type {Source} from '../catalog/models.ts'
import type {Project} from '../compile/load.ts'
import {fault, type Problem} from '../core/problem.ts'
import {nearest, suggestion} from '../core/suggest.ts'
import {type Database, identifier, literal} from '../sql/duckdb.ts'
import type {Location} from './locate.ts'
import {replaySql} from './replay.ts'

/**
 * Reads a source's files into `sources.<name>`, typed as declared, timestamps in UTC, as it stood at `asOf` when given. Problems are
 * collected, each with its place.
 */
export async function loadSource(
  database: Database,
  source: Source,
  location: Location,
  project: Project,
  asOf: string | undefined,
  problems: Problem[],
): Promise<void> {
  const file = shownFile(location, project.folder)
  const replayed = (rows: string) => (asOf === undefined ? rows : replaySql(source, rows, asOf, project))
  const before = problems.length
  const present = await columnsOf(database, location, file, problems)
  if (!present) return
  checkColumns(source, present, file, problems)
  if (problems.slice(before).some(problem => problem.severity === 'error')) return

  const name = identifier(source.name)
  const select = Object.entries(source.columns)
    .map(
      ([column, {type}]) =>
        `    ${type === 'TIMESTAMP' ? `${identifier(column)} at time zone 'UTC'` : identifier(column)} as ${identifier(column)}`,
    )
    .join(',\n')
  try {
    if (location.format === 'parquet') {
      const cast = Object.entries(source.columns)
        .map(([column, {type}]) => `    cast(${identifier(column)} as ${readType(type)}) as ${identifier(column)}`)
        .join(',\n')
      await database.run(
        `create or replace view sources.${name} as ${replayed(`select\n${select}\nfrom (select\n${cast}\nfrom read_parquet(${fileList(location)}))`)}`,
      )
      await database.rows(`select count(*) from sources.${name}`)
      return
    }
    const rejects = `rejects_${source.name}`
    const reader =
      location.format === 'csv' ? csvReader(source, present, location, rejects) : jsonReader(source, location)
    await database.run(`create or replace table sources.${name} as ${replayed(`select\n${select}\nfrom ${reader}`)}`)
    if (location.format === 'csv') await reportRejects(database, source, rejects, file, problems)
  } catch (error) {
    problems.push(
      fault('unreadable-source', `source "${source.name}": ${file} cannot be read: ${firstLine(error)}`, {file}),
    )
  }
}

/** Empty required fields, as one problem per column. */
export async function checkRequired(
  database: Database,
  source: Source,
  location: Location,
  project: string,
  problems: Problem[],
): Promise<void> {
  const required = Object.entries(source.columns)
    .filter(([, column]) => !column.nullable)
    .map(([column]) => column)
  if (required.length === 0) return
  const counts = required.map(column => `count(*) - count(${identifier(column)}) as ${identifier(column)}`).join(', ')
  const [row] = await database.rows<Record<string, number>>(`select ${counts} from sources.${identifier(source.name)}`)
  for (const column of required) {
    const empty = row![column]!
    if (empty > 0)
      problems.push(
        fault(
          'empty-value',
          `${source.name}.${column} is empty in ${empty} row${empty === 1 ? '' : 's'}; a value is required`,
          {file: shownFile(location, project), hint: 'declare the column nullable if it may be empty'},
        ),
      )
  }
}

const readType = (type: string) => (type === 'TIMESTAMP' ? 'TIMESTAMPTZ' : type)
const fileList = (location: Location) => `[${location.files.map(literal).join(', ')}]`

function csvReader(source: Source, present: readonly string[], location: Location, rejects: string): string {
  const columns = present.map(
    column => `${literal(column)}: ${literal(readType(source.columns[column]?.type ?? 'VARCHAR'))}`,
  )
  return `read_csv(${fileList(location)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', nullstr = '', new_line = ${literal('\\n')}, columns = {${columns.join(', ')}}, store_rejects = true, rejects_table = ${literal(rejects)}, rejects_scan = ${literal(`${rejects}_scan`)}, rejects_limit = 100)`
}

function jsonReader(source: Source, location: Location): string {
  const columns = Object.entries(source.columns).map(
    ([column, {type}]) => `${literal(column)}: ${literal(readType(type))}`,
  )
  return `read_json(${fileList(location)}, format = 'auto', columns = {${columns.join(', ')}})`
}

/** The names of the columns in the file; of CSV, the first row. */
async function columnsOf(
  database: Database,
  location: Location,
  file: string,
  problems: Problem[],
): Promise<string[] | undefined> {
  const reader = {
    csv: `read_csv(${literal(location.files[0]!)}, all_varchar = true, header = true, delim = ',', quote = '"', escape = '"', sample_size = 1, ignore_errors = true, null_padding = true)`,
    parquet: `read_parquet(${fileList(location)})`,
    json: `read_json(${fileList(location)}, sample_size = -1)`,
  }[location.format]
  try {
    const rows = await database.rows<{column_name: string}>(`describe select * from ${reader}`)
    return rows.map(row => row.column_name)
  } catch (error) {
    problems.push(fault('unreadable-source', `${file} cannot be read: ${firstLine(error)}`, {file}))
    return undefined
  }
}

function checkColumns(source: Source, present: readonly string[], file: string, problems: Problem[]) {
  const declared = Object.keys(source.columns)
  const extra = present.filter(column => !declared.includes(column))
  for (const column of declared.filter(name => !present.includes(name))) {
    const near = nearest(column, extra)
    problems.push(
      fault('missing-column', `source "${source.name}" has no column "${column}"`, {
        file,
        line: 1,
        column: 1,
        hint: near === undefined ? suggestion(column, present, 'columns there') : `is "${near}" meant?`,
      }),
    )
    if (near !== undefined) extra.splice(extra.indexOf(near), 1)
  }
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

async function reportRejects(database: Database, source: Source, rejects: string, file: string, problems: Problem[]) {
  const rows = await database.rows<{
    line: number
    column_name: string | null
    error_type: string
    csv_line: string
    error_message: string
  }>(
    `select distinct line, column_name, cast(error_type as varchar) as error_type, csv_line, error_message from ${identifier(rejects)} order by line, column_name limit 20`,
  )
  for (const row of rows) {
    const column = row.column_name ?? undefined
    const declared = column === undefined ? undefined : source.columns[column]
    const value = /"((?:[^"]|"")*)"/.exec(row.error_message)?.[1]
    const message =
      row.error_type === 'CAST' && declared
        ? `${source.name}.${column}: ${value === undefined ? 'the value' : `"${value}"`} is not ${declared.type}`
        : `${source.name}: the row cannot be read (${row.error_type.toLowerCase().replaceAll('_', ' ')})`
    problems.push(fault('bad-row', message, {file, line: row.line, column: 1}))
  }
}

function shownFile(location: Location, project: string): string {
  const near = relative(project, location.files[0]!)
  return near.startsWith('..') ? relative(process.cwd(), location.files[0]!) : near
}

function firstLine(error: unknown): string {
  return (error as Error).message.split('\n')[0]!
}
