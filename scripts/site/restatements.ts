import type {Project} from '../compile/load.ts'
import type {Grain} from '../core/days.ts'
import type {Database} from '../sql/duckdb.ts'

/** One KPI's figures that one version published with another value than the version before it, though they had been settled. */
export interface Restatement {
  /** Counts the publications that changed values. */
  readonly publication: number
  readonly version: string
  /** The version's last instant of data, UTC (`2026-03-01 08:15:30`). */
  readonly dataEnd: string
  /** Its reference now, or the one that it had when it was removed. */
  readonly ref: string
  readonly reason: 'data' | 'definition' | 'both'
  /** Totals and breakdowns, of all grains. */
  readonly figures: number
  /** Of the totals, the one that changed most; none where only breakdowns did, of which the site shows no single one. */
  readonly largest: RestatedTotal | null
}

export interface RestatedTotal {
  readonly grain: Grain
  readonly start: string
  readonly end: string
  readonly was: number | null
  readonly is: number | null
}

/** Reads what was restated, by version and KPI: the newest version first, then those with the most figures. */
export async function readRestatements(database: Database, {definitions}: Project): Promise<Restatement[]> {
  const [mart] = await database.rows(
    "select 1 as found from duckdb_tables() where database_name = current_database() and schema_name = 'marts' and table_name = 'kpi_restatements'",
  )
  if (mart === undefined) return [] // built by an engine that kept no history
  const rows = await database.rows<Restatement>(`
    with changes as (
      select
        *,
        new_value - old_value as absolute,
        (new_value - old_value) / nullif(abs(old_value), 0) as relative
      from marts.kpi_restatements
    )
    select
      publication,
      version,
      cast(data_end as varchar) as "dataEnd",
      kpi_ref as ref,
      reason,
      count(*) as figures,
      max_by(
        struct_pack(
          grain := grain,
          start := cast(period_start as varchar),
          "end" := cast(period_end as varchar),
          was := old_value,
          "is" := new_value
        ),
        struct_pack(
          relative := coalesce(abs(relative), 'infinity'),
          absolute := coalesce(abs(absolute), 'infinity'),
          -- of equal ones the latest and longest: the order of rows decides nothing
          period_end := period_end,
          days := period_end - period_start
        )
      ) filter (where dimension = 'total') as largest
    from changes
    group by publication, version, data_end, kpi_ref, reason
    order by publication desc, figures desc, ref`)
  const renamed = new Map(
    [...definitions.kpis.values()].flatMap(kpi => (kpi.input.aliases ?? []).map(old => [old, kpi.ref])),
  )
  return rows.map(row => ({...row, ref: definitions.kpis.has(row.ref) ? row.ref : (renamed.get(row.ref) ?? row.ref)}))
}
