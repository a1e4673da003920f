import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type {Database} from '../../sql/duckdb.ts'

/** Marts that can only be read. */
export interface ReadOnlyMarts<M> {
  readonly db: Kysely<M>
  close(): Promise<void>
}

/**
 * Opens the marts for reading, on a connection of its own: in a transaction that DuckDB refuses to write in. Values come as from
 * `Database.rows`: dates as texts, counts as numbers.
 */
export async function readOnlyMarts<M>(database: Database): Promise<ReadOnlyMarts<M>> {
  const reader = await database.another()
  await reader.run('begin transaction read only')
  const db = new Kysely<M>({dialect: new ReadOnlyDialect(reader)}).withSchema('marts')
  return {
    db,
    close: async () => {
      await reader.run('rollback')
      reader.close()
    },
  }
}

/** DuckDB speaks PostgreSQL's SQL. */
class ReadOnlyDialect implements Dialect {
  private readonly reader: Database

  constructor(reader: Database) {
    this.reader = reader
  }

  createAdapter = () => new PostgresAdapter()
  createDriver = () => new ReadOnlyDriver(this.reader)
  createIntrospector = (db: Kysely<unknown>) => new PostgresIntrospector(db)
  createQueryCompiler = () => new PostgresQueryCompiler()
}

class ReadOnlyDriver implements Driver {
  private readonly connection: DatabaseConnection

  constructor(reader: Database) {
    this.connection = {
      executeQuery: async <R>({sql, parameters}: CompiledQuery): Promise<QueryResult<R>> => {
        const bindings = Object.fromEntries(parameters.map((value, i) => [String(i + 1), bound(value)]))
        try {
          return {rows: await reader.rows<R>(sql, bindings)}
        } catch (error) {
          // made here, where the stack still leads back to the page that asks
          throw new Error((error as Error).message.split('\n')[0], {cause: error})
        }
      },
      streamQuery: () => {
        throw new Error('the marts are read in one piece: use execute()')
      },
    }
  }

  init = async () => undefined
  acquireConnection = async () => this.connection
  beginTransaction = refuseTransactions
  commitTransaction = refuseTransactions
  rollbackTransaction = refuseTransactions
  releaseConnection = async () => undefined
  destroy = async () => undefined
}

async function refuseTransactions(): Promise<void> {
  throw new Error('the marts are read in one transaction already')
}

function bound(value: unknown): string | number | boolean | null {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value))
    return value as string | number | boolean | null
  throw new Error(`a value of a query must be a text, a number, a boolean or null; dates are texts: '2026-03-01'`)
}
