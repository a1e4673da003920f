import type {SettlingPoint} from '../audit/settling.ts'
import {addDays, daysBetween} from '../core/days.ts'
import type {Database} from '../sql/duckdb.ts'
import type {Period, Range} from './periods.ts'

/** How a KPI's totals came to their final values: the share that was there so many days after the end of a day; ascending. */
export type Curve = readonly SettlingPoint[]

/** By KPI; only those of which something is known. */
export type Curves = ReadonlyMap<string, Curve>

/** The curves that the audit of today's definitions has measured. */
export async function readCurves(database: Database): Promise<Curves> {
  // a database that was never published has no marts of the audit
  const tables = await database.rows("select 1 from duckdb_tables() where table_name = 'kpi_settling'")
  if (tables.length === 0) return new Map()
  const rows = await database.rows<{ref: string; points: SettlingPoint[]}>(
    `select settling.kpi_ref as ref,
       list({days: settling.days, share: settling.share, figures: cast(settling.figures as double)} order by settling.days) as points
     from marts.kpi_settling as settling
     inner join marts.kpi_audit as audited using (kpi_ref)
     where audited.is_current_definition
     group by all order by all`,
  )
  return new Map(rows.map(({ref, points}) => [ref, points]))
}

/**
 * By how much a figure that adds up over days is expected to change until all its days are final, as a fraction of its value now (0.04:
 * it rises by 4 %): the number of days / sum over the days of the share that each has reached at the data's end, less 1. The share is
 * read off the curve, in a straight line between its points, and 1 once `settlesAfter` days have passed without one. None where the curve
 * does not reach down to the age of the latest day, or nothing of the period is there yet.
 */
export function expectedChange(
  {start, end}: Pick<Period, 'start' | 'end'>,
  {dataEnd}: Pick<Range, 'dataEnd'>,
  curve: Curve,
  settlesAfter: number,
): number | undefined {
  const days = daysBetween(start, end)
  const known = [...curve, ...((curve.at(-1)?.days ?? -1) < settlesAfter ? [{days: settlesAfter, share: 1}] : [])]
  let reached = 0
  for (let i = 0; i < days; i++) {
    const ended = Date.parse(`${addDays(start, i + 1)}T00:00:00Z`)
    const share = shareAt(known, (Date.parse(`${dataEnd}Z`) - ended) / 86_400_000)
    if (share === undefined) return undefined
    reached += share
  }
  return reached > 0 ? days / reached - 1 : undefined
}

function shareAt(known: readonly Pick<SettlingPoint, 'days' | 'share'>[], age: number): number | undefined {
  const after = known.findIndex(point => point.days >= age)
  if (after < 0) return known.at(-1)?.share
  const [from, to] = [known[after - 1], known[after]!]
  if (to.days === age) return to.share
  if (from === undefined) return undefined
  return from.share + ((age - from.days) / (to.days - from.days)) * (to.share - from.share)
}
