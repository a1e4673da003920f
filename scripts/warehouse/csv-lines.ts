import type {Source} from '../catalog/models.ts'
import {type Bindings, type Database, identifier, literal} from '../sql/duckdb.ts'
import {readCsvHeader} from './csv-header.ts'
import {type CsvRecord, csvRecords} from './csv-records.ts'

/** How every CSV file is read: nothing is guessed. */
export const CSV_OPTIONS =
  "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', new_line = '\\n'"

/** A readable row of a CSV file. */
export interface CsvRow {
  /** Where it stands; undefined where an unreadable row before it hides that. */
  readonly record: CsvRecord | undefined
  /** Names of the file's columns, in their order. */
  readonly columns: readonly string[]
  readonly fields: Readonly<Record<string, string | null>>
  /** The text that was asked for. */
  readonly told: string
}

/**
 * The first rows of a CSV file that satisfy a condition over its columns as text, with their places, and `tell`, an SQL text over the
 * same columns.
 */
export async function csvRowsWhere(
  database: Database,
  file: string,
  condition: string,
  tell: string,
  limit?: number,
  bindings: Bindings = {},
): Promise<CsvRow[]> {
  const columns = readCsvHeader(file, '', [], []) ?? []
  const declared = columns.map(column => `${literal(column)}: 'VARCHAR'`).join(', ')
  const rejects = 'rejects_of_rows'
  const reader = `read_csv(${literal(file)}, ${CSV_OPTIONS}, columns = {${declared}}, store_rejects = true, rejects_table = '${rejects}', rejects_scan = '${rejects}_scan', rejects_limit = 0)`
  const rows = await database.rows<Record<string, string | null> & {csv_number: number; csv_told: string}>(
    `with numbered as (select *, row_number() over () as csv_number from ${reader})
     select *, ${tell} as csv_told from numbered where ${condition} order by csv_number${limit === undefined ? '' : ` limit ${limit}`}`,
    bindings,
  )
  const unreadable = await database.rows<{starts_at: number}>(
    `select distinct line_byte_position - 1 as starts_at from ${identifier(rejects)}`,
  )
  await database.run(`drop table ${rejects}; drop table ${rejects}_scan`)
  const records = await csvRecords(
    file,
    new Set(rows.map(row => row.csv_number)),
    new Set(unreadable.map(row => row.starts_at)),
  )
  return rows.map(({csv_number: number, csv_told: told, ...fields}) => ({
    record: records.get(number),
    columns,
    fields,
    told,
  }))
}

/** SQL of a row's key as text, values joined by tabs, from its columns as text: the same for `2026-03-01T00:00:00Z` and `2026-03-01 00:00:00`. */
export function keyText(source: Source): string {
  return source.key
    .map(column => {
      const {type} = source.columns[column]!
      const name = identifier(column)
      const typed =
        type === 'TIMESTAMP' ? `try_cast(${name} as timestamptz) at time zone 'UTC'` : `try_cast(${name} as ${type})`
      return `coalesce(cast(${typed} as varchar), '')`
    })
    .join(' || chr(9) || ')
}
