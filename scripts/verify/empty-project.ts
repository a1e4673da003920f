import type {Compiled} from '../compile/project.ts'
import {openHistory} from '../execute/history.ts'
import {type Database, identifier, openSmall} from '../sql/duckdb.ts'

/** An in-memory database with every source as an empty typed table and the staging views over them: what examples and checks run on. */
export async function openEmptyProject(compiled: Compiled): Promise<Database> {
  const database = await openSmall()
  for (const name of ['sources', 'staging']) await database.run(`attach ':memory:' as ${name}`)
  for (const schema of ['facts', 'marts', 'meta']) await database.run(`create schema ${schema}`)
  for (const source of compiled.project.declarations.sources.values()) {
    const columns = Object.entries(source.columns).map(([name, column]) => `${identifier(name)} ${column.type}`)
    await database.run(`create table sources.${identifier(source.name)} (${columns.join(', ')})`)
  }
  await database.run('create table meta.data_end (ends_at timestamp, ends_at_local timestamp)')
  await openHistory(database)
  return database
}
