import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {isHidden} from '../../catalog/catalog.ts'
import type {NeededColumn} from '../../catalog/needed-columns.ts'
import type {Project} from '../../compile/load.ts'
import {groupBy} from '../../core/group-by.ts'
import {type Database, identifier, literal} from '../../sql/duckdb.ts'
import {type People, saltOf} from '../people.ts'

/** A database with the facts that exact figures need, and how much it holds. */
export interface FactsFile {
  readonly bytes: Uint8Array
  readonly tables: number
  readonly columns: number
  readonly rows: number
}

/** Readable by DuckDB-WASM, which is older than the engine's DuckDB. */
const STORAGE = 'v1.0.0'

/**
 * Writes the columns that KPIs and components need of each fact, and no other, into a database of its own, schema `facts`. Numbers
 * stand for keys, the same in every table; pseudonyms for hidden people; texts are enumerations. Rows lie in the order of their
 * times, so that it says nothing of the keys.
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
    await database.run('create schema published.facts')
    await numberKeys(database, project.needed)
    let rows = 0
    const facts = [...groupBy(project.needed, each => each.fact)].sort(([a], [b]) => (a < b ? -1 : 1))
    for (const [fact, columns] of facts) rows += await writeFact(database, project, fact, columns, people)
    await database.run('checkpoint published')
    await database.run('detach published')
    return {bytes: readFileSync(file), tables: facts.length, columns: project.needed.length, rows}
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

/** Writes one fact; gives the number of its rows. */
async function writeFact(
  database: Database,
  project: Project,
  fact: string,
  needed: readonly NeededColumn[],
  people: People,
): Promise<number> {
  const declared = Object.entries(project.declarations.models.get(fact)!.columns!)
  const columns = declared.flatMap(([name, {type}]) => {
    const found = needed.find(each => each.column === name)
    return found ? [{...found, type, name: identifier(name)}] : []
  })
  const joins: string[] = []
  const selects: string[] = []
  for (const [i, each] of columns.entries()) {
    const {people: dimension} = each
    if (each.role === 'key') {
      joins.push(`left join temp.key_numbers as key_${i} on cast(fact.${each.name} as varchar) = key_${i}.key`)
      selects.push(`key_${i}.number as ${each.name}`)
    } else if (dimension !== undefined && isHidden(project.catalog, dimension)) {
      joins.push(
        `left join ${people.relation(dimension)} as person_${i} on cast(fact.${each.name} as varchar) = person_${i}.value`,
      )
      selects.push(`${await enumerated(database, fact, each.column, `person_${i}.alias`, joins)} as ${each.name}`)
    } else if (each.type === 'VARCHAR')
      selects.push(`${await enumerated(database, fact, each.column, `fact.${each.name}`, [])} as ${each.name}`)
    else selects.push(`fact.${each.name}`)
  }
  const times = columns.filter(each => /^(DATE|TIMESTAMP)$/.test(each.type)).map(each => each.name)
  await database.run(
    `create table published.facts.${fact} as select * from (select ${selects.join(', ')} from facts.${fact} as fact ${joins.join(' ')})
     order by ${[...times, ...columns.filter(each => !times.includes(each.name)).map(each => each.name)].join(', ')}`,
  )
  const [row] = await database.rows<{rows: number}>(`select count(*) as rows from published.facts.${fact}`)
  return row!.rows
}

/** A text as an enumeration of the values that occur, in their order, so that they compare as the texts do. */
async function enumerated(
  database: Database,
  fact: string,
  column: string,
  sql: string,
  joins: readonly string[],
): Promise<string> {
  const type = `published.facts.${identifier(`${fact}_${column}`)}`
  const from = `from facts.${fact} as fact ${joins.join(' ')} where ${sql} is not null`
  const [row] = await database.rows<{some: boolean}>(`select exists(select 1 ${from}) as some`)
  if (!row!.some) return 'cast(null as varchar)'
  await database.run(
    `create type ${type} as enum (select distinct cast(${sql} as varchar) as value ${from} order by value)`,
  )
  return `cast(${sql} as ${type})`
}
