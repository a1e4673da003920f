import {GRAINS} from '../core/days.ts'
import {groupBy} from '../core/group-by.ts'
import {eitherCell, sameCell} from '../sql/cells.ts'
import {type Database, literal} from '../sql/duckdb.ts'

/** The two sides, attached to one connection for reading. */
export const SIDES = ['before', 'after'] as const

/** Kinds whose missing breakdown rows mean 0; of all others they mean that there is no value. */
export const COUNTED = ['count', 'count_distinct', 'sum', 'stock']

/** One value on both sides. */
export interface Change {
  readonly grain: string
  readonly period_start: string
  readonly dimension: string
  readonly dimension_value: string | null
  readonly before: number | null
  readonly after: number | null
  /** `after` less `before`; null where one of them is. */
  readonly absolute: number | null
  /** The same as a fraction of `before`'s size; null where that is 0 or one of them is null. */
  readonly relative: number | null
}

/** What became of the values of one grain and breakdown. */
export interface Moves {
  readonly grain: string
  readonly dimension: string
  /** Rows that moved, of which so many have a value on one side only; and how many were said to be settled. */
  readonly moved: number
  readonly appeared: number
  readonly disappeared: number
  readonly settled: number
  readonly first_period: string
  readonly last_period: string
  readonly largest: Change
}

/** What became of one KPI's values. */
export interface KpiValues {
  readonly ref: string
  /** Rows that either side has. */
  readonly compared: number
  /** The longest grain first, totals before breakdowns. */
  readonly moves: readonly Moves[]
  /** Rows of the same value with another numerator, denominator or sample size. */
  readonly other_basis: number
  /** Rows that are settled on one side only. */
  readonly settled_changes: number
}

/**
 * Compares `marts.kpi_values` of both sides for refs that both have. Doubles are equal when they are the same number, or, with a
 * tolerance, when they differ by no more than that fraction of the larger one. A missing row means 0 for counts and sums, else NULL.
 */
export async function compareValues(
  database: Database,
  refs: readonly string[],
  tolerance: number,
): Promise<KpiValues[]> {
  if (refs.length === 0) return []
  const side = (name: (typeof SIDES)[number]) => `
    select
      stored.kpi_ref, stored.grain, stored.period_start, stored.dimension, stored.dimension_value,
      stored.numerator, stored.denominator, stored.value, stored.sample_size, stored.is_settled
    from ${name}.marts.kpi_values as stored
    where stored.kpi_ref in (${refs.map(literal).join(', ')})`
  const zero = (name: (typeof SIDES)[number]) =>
    `(select list(catalog.kpi_ref) from ${name}.marts.kpi_catalog as catalog where catalog.kind in (${COUNTED.map(literal).join(', ')}))`
  await database.run(`
    create or replace temp table compared as
    with former as (${side('before')}), present as (${side('after')}), joined as (
    select
      ${eitherCell('former', 'present', 'kpi_ref', 'ref')},
      case when former.kpi_ref is null and list_contains(${zero('before')}, present.kpi_ref) then 0 else former.value end as was,
      case when present.kpi_ref is null and list_contains(${zero('after')}, former.kpi_ref) then 0 else present.value end as is_now,
      former.numerator is distinct from present.numerator
        or former.denominator is distinct from present.denominator
        or former.sample_size is distinct from present.sample_size as has_other_basis,
      coalesce(former.is_settled, false) as was_settled,
      coalesce(former.is_settled <> present.is_settled, false) as is_settled_otherwise
    from former
    full outer join present
      on ${sameCell('former', 'present', 'kpi_ref')}
    )
    select
      joined.*,
      ${differ('joined.was', 'joined.is_now', tolerance)} as has_moved,
      joined.is_now - joined.was as absolute,
      (joined.is_now - joined.was) / nullif(abs(joined.was), 0) as relative
    from joined`)
  const kpis = await database.rows<Omit<KpiValues, 'moves'>>(`
    select
      compared.ref,
      count(*) as compared,
      count(*) filter (where compared.has_other_basis and not compared.has_moved) as other_basis,
      count(*) filter (where compared.is_settled_otherwise) as settled_changes
    from compared
    group by compared.ref
    order by compared.ref`)
  const moves = await database.rows<Moves & {ref: string}>(`
    select
      compared.ref,
      compared.grain,
      compared.dimension,
      count(*) as moved,
      count(*) filter (where compared.was is null) as appeared,
      count(*) filter (where compared.is_now is null) as disappeared,
      count(*) filter (where compared.was_settled) as settled,
      cast(min(compared.period_start) as varchar) as first_period,
      cast(max(compared.period_start) as varchar) as last_period,
      max_by(
        struct_pack(
          grain := compared.grain,
          period_start := cast(compared.period_start as varchar),
          dimension := compared.dimension,
          dimension_value := compared.dimension_value,
          before := compared.was,
          after := compared.is_now,
          absolute := compared.absolute,
          relative := compared.relative
        ),
        struct_pack(
          relative := coalesce(abs(compared.relative), 'infinity'),
          absolute := coalesce(abs(compared.absolute), 'infinity'),
          -- of equal ones the latest, of these the last by name: the order of rows decides nothing
          period_start := compared.period_start,
          dimension_value := coalesce(compared.dimension_value, '')
        )
      ) as largest
    from compared
    where compared.has_moved
    group by compared.ref, compared.grain, compared.dimension
    order by
      compared.ref,
      compared.dimension <> 'total',
      list_position([${[...GRAINS].reverse().map(literal).join(', ')}], compared.grain),
      compared.dimension`)
  const byRef = groupBy(moves, each => each.ref)
  return kpis.map(kpi => ({...kpi, moves: (byRef.get(kpi.ref) ?? []).map(({ref: _, ...each}) => each)}))
}

/** SQL that says whether two values differ. */
export function differ(a: string, b: string, tolerance: number): string {
  if (tolerance === 0) return `${a} is distinct from ${b}`
  return `(${a} is distinct from ${b} and coalesce(abs(${a} - ${b}) > ${tolerance} * greatest(abs(${a}), abs(${b})), true))`
}
