import type {Database} from './duckdb.ts'

/** Some connections to one database, lent one at a time. */
export interface Connections {
  /** Lends a connection for a piece of work; there must be a free one. */
  use(work: (connection: Database) => Promise<void>): Promise<void>
  close(): void
}

/** Opens so many connections. */
export async function connections(database: Database, count: number): Promise<Connections> {
  const all = await Promise.all(Array.from({length: count}, () => database.another()))
  const free = [...all]
  return {
    async use(work: (connection: Database) => Promise<void>): Promise<void> {
      const connection = free.pop()!
      try {
        await work(connection)
      } finally {
        free.push(connection)
      }
    },
    close: () => {
      for (const connection of all) connection.close()
    },
  }
}
