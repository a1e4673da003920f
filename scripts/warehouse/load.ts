import {statSync} from 'node:fs'
import {relative} from 'node:path'
import type {Source} from '../catalog/models.ts'
import {readLines} from '../core/lines.ts'
import {fault, type Problem} from '../core/problem.ts'
import {nearest, suggestion} from '../core/suggest.ts'
import type {Database} from '../sql/duckdb.ts'
import {readCsvHeader} from './csv-header.ts'
import {fieldPlace} from './csv-records.ts'
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
  const shown = (file: string) => shownFile(file, options.project.folder)
  const before = problems.length
  // every CSV file has its own header; of other formats, the files' columns are taken together
  const parts = location.format === 'csv' ? location.files.map(file => ({...location, files: [file]})) : [location]
  for (const part of parts) {
    const file = shown(part.files[0]!)
    const present = await columnsOf(database, source, part, file, problems)
    if (present) checkColumns(source, present, headerPlace(part.format, part.files[0]!, file), problems)
  }
  if (problems.slice(before).some(problem => problem.severity === 'error')) return []
  const load = location.format === 'csv' ? loadCsv : loadTyped
  return load(database, source, location, options, shown, problems)
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
      : `read_json(${fileList(location)}, format = 'newline_delimited', sample_size = -1, ignore_errors = true)`
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
      fault(
        'unreadable-source',
        `source "${source.name}": ${file} cannot be read: ${firstLine(error, location.files[0]!)}`,
        {file},
      ),
    )
    return undefined
  }
}

/** Columns that are missing, stand twice or are not declared, each with its place (`placeOf`: of the n-th column there). */
function checkColumns(
  source: Source,
  present: readonly string[],
  placeOf: (index: number) => Pick<Problem, 'file' | 'line' | 'column' | 'length'>,
  problems: Problem[],
) {
  const declared = Object.keys(source.columns)
  const extra = present.filter(column => !declared.includes(column))
  for (const column of declared.filter(name => !present.includes(name))) {
    const near = nearest(column, extra)
    const hint = near === undefined ? suggestion(column, present, 'columns there') : `is "${near}" meant?`
    const place = placeOf(near === undefined ? 0 : present.indexOf(near))
    problems.push(fault('missing-column', `source "${source.name}" has no column "${column}"`, {...place, hint}))
    if (near !== undefined) extra.splice(extra.indexOf(near), 1)
  }
  const twice = present.findIndex((column, i) => present.indexOf(column) !== i)
  if (twice >= 0)
    problems.push(
      fault('duplicate-column', `source "${source.name}" has two columns "${present[twice]}"`, placeOf(twice)),
    )
  for (const column of extra) {
    problems.push({
      code: 'extra-column',
      severity: 'warning',
      message: `source "${source.name}" has a column "${column}" that is not declared; it is left out`,
      ...placeOf(present.indexOf(column)),
    })
  }
}

/** Of a CSV file, a column's name in its first line; of other files, the file. */
function headerPlace(format: Location['format'], path: string, file: string) {
  if (format !== 'csv') return () => ({file})
  const [first = ''] = readLines(path, 1, 1)
  const record = {line: 1, raw: first.replace(/^\uFEFF/, '')}
  return (index: number) => ({file, line: 1, ...(fieldPlace(record, index) ?? {column: 1})})
}

function shownFile(file: string, project: string): string {
  const near = relative(project, file)
  return near.startsWith('..') ? relative(process.cwd(), file) : near
}
