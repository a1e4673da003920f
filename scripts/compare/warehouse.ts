import {readState, type State} from '../execute/state.ts'
import {openDatabase} from '../sql/duckdb.ts'
import type {Choosable} from './choose.ts'
import {readSettings, type Settings} from './settings.ts'

/** What a warehouse says of itself. */
export interface Warehouse {
  readonly file: string
  readonly settings: Settings
  readonly state: State
  /** The data's last instant (UTC), or the one as of which it was built; null without data. */
  readonly dataEnd: string | null
  /** Its KPIs and histograms. */
  readonly entries: readonly Choosable[]
}

/** Reads what a finished warehouse says of itself. */
export async function readWarehouse(file: string): Promise<Warehouse> {
  const database = await openDatabase(file, {access_mode: 'READ_ONLY'})
  try {
    const [end] = await database.rows<{ends_at: string | null}>(
      'select cast(ends_at as varchar) as ends_at from meta.data_end',
    )
    const settings = await readSettings(database)
    const kpis = await database.rows<Choosable>('select kpi_ref as ref, family from marts.kpi_catalog order by all')
    const [histograms] = await database.rows(
      "select 1 as one from duckdb_tables() where schema_name = 'marts' and table_name = 'kpi_histograms'",
    )
    const refs =
      histograms === undefined
        ? []
        : await database.rows<Choosable>('select distinct component_ref as ref from marts.kpi_histograms order by all')
    return {
      file,
      settings,
      state: await readState(database),
      dataEnd: settings.asOf ?? end?.ends_at ?? null,
      entries: [...kpis, ...refs],
    }
  } finally {
    database.close()
  }
}
