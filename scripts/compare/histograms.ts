import {eitherCell, sameCell} from '../sql/cells.ts'
import {type Database, literal} from '../sql/duckdb.ts'
import {SIDES} from './values.ts'

/** What became of a histogram, or that only one side has it. */
export interface HistogramChange {
  readonly ref: string
  readonly change: 'new' | 'removed' | 'moved'
  /** Slots of a period and breakdown whose count differs. */
  readonly moved: number
  readonly grains: readonly string[]
  readonly dimensions: readonly string[]
  readonly first_period: string | null
  readonly last_period: string | null
  /** The largest change of a slot: of totals, if any of these moved. */
  readonly largest: {
    readonly grain: string
    readonly period_start: string
    readonly dimension: string
    readonly dimension_value: string | null
    readonly slot: string
    readonly before: number
    readonly after: number
  } | null
}

/** Compares `marts.kpi_histograms`, where a side has any. A slot is known by its bounds and label; a missing one has no rows. */
export async function compareHistograms(database: Database): Promise<HistogramChange[]> {
  const tables = await database.rows<{side: string}>(
    `select database_name as side from duckdb_tables() where schema_name = 'marts' and table_name = 'kpi_histograms' and database_name in (${SIDES.map(literal).join(', ')})`,
  )
  const present = new Set(tables.map(row => row.side))
  const side = (name: (typeof SIDES)[number]) => `
    select
      stored.component_ref, stored.grain, stored.period_start, stored.dimension, stored.dimension_value,
      stored.slot_label, stored.lower_bound, stored.upper_bound, stored.count
    from ${(present.has(name) ? name : [...present][0])!}.marts.kpi_histograms as stored
    where ${present.has(name)}`
  if (present.size === 0) return []
  return database.rows<HistogramChange>(`
    with former as (${side('before')}), present as (${side('after')}), compared as (
      select
        ${eitherCell('former', 'present', 'component_ref', 'ref')},
        coalesce(former.slot_label, present.slot_label) as slot_label,
        coalesce(former.count, 0) as was,
        coalesce(present.count, 0) as is_now,
        former.component_ref is not null as is_former,
        present.component_ref is not null as is_present
      from former
      full outer join present
        on ${sameCell('former', 'present', 'component_ref')}
        and former.slot_label is not distinct from present.slot_label
        and former.lower_bound is not distinct from present.lower_bound
        and former.upper_bound is not distinct from present.upper_bound
    ), judged as (
      select
        compared.ref,
        case when not bool_or(compared.is_former) then 'new' when not bool_or(compared.is_present) then 'removed' else 'moved' end as change,
        count(*) filter (where compared.was <> compared.is_now) as moved,
        list_sort(list(distinct compared.grain) filter (where compared.was <> compared.is_now)) as grains,
        list_sort(list(distinct compared.dimension) filter (where compared.was <> compared.is_now)) as dimensions,
        cast(min(compared.period_start) filter (where compared.was <> compared.is_now) as varchar) as first_period,
        cast(max(compared.period_start) filter (where compared.was <> compared.is_now) as varchar) as last_period,
        max_by(
          struct_pack(
            grain := compared.grain,
            period_start := cast(compared.period_start as varchar),
            dimension := compared.dimension,
            dimension_value := compared.dimension_value,
            slot := compared.slot_label,
            before := compared.was,
            after := compared.is_now
          ),
          struct_pack(
            is_total := compared.dimension = 'total',
            size := abs(compared.is_now - compared.was),
            period_start := compared.period_start,
            grain := compared.grain,
            dimension := compared.dimension,
            dimension_value := coalesce(compared.dimension_value, ''),
            slot := compared.slot_label
          )
        ) filter (where compared.was <> compared.is_now) as largest
      from compared
      group by compared.ref
    )
    select
      judged.ref, judged.change, judged.moved, coalesce(judged.grains, []) as grains, coalesce(judged.dimensions, []) as dimensions,
      judged.first_period, judged.last_period, judged.largest
    from judged
    where judged.change <> 'moved' or judged.moved > 0
    order by judged.ref`)
}
