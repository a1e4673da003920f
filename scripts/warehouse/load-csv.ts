import type {Source} from '../catalog/models.ts'
import {fault} from '../core/problem.ts'
import {type Database, identifier, literal} from '../sql/duckdb.ts'
import {csvRowsWhere} from './csv-lines.ts'
import {type BadRow, EXPECTED, fileList, finished, firstLine, type Loader, SHOWN} from './loading.ts'
import type {Location} from './locate.ts'

/** CSV: every row that can't be read or used is told with its line, or set aside. */
export const loadCsv: Loader = async (database, source, location, present, options, file, problems) => {
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
