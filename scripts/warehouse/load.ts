import {statSync} from 'node:fs'
import {relative} from 'node:path'
import type {Source} from '../catalog/models.ts'
import {fault, type Problem} from '../core/problem.ts'
import {nearest, suggestion} from '../core/suggest.ts'
import type {Database} from '../sql/duckdb.ts'
import {readCsvHeader} from './csv-header.ts'
import {loadCsv} from './load-csv.ts'
import {loadTyped} from './load-typed.ts'
import {type BadRow, fileList, firstLine, type LoadOptions} from './loading.ts'
import type {Location} from './locate.ts'

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
  // NDJSON leaves out what is NULL: only what is required must be there, and an empty file has no rows
  const optional =
    location.format === 'json'
      ? Object.entries(source.columns)
          .filter(([, column]) => column.nullable)
          .map(([name]) => name)
      : []
  if (location.format === 'json' && location.files.every(path => statSync(path).size === 0))
    return Object.keys(source.columns)
  try {
    const rows = await database.rows<{column_name: string}>(`describe select * from ${reader}`)
    return [...new Set([...rows.map(row => row.column_name), ...optional])]
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
