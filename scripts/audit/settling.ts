import type {Kpi} from '../catalog/definitions.ts'
import {days} from '../catalog/durations.ts'
import {type Database, literal} from '../sql/duckdb.ts'

/** How much of its final value a KPI had so many days after the end of a day. */
export interface SettlingPoint {
  readonly days: number
  /** 1: all of it; over 1 where values fall. */
  readonly share: number
  /** How many figures it is taken from. */
  readonly figures: number
}

/** How a KPI's totals came to their final values, as the replays saw it. */
export interface Settling {
  readonly kpi: Kpi
  /** Ascending; ages with fewer than five figures are left out. */
  readonly points: readonly SettlingPoint[]
}

/** Ages in days after the end of a day, and which are taken for them: the same day where days matter, else a tenth around it. */
const AGES: readonly (readonly [days: number, least: number, most: number])[] = [
  [0, 0, 0],
  [1, 1, 1],
  [3, 3, 3],
  [7, 7, 7],
  [14, 13, 15],
  [30, 27, 33],
  [60, 54, 66],
  [90, 81, 99],
]

/** Fewer figures say nothing. */
const HANDFUL = 5

/** When a figure counts as final where the catalog doesn't say: in days. */
const FINAL_AFTER = 90

/**
 * How fluctuating KPIs settle: the share of a day's final total that was there N days after its end, over all replays in `audit.moves`.
 *
 * Only days whose figure of today is final are taken: `settles_after` (without one, 90 days) has passed at the data's end, and so has the
 * longest time after which a total was still seen different. A figure that didn't move has a share of 1.
 * Where values add up over time: sum of values then / sum of values now. Elsewhere the median of the ratios value then / value now, of
 * figures that have both and aren't 0 now.
 */
export async function settlingOf(database: Database, kpis: readonly Kpi[]): Promise<Settling[]> {
  const moving = kpis.filter(kpi => kpi.input.fixed === false)
  if (moving.length === 0) return []
  const promises = moving.map(({ref, input, additivity}) => {
    const after = input.settles_after === undefined ? FINAL_AFTER : days(input.settles_after)
    return `(${literal(ref)}, ${after}, ${additivity === 'additive'})`
  })
  const rows = await database.rows<SettlingPoint & {kpi_ref: string}>(`
with ages (days, least, most) as (
    values ${AGES.map(age => `(${age.join(', ')})`).join(', ')}
),
promises (kpi_ref, settles_after, adds_up) as (
    values ${promises.join(', ')}
),
moves as (
    select * from audit.moves where grain = 'day' and dimension = 'total'
),
seen as (
    select kpi_ref, max(datediff('day', period_end, day + 1)) as last_moved from moves group by kpi_ref
),
final as (
    select promises.kpi_ref, promises.adds_up, stored.period_start, stored.period_end, stored.value
    from promises
    left join seen using (kpi_ref)
    inner join today.marts.kpi_values as stored
        on promises.kpi_ref = stored.kpi_ref and stored.grain = 'day' and stored.dimension = 'total'
    cross join today.meta.data_end as data_end
    where datediff('day', stored.period_end, cast(data_end.ends_at_local as date))
        >= greatest(promises.settles_after, coalesce(seen.last_moved + 1, 0))
),
replayed as (
    select distinct day from audit.compared
),
figures as (
    select
        final.kpi_ref, final.adds_up, ages.days,
        case when moves.kpi_ref is null then final.value else moves.value_then end as value_then,
        final.value as value_now
    from final
    cross join replayed
    inner join ages on datediff('day', final.period_end, replayed.day + 1) between ages.least and ages.most
    left join moves
        on final.kpi_ref = moves.kpi_ref and final.period_start = moves.period_start and replayed.day = moves.day
),
shares as (
    select
        kpi_ref, days,
        -- rounded: the order in which doubles are added up is not always the same
        round(
            case
                when adds_up then sum(value_then) / nullif(sum(value_now), 0)
                else median(value_then / nullif(value_now, 0))
            end,
            6
        ) as share,
        count(*) filter (
            where value_then is not null and case when adds_up then value_then <> 0 or value_now <> 0 else value_now <> 0 end
        ) as figures
    from figures
    group by kpi_ref, days, adds_up
)
select kpi_ref, days, share, figures
from shares
where share >= 0 and figures >= ${HANDFUL}
order by kpi_ref, days`)
  return moving.map(kpi => ({
    kpi,
    points: rows.filter(row => row.kpi_ref === kpi.ref).map(({kpi_ref: _, ...point}) => point),
  }))
}
