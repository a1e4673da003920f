import {writeWhole} from '../core/atomic-file.ts'
import {identifier, literal, openDatabase} from '../sql/duckdb.ts'
import type {AnyAnswer, Column} from './columns.ts'

/** Writes answers as a Parquet file with typed columns, in their order, whole or not at all. The same answers give the same bytes. */
export async function writeParquet(
  file: string,
  columns: readonly Column[],
  answers: readonly AnyAnswer[],
): Promise<void> {
  const rows = answers.map(row => Object.fromEntries(columns.map(({name, value}) => [name, value(row)])))
  const structure = Object.fromEntries(columns.map(({name, type}) => [name, type === 'VARCHAR[]' ? ['VARCHAR'] : type]))
  const database = await openDatabase()
  try {
    await database.run(
      `create table answers (${columns.map(({name, type}) => `${identifier(name)} ${type}`).join(', ')})`,
    )
    await database.rows(
      `insert into answers select each.* from (select unnest(from_json(cast($rows as json), ${literal(JSON.stringify([structure]))})) as each)`,
      {rows: JSON.stringify(rows)},
    )
    await writeWhole(file, draft =>
      database.run(`copy answers to ${literal(draft)} (format parquet, compression zstd)`),
    )
  } finally {
    database.close()
  }
}
