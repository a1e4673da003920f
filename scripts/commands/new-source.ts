import {existsSync} from 'node:fs'
import {dirname, isAbsolute, join, relative, resolve} from 'node:path'
import {type ColumnInput, TYPE} from '../catalog/model-schemas.ts'
import {NAME} from '../catalog/names.ts'
import type {Compiled} from '../compile/project.ts'
import {fault, ProblemError} from '../core/problem.ts'
import {type Database, identifier, literal, openDatabase} from '../sql/duckdb.ts'
import type {NewArguments} from './new-draft.ts'
import {type Draft, extended, inWords, needName} from './new-draft.ts'
import {rowOf, stagingDraft} from './new-model.ts'

type Columns = Record<string, ColumnInput>

/** A source, with types, nullability and key as its file has them, and its staging view. */
export async function draftSource(compiled: Compiled, options: NewArguments): Promise<Draft> {
  const {declarations, catalog, folder} = compiled.project
  const name = options.id
  needName(name, 'source')
  const view = `stg_${name}`
  if (declarations.sources.has(name) || declarations.files.has(view)) {
    const what = declarations.sources.has(name) ? `source "${name}"` : `model "${view}"`
    throw new ProblemError([fault('already-there', `there is a ${what} already`, {hint: 'choose another name'})])
  }
  if (options.from === undefined)
    throw new ProblemError([fault('missing-option', '--from is needed: which file?', {hint: 'CSV, Parquet or NDJSON'})])
  const path = resolve(options.from)
  if (!existsSync(path)) throw new ProblemError([fault('no-file', `--from: there is no file ${options.from}`)])
  const {columns, key} = await look(path, name)
  const within = relative(folder, path)
  const entry = {
    description: `${inWords(name)}. One row per ${rowOf(key)}.`,
    path: within.startsWith('..') || isAbsolute(within) ? path : within,
    key,
    columns,
    replay: replayOf(columns),
  }
  const sources = [...declarations.sources.values()].at(-1)?.yaml.file
  const beside = [...declarations.files].find(([model]) => model.startsWith('stg_'))
  const file = sources ?? join(beside ? dirname(beside[1]) : join(catalog.paths.models[0]!, 'staging'), 'sources.yml')
  const staging = stagingDraft(compiled, view, {name, key, columns})
  return {...staging, files: [extended(folder, file, 'sources', name, entry), ...staging.files]}
}

/** The first moment that every row has says when it came; one that not every row has arrives later. */
function replayOf(columns: Columns) {
  const moments = Object.keys(columns).filter(column => columns[column]!.type === 'TIMESTAMP')
  const created = moments.find(column => !columns[column]!.nullable)
  const later = created === undefined ? [] : moments.filter(column => columns[column]!.nullable)
  const events = later.length === 0 ? {} : {events: Object.fromEntries(later.map(column => [column, []]))}
  return {created: created ?? 'none', ...events}
}

const RESERVED_WORDS = `select keyword_name as word from duckdb_keywords() where keyword_category = 'reserved'`

/** What DuckDB finds in a file. */
async function look(path: string, name: string): Promise<{columns: Columns; key: string[]}> {
  const database = await openDatabase()
  try {
    const read = /\.(parquet)$/i.test(path)
      ? 'read_parquet'
      : /\.(ndjson|jsonl|json)$/i.test(path)
        ? 'read_json'
        : 'read_csv'
    await database.run(`create table given as select * from ${read}(${literal(path)})`)
    const found = await database.rows<{column_name: string; column_type: string}>('describe given')
    const reserved = new Set(
      (await database.rows<{word: string}>(RESERVED_WORDS)).map(({word}) => word), // can't be written without quotes
    )
    const wrong = found.filter(({column_name}) => !NAME.test(column_name) || reserved.has(column_name))
    if (wrong.length > 0) {
      const names = wrong.map(each => `"${each.column_name}"`).join(', ')
      const hint = 'columns have names in lower case (letters, digits, underscores) that are no words of SQL'
      throw new ProblemError([fault('wrong-columns', `--from: ${names} can’t be declared`, {hint})])
    }
    const columns: Columns = {}
    for (const {column_name: column, column_type: type} of found) {
      const [{missing}] = (await database.rows<{missing: number}>(
        `select count(*) - count(${identifier(column)}) as missing from given`,
      )) as [{missing: number}]
      const nullable = missing > 0 ? {nullable: true} : {}
      columns[column] = {type: typeOf(type), ...nullable, description: `${inWords(column)}.`} as ColumnInput
    }
    return {columns, key: await keyOf(database, columns, name)}
  } catch (error) {
    if (error instanceof ProblemError) throw error
    throw new ProblemError([fault('unreadable-file', `--from: ${(error as Error).message.split('\n')[0]}`)])
  } finally {
    database.close()
  }
}

/** The column, else the two columns, that tell the rows apart; identifiers first. Throws where there are none. */
async function keyOf(database: Database, columns: Columns, name: string): Promise<string[]> {
  const rank = (column: string) => (name.startsWith(column.replace(/_id$/, '')) ? 0 : column.endsWith('_id') ? 1 : 2)
  const candidates = Object.keys(columns)
    .filter(column => !columns[column]!.nullable)
    .sort((a, b) => rank(a) - rank(b))
  const pairs = candidates.flatMap((a, i) => candidates.slice(i + 1).map(b => [a, b]))
  for (const key of [...candidates.map(column => [column]), ...pairs]) {
    const list = key.map(identifier).join(', ')
    const rows = await database.rows(`select 1 from given group by ${list} having count(*) > 1 limit 1`)
    if (rows.length === 0) return key
  }
  const hint = 'declare it by hand, with the columns that identify a row as "key"'
  throw new ProblemError([fault('no-key', '--from: no column, and no two columns, tell the rows apart', {hint})])
}

/** The type that a source may declare for one of DuckDB's. */
function typeOf(type: string): ColumnInput['type'] {
  if (type.startsWith('TIMESTAMP')) return 'TIMESTAMP'
  if (/^U?(TINY|SMALL)INT$/.test(type)) return 'INTEGER'
  if (['UINTEGER', 'UBIGINT', 'HUGEINT', 'UHUGEINT'].includes(type)) return 'BIGINT'
  if (type === 'FLOAT') return 'DOUBLE'
  const spaced = type.replace(/,(?=\d)/, ', ')
  return TYPE.test(spaced) ? spaced : 'VARCHAR'
}
