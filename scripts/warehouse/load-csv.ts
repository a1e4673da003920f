import type {Source} from '../catalog/models.ts'
import {groupBy} from '../core/group-by.ts'
import {fault} from '../core/problem.ts'
import {type Database, identifier, literal} from '../sql/duckdb.ts'
import {readCsvHeader} from './csv-header.ts'
import {CSV_OPTIONS, csvRowsWhere} from './csv-lines.ts'
import {fieldPlace} from './csv-records.ts'
import {type BadRow, EXPECTED, finished, firstLine, type Loader, reportBadRows, SHOWN, setAside} from './loading.ts'
import {unreadableRows} from './rejected-rows.ts'

/** CSV: every row that can't be read or used is told with its line, or set aside. */
export const loadCsv: Loader = async (database, source, location, options, shown, problems) => {
  const name = identifier(source.name)
  const text = `sources.${identifier(`text_of_${source.name}`)}`
  const readers = readersOf(source, location.files)
  const rows = readers.map(reader => `select * from ${reader.sql}`).join('\nunion all by name\n')
  const faults = faultsOf(source).map(each => each.condition)
  const faulty = faults.length === 0 ? 'false' : faults.join(' or ')
  const moments = Object.entries(source.columns)
    .filter(([, {type}]) => type === 'TIMESTAMP')
    .map(([column]) => identifier(column))
  const cast =
    moments.length === 0
      ? ''
      : ` replace (${moments.map(column => `try_cast(${column} as timestamptz) as ${column}`).join(', ')})`
  let left = 0
  try {
    await database.run(`create or replace table ${text} as ${rows}`)
    await database.run(
      `create or replace table sources.${name} as ${finished(source, `(select *${cast} from (select * from ${text} where not (${faulty})))`, options)}`,
    )
    const [counts] = await database.rows<{n: number}>(`select count(*) as n from ${text} where ${faulty}`)
    left = counts!.n
    await database.run(`drop table ${text}`)
  } catch (error) {
    const file = shown(location.files[0]!)
    problems.push(
      fault(
        'unreadable-source',
        `source "${source.name}": ${file} cannot be read: ${firstLine(error, location.files[0]!)}`,
        {file},
      ),
    )
    return []
  }
  // to quarantine, every bad row is needed; to tell them, the first few are, and their number
  const limit = options.onBadRows === 'quarantine' ? undefined : SHOWN
  const unreadable: BadRow[] = []
  let total = left
  for (const reader of readers) {
    const found = await unreadableRows(database, source, reader.rejects, limit)
    unreadable.push(...found.rows)
    total += found.total
  }
  const known = new Set(unreadable.map(row => `${row.file}:${row.line}`))
  const others = left === 0 ? [] : await unusableRows(database, source, location.files, limit && limit + known.size)
  const bad = [...unreadable, ...others.filter(row => !known.has(`${row.file}:${row.line}`))]
  const order = new Map(location.files.map((file, i) => [file, i]))
  bad.sort((a, b) => order.get(a.file)! - order.get(b.file)! || a.line - b.line)
  if (options.onBadRows === 'quarantine') return setAside(bad, shown)
  reportBadRows(source, bad, total, shown, problems)
  return []
}

interface Reader {
  /** A call of `read_csv`. */
  readonly sql: string
  /** The table in which it leaves what it can't read. */
  readonly rejects: string
}

/** One reader for all files with the same header. */
function readersOf(source: Source, files: readonly string[]): Reader[] {
  const byHeader = groupBy(files, file => JSON.stringify(readCsvHeader(file, '', [], [])))
  return [...byHeader].map(([header, same], i) => {
    // timestamps are read as text: of a TIMESTAMPTZ column, DuckDB 1.5's CSV reader turns what it can't read into NULL without a word
    const columns = (JSON.parse(header) as string[]).map(column => {
      const type = source.columns[column]?.type ?? 'VARCHAR'
      return `${literal(column)}: ${literal(type === 'TIMESTAMP' ? 'VARCHAR' : type)}`
    })
    const rejects = `rejects_${source.name}_${i + 1}`
    return {
      rejects,
      sql: `read_csv([${same.map(literal).join(', ')}], ${CSV_OPTIONS}, columns = {${columns.join(', ')}}, store_rejects = true, rejects_table = ${literal(rejects)}, rejects_scan = ${literal(`${rejects}_scan`)}, rejects_limit = 0)`,
    }
  })
}

/** What makes a row unusable although it can be read: an empty field where a value is required, a timestamp that is none. */
function faultsOf(source: Source): {column: string; condition: string; reason: string}[] {
  return Object.entries(source.columns).flatMap(([column, {type, nullable}]) => {
    const name = identifier(column)
    const unread = {
      column,
      condition: `(${name} is not null and try_cast(${name} as timestamptz) is null)`,
      reason: `${literal(`${column}: "`)} || ${name} || ${literal(`" is not ${EXPECTED.TIMESTAMP}`)}`,
    }
    const empty = {column, condition: `${name} is null`, reason: literal(`${column}: empty, and a value is required`)}
    return [...(type === 'TIMESTAMP' ? [unread] : []), ...(nullable ? [] : [empty])]
  })
}

const BETWEEN = '\u001f'

/** Unusable rows of CSV files, with every reason. */
async function unusableRows(
  database: Database,
  source: Source,
  files: readonly string[],
  limit: number | undefined,
): Promise<BadRow[]> {
  const faults = faultsOf(source)
  const condition = faults.map(each => each.condition).join(' or ')
  const told = faults.map(
    ({column, condition: holds, reason}) =>
      `case when ${holds} then ${literal(`${column}${BETWEEN}`)} || ${reason} end`,
  )
  const rows: BadRow[] = []
  for (const file of files) {
    const found = await csvRowsWhere(database, file, condition, `concat_ws('${BETWEEN}', ${told.join(', ')})`, limit)
    for (const {record, columns, fields, told: text} of found) {
      const parts = text.split(BETWEEN)
      const place = record && fieldPlace(record, columns.indexOf(parts[0]!))
      rows.push({
        source: source.name,
        file,
        line: record?.line ?? 0,
        raw: record?.raw ?? columns.map(column => fields[column] ?? '').join(','),
        reason: parts.filter((_, i) => i % 2 === 1).join('; '),
        place,
      })
    }
  }
  return rows
}
