import type {Source} from '../catalog/models.ts'
import {fault} from '../core/problem.ts'
import {type Database, identifier, literal} from '../sql/duckdb.ts'
import {
  type BadRow,
  EXPECTED,
  finished,
  firstLine,
  type Loader,
  readType,
  reportBadRows,
  SHOWN,
  setAside,
} from './loading.ts'
import type {Location} from './locate.ts'

/** Parquet and NDJSON: columns have types of their own and are cast; a row with a value that can't be is told with its number, or set aside. */
export const loadTyped: Loader = async (database, source, location, options, shown, problems) => {
  const {files, format} = location
  const name = identifier(source.name)
  const columns = Object.entries(source.columns)
  const cast = (how: 'cast' | 'try_cast') =>
    columns
      .map(([column, {type}]) => `${how}(${identifier(column)} as ${readType(type)}) as ${identifier(column)}`)
      .join(',\n')
  const create = (kind: 'view' | 'table', rows: string) =>
    database.run(`create or replace ${kind} sources.${name} as ${finished(source, rows, options)}`)
  let reason: unknown
  try {
    await create(format === 'parquet' ? 'view' : 'table', `(select\n${cast('cast')}\nfrom ${reader(source, location)})`)
    if (!(await lacksValues(database, source))) return []
  } catch (error) {
    reason = error
  }
  try {
    const limit = options.onBadRows === 'quarantine' ? undefined : SHOWN
    const bad: BadRow[] = []
    let total = 0
    for (const file of files) {
      const found = await unusableRows(database, source, file, format, limit)
      bad.push(...found.rows)
      total += found.total
    }
    if (bad.length > 0 && options.onBadRows === 'quarantine') {
      const rows = files
        .map(file => `select * from ${numberedRows(source, file, format)}`)
        .join('\nunion all by name\n')
      if (format === 'parquet') await database.run(`drop view if exists sources.${name}`)
      await create('table', `(select\n${cast('try_cast')}\nfrom (${rows}) where not (${faulty(source, format)}))`)
      return setAside(bad, shown)
    }
    reportBadRows(source, bad, total, shown, problems)
    if (bad.length > 0) return []
  } catch (error) {
    reason ??= error
  }
  const path = files.find(each => (reason as Error).message.includes(each)) ?? files[0]!
  const file = shown(path)
  const message = `source "${source.name}": ${file} cannot be read: ${firstLine(reason, path)}`
  problems.push(fault('unreadable-source', message, {file}))
  return []
}

function reader(source: Source, {files, format}: Location): string {
  const list = `[${files.map(literal).join(', ')}]`
  if (format === 'parquet') return `read_parquet(${list}, union_by_name = true)`
  const text = Object.keys(source.columns).map(column => `${literal(column)}: 'VARCHAR'`)
  return `read_json(${list}, format = 'newline_delimited', columns = {${text.join(', ')}})`
}

/** A file's rows with their numbers (`file_row`) and, of NDJSON, their text (`file_line`): also those that can't be read. */
function numberedRows(source: Source, file: string, format: Location['format']): string {
  if (format === 'parquet')
    return `(select *, row_number() over () as file_row, cast(null as varchar) as file_line from read_parquet(${literal(file)}))`
  const columns = Object.keys(source.columns).map(
    column =>
      `case when json_valid(file_line) then json_extract_string(file_line, ${literal(`$."${column}"`)}) end as ${identifier(column)}`,
  )
  return `(select ${columns.join(', ')}, file_row, file_line from (
    select unnest(lines) as file_line, generate_subscripts(lines, 1) as file_row
    from (select string_split(content, chr(10)) as lines from read_text(${literal(file)}))
  ) where trim(file_line, ' ' || chr(9) || chr(13)) <> '')`
}

/** Whether a required value is missing in what was loaded. */
async function lacksValues(database: Database, source: Source): Promise<boolean> {
  const required = Object.entries(source.columns)
    .filter(([, column]) => !column.nullable)
    .map(([column]) => `count(${identifier(column)})`)
  if (required.length === 0) return false
  const [row] = await database.rows<{lacking: boolean}>(
    `select count(*) > least(${[...required, 'count(*)'].join(', ')}) as lacking from sources.${identifier(source.name)}`,
  )
  return row!.lacking
}

/** What makes a row unusable: it is no JSON, a value that can't be cast, or none where one is required. */
function faultsOf(source: Source, format: Location['format']): {condition: string; reason: string}[] {
  const isRow = 'json_valid(file_line)'
  const faults = Object.entries(source.columns).flatMap(([column, {type, nullable}]) => {
    const name = identifier(column)
    const unread = {
      condition: `(${name} is not null and try_cast(${name} as ${readType(type)}) is null)`,
      reason: `${literal(`${column}: "`)} || cast(${name} as varchar) || ${literal(`" is not ${EXPECTED[type] ?? type}`)}`,
    }
    const empty = {
      condition: format === 'json' ? `(${isRow} and ${name} is null)` : `${name} is null`,
      reason: literal(`${column}: empty, and a value is required`),
    }
    return [...(type === 'VARCHAR' ? [] : [unread]), ...(nullable ? [] : [empty])]
  })
  return format === 'json' ? [{condition: `not ${isRow}`, reason: literal('the line is not JSON')}, ...faults] : faults
}

function faulty(source: Source, format: Location['format']): string {
  return (
    faultsOf(source, format)
      .map(each => each.condition)
      .join(' or ') || 'false'
  )
}

async function unusableRows(
  database: Database,
  source: Source,
  file: string,
  format: Location['format'],
  limit: number | undefined,
): Promise<{total: number; rows: BadRow[]}> {
  const from = `from ${numberedRows(source, file, format)} where ${faulty(source, format)}`
  const [counted] = await database.rows<{total: number}>(`select count(*) as total ${from}`)
  if (counted!.total === 0) return {total: 0, rows: []}
  const told = faultsOf(source, format).map(({condition, reason}) => `case when ${condition} then ${reason} end`)
  const columns = Object.keys(source.columns).map(column => `${literal(column)}: ${identifier(column)}`)
  const rows = await database.rows<{number: number; reason: string; raw: string}>(
    `select file_row as number, concat_ws('; ', ${told.join(', ')}) as reason,
       coalesce(file_line, cast(to_json({${columns.join(', ')}}) as varchar)) as raw
     ${from} order by file_row${limit === undefined ? '' : ` limit ${limit}`}`,
  )
  return {
    total: counted!.total,
    rows: rows.map(({number, reason, raw}) => ({
      source: source.name,
      file,
      line: number,
      raw: raw.replace(/\r$/, ''),
      reason,
    })),
  }
}
