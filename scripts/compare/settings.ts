import type {Sample} from '../core/settings.ts'
import type {Database} from '../sql/duckdb.ts'
import {readSample} from '../warehouse/sampling.ts'

/** With which options a warehouse was built; unknown (undefined) of one that an earlier engine built. */
export interface Settings {
  readonly timezone?: string
  /** The UTC instant as of which it was built; null for none. */
  readonly asOf?: string | null
  readonly onBadRows?: 'fail' | 'quarantine'
  /** The folder of `--sources`; null where the declared paths were read. */
  readonly sources?: string | null
  /** The part of the sources on which it was built; none where on all. */
  readonly sample?: Sample | undefined
}

/** Reads `meta.settings` of the current database. */
export async function readSettings(database: Database): Promise<Settings> {
  const [table] = await database.rows(
    `select 1 as one from duckdb_tables() where database_name = current_database() and schema_name = 'meta' and table_name = 'settings'`,
  )
  if (table === undefined) return {}
  const sample = await readSample(database)
  const [row] = await database.rows<{
    timezone: string
    as_of: string | null
    on_bad_rows: 'fail' | 'quarantine'
    sources: string | null
  }>('select timezone, as_of, on_bad_rows, sources from meta.settings')
  return row === undefined
    ? {}
    : {timezone: row.timezone, asOf: row.as_of, onBadRows: row.on_bad_rows, sources: row.sources, sample}
}
