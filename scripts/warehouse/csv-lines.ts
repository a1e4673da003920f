import type {Source} from '../catalog/models.ts'
import {type Bindings, type Database, identifier, literal} from '../sql/duckdb.ts'
import {readCsvHeader} from './csv-header.ts'
import type {Location} from './locate.ts'

/** A row of a CSV file: the line on which it begins, and its fields as text by column. */
export interface CsvRow {
  readonly line: number
  readonly fields: Readonly<Record<string, string | null>>
  /** The text that was asked for. */
  readonly told: string
}

/**
 * The first rows of a CSV file that satisfy a condition over its columns as text, with their lines and `tell`, an SQL text over the
 * same columns. A row's line is its number, the
 * header's line, and the line breaks inside the quoted fields before it.
 */
export async function csvRowsWhere(
  database: Database,
  _source: Source,
  location: Location,
  condition: string,
  tell: string,
  limit: number,
  bindings: Bindings = {},
): Promise<CsvRow[]> {
  if (location.format !== 'csv') return []
  const columns = readCsvHeader(location.files[0]!, '', [], []) ?? []
  const declared = columns.map(column => `${literal(column)}: 'VARCHAR'`).join(', ')
  const reader = `read_csv(${literal(location.files[0]!)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', nullstr = '', new_line = '\\n', columns = {${declared}}, ignore_errors = true, null_padding = false)`
  const names = columns.map(identifier)
  const breaks = names
    .map(name => `length(coalesce(${name}, '')) - length(replace(coalesce(${name}, ''), chr(10), ''))`)
    .join(' + ')
  const rows = await database.rows<Record<string, string | null> & {csv_line: number; csv_told: string}>(
    `with numbered as (select *, row_number() over () as csv_number, ${breaks} as csv_breaks from ${reader}),
     placed as (select * exclude (csv_number, csv_breaks), 1 + csv_number + coalesce(sum(csv_breaks) over (order by csv_number rows between unbounded preceding and 1 preceding), 0) as csv_line from numbered)
     select * replace (cast(csv_line as bigint) as csv_line), ${tell} as csv_told from placed where ${condition} order by csv_line limit ${limit}`,
    bindings,
  )
  return rows.map(({csv_line: line, csv_told: told, ...fields}) => ({line, told, fields}))
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
