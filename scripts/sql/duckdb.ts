import {
  type DuckDBConnection,
  DuckDBInstance,
  DuckDBTimestampValue,
  type DuckDBValue,
  LIST,
  listValue,
  VARCHAR,
} from '@duckdb/node-api'
import type {Bindings} from './literals.ts'

export {type Bindings, identifier, literal} from './literals.ts'

export type Row = Record<string, unknown>

/** A connection to DuckDB: one statement at a time, rows as plain JavaScript (BIGINT as number, DATE and TIMESTAMP as text). */
export interface Database {
  /** For libraries that bring their own connections. */
  readonly instance: DuckDBInstance
  run(sql: string): Promise<void>
  rows<T = Row>(sql: string, bindings?: Bindings): Promise<T[]>
  /** The types of a statement's columns, which is bound but not run. */
  types(sql: string): Promise<string[]>
  /** A further connection to the same database, for work at the same time. */
  another(): Promise<Database>
  close(): void
}

/** Opens a database file (`:memory:` for none); sessions run in UTC. */
export async function openDatabase(path = ':memory:', options: Record<string, string> = {}): Promise<Database> {
  const instance = await DuckDBInstance.create(path, options)
  const database = await connect(instance)
  return {
    ...database,
    close: () => {
      database.close()
      instance.closeSync()
    },
  }
}

/** Opens a database in memory for a few rows or none, on one thread: to share such work costs more than it spares. Connections still work at the same time. */
export function openSmall(): Promise<Database> {
  return openDatabase(':memory:', {threads: '1'})
}

async function connect(instance: DuckDBInstance): Promise<Database> {
  const connection = await instance.connect()
  await connection.run("set TimeZone = 'UTC'")
  return {
    instance,
    run: async sql => {
      await connection.run(sql)
    },
    rows: async <T>(sql: string, bindings?: Bindings) => (await readAll(connection, sql, bindings)) as T[],
    types: async sql => {
      const statement = await connection.prepare(sql)
      try {
        return Array.from({length: statement.columnCount}, (_, i) => statement.columnType(i).toString())
      } finally {
        statement.destroySync()
      }
    },
    another: () => connect(instance),
    close: () => connection.closeSync(),
  }
}

async function readAll(connection: DuckDBConnection, sql: string, bindings: Bindings = {}): Promise<Row[]> {
  const values: Record<string, DuckDBValue> = {}
  const types: Record<string, ReturnType<typeof LIST>> = {}
  for (const [name, value] of Object.entries(bindings)) {
    if (Array.isArray(value)) {
      values[name] = listValue(value as string[])
      types[name] = LIST(VARCHAR)
    } else values[name] = value as DuckDBValue
  }
  const reader =
    Object.keys(values).length === 0
      ? await connection.runAndReadAll(sql)
      : await connection.runAndReadAll(sql, values, types)
  const names = reader.deduplicatedColumnNames()
  return reader.getRows().map(row => Object.fromEntries(names.map((name, i) => [name, plain(row[i]!)])))
}

/** DuckDB values as JavaScript ones; numbers that are not safe integers stay exact as text. */
function plain(value: DuckDBValue): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString()
  if (value === null || typeof value !== 'object') return value
  if (value instanceof DuckDBTimestampValue) return value.toString()
  if ('items' in value && Array.isArray(value.items)) return value.items.map(plain)
  if ('entries' in value && !Array.isArray(value.entries)) {
    return Object.fromEntries(
      Object.entries(value.entries as Record<string, DuckDBValue>).map(([k, v]) => [k, plain(v)]),
    )
  }
  return value.toString()
}
