import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {isHidden} from '../../catalog/catalog.ts'
import type {NeededColumn} from '../../catalog/needed-columns.ts'
import type {Project} from '../../compile/load.ts'
import {groupBy} from '../../core/group-by.ts'
import {type Database, identifier, literal} from '../../sql/duckdb.ts'
import {publishedLists} from '../lists.ts'
import {type People, saltOf} from '../people.ts'
import {relationOf} from '../relations.ts'

/** A database with the facts that exact figures need and the rows of published lists, and how much it holds. */
export interface FactsFile {
  readonly bytes: Uint8Array
  readonly tables: number
  readonly columns: number
  readonly rows: number
}

/** Readable by DuckDB-WASM, which is older than the engine's DuckDB. */
const STORAGE = 'v1.0.0'

/** A table of the file: from which relation, of what name, with which columns. */
interface Table {
  readonly from: string
  readonly schema: 'facts' | 'lists'
  readonly name: string
  readonly columns: readonly Column[]
}

interface Column {
  readonly name: string
  readonly type: string
  readonly isKey: boolean
  /** The dimension that says whose values they are, if they are people's. */
  readonly people?: string
}

/**
 * Writes the columns that KPIs and components need of each fact, and no other, into a database of its own, schema `facts`; in schema
 * `lists`, those that published lists show and can be filtered by. Numbers stand for keys, the same in every table; pseudonyms for
 * hidden people; texts are enumerations. Rows lie in the order of their times, so that it says nothing of the keys.
 *
 * The same facts give the same bytes. Hence uncompressed (and compressed as a whole afterwards): DuckDB's compressed and textual
 * segments have gaps in which whatever was in memory is written, which could be anything, names included.
 */
export async function factsFile(database: Database, project: Project, people: People): Promise<FactsFile> {
  const folder = mkdtempSync(join(tmpdir(), 'kpi-facts-'))
  const [{threads}] = (await database.rows<{threads: number}>("select current_setting('threads') as threads")) as [
    {threads: number},
  ]
  try {
    const file = join(folder, 'facts.duckdb')
    await database.run(`set threads = 1`) // several would write blocks in any order
    await database.run(`set force_compression = 'uncompressed'`)
    await database.run(`attach ${literal(file)} as published (read_write, storage_version ${literal(STORAGE)})`)
    for (const schema of ['facts', 'lists']) await database.run(`create schema published.${schema}`)
    await numberKeys(database, project.needed)
    const tables = [...factsOf(project), ...listsOf(project)]
    let rows = 0
    for (const table of tables) rows += await writeTable(database, project, table, people)
    await database.run('checkpoint published')
    await database.run('detach published')
    const columns = tables.reduce((sum, table) => sum + table.columns.length, 0)
    return {bytes: readFileSync(file), tables: tables.length, columns, rows}
  } finally {
    await database.run('detach database if exists published')
    await database.run('drop table if exists temp.key_numbers')
    await database.run('reset force_compression')
    await database.run(`set threads = ${threads}`)
    rmSync(folder, {recursive: true, force: true})
  }
}

/** Draws a number for every key, in an order that says nothing of it. */
async function numberKeys(database: Database, needed: readonly NeededColumn[]): Promise<void> {
  const selects = needed
    .filter(each => each.role === 'key')
    .map(({fact, column}) => `select cast(${identifier(column)} as varchar) as key from facts.${fact}`)
  if (selects.length === 0) return
  const salt = await saltOf(database)
  await database.run(
    `create or replace temp table key_numbers as
     select key, cast(row_number() over (order by sha256(${literal(salt)} || key)) as integer) as number
     from (${selects.join(' union ')}) where key is not null`,
  )
}

/** The facts, with the columns that are needed, in the order of their declarations. */
function factsOf({needed, declarations}: Project): Table[] {
  const facts = [...groupBy(needed, each => each.fact)].sort(([a], [b]) => (a < b ? -1 : 1))
  return facts.map(([fact, ofFact]) => {
    const columns = Object.entries(declarations.models.get(fact)!.columns!).flatMap(([name, {type}]): Column[] => {
      const found = ofFact.find(each => each.column === name)
      return found ? [{name, type, isKey: found.role === 'key', ...(found.people && {people: found.people})}] : []
    })
    return {from: `facts.${fact}`, schema: 'facts', name: fact, columns}
  })
}

/** The published lists: what they show, what dates it, and their dimensions. */
function listsOf(project: Project): Table[] {
  return publishedLists(project).map(({ref, model, date, columns, filterable}) => {
    const wanted = new Set([date, ...columns.map(each => each.column), ...Object.values(filterable)])
    const declared = Object.entries(project.declarations.models.get(model)!.columns!)
    const dimensions = new Map(Object.entries(filterable).map(([dimension, column]) => [column, dimension]))
    return {
      from: relationOf(project, model),
      schema: 'lists',
      name: ref,
      columns: declared.flatMap(([name, {type}]): Column[] => {
        const people = dimensions.get(name)
        return wanted.has(name) ? [{name, type, isKey: false, ...(people && {people})}] : []
      }),
    }
  })
}

/** Writes one table; gives the number of its rows. */
async function writeTable(database: Database, project: Project, table: Table, people: People): Promise<number> {
  const joins: string[] = []
  const selects: string[] = []
  for (const [i, {name, type, isKey, people: dimension}] of table.columns.entries()) {
    const column = identifier(name)
    if (isKey) {
      joins.push(`left join temp.key_numbers as key_${i} on cast(fact.${column} as varchar) = key_${i}.key`)
      selects.push(`key_${i}.number as ${column}`)
    } else if (dimension !== undefined && isHidden(project.catalog, dimension)) {
      joins.push(
        `left join ${people.relation(dimension)} as person_${i} on cast(fact.${column} as varchar) = person_${i}.value`,
      )
      selects.push(`${await enumerated(database, table, name, `person_${i}.alias`, joins)} as ${column}`)
    } else if (type === 'VARCHAR')
      selects.push(`${await enumerated(database, table, name, `fact.${column}`, [])} as ${column}`)
    else selects.push(`fact.${column}`)
  }
  const isTime = ({type}: Column) => /^(DATE|TIMESTAMP)$/.test(type)
  const sorted = [...table.columns.filter(isTime), ...table.columns.filter(each => !isTime(each))]
  const written = `published.${table.schema}.${identifier(table.name)}`
  await database.run(
    `create table ${written} as select * from (select ${selects.join(', ')} from ${table.from} as fact ${joins.join(' ')})
     order by ${sorted.map(each => identifier(each.name)).join(', ')}`,
  )
  const [row] = await database.rows<{rows: number}>(`select count(*) as rows from ${written}`)
  return row!.rows
}

/** A text as an enumeration of the values that occur, in their order, so that they compare as the texts do. */
async function enumerated(
  database: Database,
  table: Table,
  column: string,
  sql: string,
  joins: readonly string[],
): Promise<string> {
  const type = `published.${table.schema}.${identifier(`${table.name}_${column}`)}`
  const from = `from ${table.from} as fact ${joins.join(' ')} where ${sql} is not null`
  const [row] = await database.rows<{some: boolean}>(`select exists(select 1 ${from}) as some`)
  if (!row!.some) return 'cast(null as varchar)'
  await database.run(
    `create type ${type} as enum (select distinct cast(${sql} as varchar) as value ${from} order by value)`,
  )
  return `cast(${sql} as ${type})`
}
