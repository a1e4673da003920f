import type {Source} from '../catalog/models.ts'
import {type Database, identifier, literal} from '../sql/duckdb.ts'
import type {Location} from './locate.ts'

/**
 * Lines of a CSV file on which rows with these keys begin: key (values joined by a tab) → lines. A row's line is its number, the
 * header's line, and the line breaks inside the quoted fields before it.
 */
export async function linesOfKeys(
  database: Database,
  source: Source,
  location: Location,
  keys: readonly string[],
): Promise<Map<string, number[]>> {
  const lines = new Map<string, number[]>()
  if (location.format !== 'csv' || keys.length === 0) return lines
  const reader = `read_csv(${literal(location.files[0]!)}, all_varchar = true, header = true, delim = ',', quote = '"', escape = '"', nullstr = '', auto_detect = true, ignore_errors = true, null_padding = true)`
  const columns = Object.keys(source.columns).map(identifier)
  const breaks = columns
    .map(column => `length(coalesce(${column}, '')) - length(replace(coalesce(${column}, ''), chr(10), ''))`)
    .join(' + ')
  const key = source.key.map(column => `coalesce(${identifier(column)}, '')`).join(` || chr(9) || `)
  const rows = await database.rows<{key: string; line: number}>(
    `with numbered as (select ${key} as key, row_number() over () as number, ${breaks} as breaks from ${reader}),
     placed as (select key, 1 + number + coalesce(sum(breaks) over (order by number rows between unbounded preceding and 1 preceding), 0) as line from numbered)
     select key, cast(line as bigint) as line from placed where list_contains($keys, key) order by line`,
    {keys: [...keys]},
  )
  for (const row of rows) lines.set(row.key, [...(lines.get(row.key) ?? []), row.line])
  return lines
}
