import type {Source} from '../catalog/models.ts'
import {groupBy} from '../core/group-by.ts'
import {linesAt} from '../core/lines.ts'
import {type Database, identifier} from '../sql/duckdb.ts'
import {type CsvPlace, type CsvRecord, fieldPlace} from './csv-records.ts'
import {type BadRow, EXPECTED} from './loading.ts'

interface Reject {
  readonly file: string
  readonly starts_at: number
  readonly column_index: number
  readonly column_name: string | null
  readonly kind: string
  readonly csv_line: string
  readonly error_message: string
}

/**
 * What DuckDB could not read of CSV files, from the table in which it left that (which is dropped): how many rows, and the first of
 * them (or all) with every reason.
 */
export async function unreadableRows(
  database: Database,
  source: Source,
  rejects: string,
  limit?: number,
): Promise<{total: number; rows: BadRow[]}> {
  const [table, scans] = [identifier(rejects), identifier(`${rejects}_scan`)]
  const [counted] = await database.rows<{total: number}>(
    `select count(*) as total from (select distinct scan_id, file_id, line_byte_position from ${table})`,
  )
  const rows = await database.rows<Reject>(
    `with told as (
       select distinct scan_id, file_id, line_byte_position from ${table} order by all${limit === undefined ? '' : ` limit ${limit}`}
     )
     select scans.file_path as file, rejects.line_byte_position - 1 as starts_at, rejects.column_idx as column_index, rejects.column_name,
       cast(rejects.error_type as varchar) as kind, rejects.csv_line, rejects.error_message
     from ${table} as rejects
     inner join told on rejects.scan_id = told.scan_id and rejects.file_id = told.file_id and rejects.line_byte_position = told.line_byte_position
     inner join ${scans} as scans on rejects.scan_id = scans.scan_id and rejects.file_id = scans.file_id
     order by file, starts_at, column_index`,
  )
  await database.run(`drop table ${table}; drop table ${scans}`)
  const bad = [...groupBy(rows, row => row.file)].flatMap(([file, inFile]) => {
    const byRow = [...groupBy(inFile, row => row.starts_at)]
    // DuckDB's own line numbers leave out line breaks within quoted fields
    const lines = linesAt(
      file,
      byRow.map(([at]) => at),
    )
    return byRow.map(([, same], i) => badRow(source, file, lines[i]!, same))
  })
  return {total: counted!.total, rows: bad}
}

function badRow(source: Source, file: string, line: number, same: readonly Reject[]): BadRow {
  const text = same[0]!.csv_line
  const raw = text.replace(/^[\r\n]+/, '').replace(/[\r\n]+$/, '')
  const blank = /^[\r\n]*/.exec(text)![0].split('\n').length - 1
  const record: CsvRecord = {line: line + blank, raw}
  const shape = same.find(each => each.kind !== 'CAST')
  const told = shape ? [shape] : same // of a row with too many fields, no field is known to be what it seems
  return {
    source: source.name,
    file,
    line: record.line,
    raw,
    reason: told.map(each => reasonOf(source, each)).join('; '),
    place: placeOf(record, told[0]!),
  }
}

/** The wrong value; of a row with too few fields, its end. */
function placeOf(record: CsvRecord, {kind, column_index: index}: Reject): CsvPlace | undefined {
  const place = fieldPlace(record, kind === 'MISSING COLUMNS' ? Number.MAX_SAFE_INTEGER : index - 1)
  return kind === 'CAST' ? place : place && {...place, length: 1}
}

const KINDS: Readonly<Record<string, string>> = {
  'TOO MANY COLUMNS': 'the row has too many fields',
  'MISSING COLUMNS': 'the row has too few fields',
  'UNQUOTED VALUE': 'a quote is not closed, or stands inside an unquoted field',
  'LINE SIZE OVER MAXIMUM': 'the row is longer than 2 MB',
  'INVALID ENCODING': 'the row is not UTF-8',
  'INVALID STATE': 'a quote is not closed, or stands inside an unquoted field',
}

function reasonOf(source: Source, row: Reject): string {
  const column = row.column_name ?? ''
  const declared = source.columns[column]
  if (row.kind !== 'CAST' || !declared) return KINDS[row.kind] ?? `the row cannot be read (${row.kind.toLowerCase()})`
  const value = /string "([\s\S]*?)" to/.exec(row.error_message)?.[1] ?? ''
  return `${column}: "${value}" is not ${EXPECTED[declared.type] ?? declared.type}`
}
