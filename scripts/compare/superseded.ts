import {eitherCell, sameCell} from '../sql/cells.ts'
import {type Database, literal} from '../sql/duckdb.ts'
import {COUNTED} from './values.ts'

/** A KPI that may have other values, and the reference under which they were published. */
export interface Renewed {
  readonly ref: string
  readonly former: string
}

/** Under which the published version is attached. */
export const FORMER = 'published'

/**
 * Finds the values that differ between the attached published version and the current database, for periods that both have, and puts
 * them into the temporary table `superseded`: what was published, what is there now, and whether it was settled when it was published.
 * A missing row means 0 for counts and sums, else NULL. Breakdowns of a period that was not over count for nothing: there are many, and
 * they change with all new data.
 */
export async function findSuperseded(database: Database, renewed: readonly Renewed[]): Promise<void> {
  const pairs = renewed.map(({ref, former}) => `(${literal(ref)}, ${literal(former)})`).join(', ')
  const counted = `(${COUNTED.map(literal).join(', ')})`
  await database.run(`
    create or replace temp table renewed as
    select
      pairs.ref,
      pairs.former,
      former.kind in ${counted} as was_counted,
      present.kind in ${counted} as is_counted,
      former.fluctuates_by,
      former.settles_after_days,
      list_intersect(former.dimensions, present.dimensions) as dimensions
    from (values ${pairs}) as pairs(ref, former)
    inner join ${FORMER}.marts.kpi_catalog as former on pairs.former = former.kpi_ref
    inner join marts.kpi_catalog as present on pairs.ref = present.kpi_ref`)
  // a checksum for each KPI and period, so that only the few that differ are compared row by row
  const sums = (side: 'former' | 'ref', from: string) => `
    select renewed.ref, stored.grain, stored.period_start, count(*) as rows,
      bit_xor(hash(stored.dimension, stored.dimension_value, stored.value)) as content
    from ${from}marts.kpi_values as stored
    inner join renewed on stored.kpi_ref = renewed.${side}
    group by renewed.ref, stored.grain, stored.period_start`
  await database.run(`
    create or replace temp table differing as
    with former as (${sums('former', `${FORMER}.`)}), present as (${sums('ref', '')})
    select present.ref, present.grain, present.period_start
    from former
    inner join present
      on former.ref = present.ref and former.grain = present.grain and former.period_start = present.period_start
    where former.content <> present.content or former.rows <> present.rows`)
  const rows = (side: 'former' | 'ref', from: string) => `
    select
      renewed.ref, stored.grain, stored.period_start, stored.period_end, stored.dimension, stored.dimension_value,
      stored.value, stored.is_complete, stored.is_settled
    from ${from}marts.kpi_values as stored
    inner join renewed on stored.kpi_ref = renewed.${side}
    inner join differing
      on renewed.ref = differing.ref and stored.grain = differing.grain and stored.period_start = differing.period_start
    where stored.dimension = 'total' or list_contains(renewed.dimensions, stored.dimension)`
  await database.run(`
    create or replace temp table superseded as
    with former as (${rows('former', `${FORMER}.`)}), present as (${rows('ref', '')}),
    joined as (
      select
        ${eitherCell('former', 'present', 'ref', 'ref', ['period_end'])},
        case when former.ref is null and renewed.was_counted then 0 else former.value end as value,
        case when present.ref is null and renewed.is_counted then 0 else present.value end as new_value,
        former.is_settled,
        renewed.fluctuates_by,
        renewed.settles_after_days
      from former
      full outer join present
        on ${sameCell('former', 'present', 'ref')}
      inner join renewed on coalesce(former.ref, present.ref) = renewed.ref
    )
    select
      joined.ref,
      joined.grain,
      joined.period_start,
      joined.period_end,
      joined.dimension,
      joined.dimension_value,
      joined.value,
      joined.new_value,
      -- of a row that was not there: by what the catalog promised then
      coalesce(
        joined.is_settled,
        case
          when list_contains(joined.fluctuates_by, joined.dimension)
            then joined.period_end + to_days(joined.settles_after_days) <= ended.ends_at_local
          else totals.is_complete
        end,
        false
      ) as is_settled
    from joined
    inner join former as totals
      on joined.ref = totals.ref
      and joined.grain = totals.grain
      and joined.period_start = totals.period_start
      and totals.dimension = 'total'
    cross join ${FORMER}.meta.data_end as ended
    where joined.value is distinct from joined.new_value
      and (joined.dimension = 'total' or totals.is_complete)`)
}
