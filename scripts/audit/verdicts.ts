import type {Kpi} from '../catalog/definitions.ts'
import {days} from '../catalog/durations.ts'
import {type Database, literal} from '../sql/duckdb.ts'

/** A figure that was different once its period was over. Dates are local, ends excluded. */
export interface Move {
  /** The day at whose end it was so. */
  readonly day: string
  readonly grain: string
  readonly period_start: string
  readonly period_end: string
  readonly dimension: string
  readonly dimension_value: string | null
  readonly value_then: number | null
  readonly value_now: number | null
}

/** What the replays say of a KPI. */
export interface Verdict {
  readonly kpi: Kpi
  /** Figures of past periods that were looked at, over all replays; how many of them were different. */
  readonly compared: number
  readonly moved: number
  /** The most that a total differed: by how much of today's value; none where none did or today's is 0. */
  readonly largest: number | null
  /** How many days after the end of its period a figure was last seen different; 0: only at the end itself. */
  readonly lastMoved: number | null
  /** Figures that the catalog says don't change. */
  readonly broken: number
  /** One of them: the smallest period, a total where there is one. */
  readonly example: Move | null
  /** `settles_after`, if the catalog gives one, and whether figures that may move were seen moving after it. */
  readonly settlesAfter: number | null
  readonly settlesTooEarly: boolean
  /** Where and when they were seen so last; the total where it is among the last. */
  readonly late: {readonly dimension: string; readonly days: number} | null
  /** KPIs that its definition is made of whose promise is broken too: it inherits theirs. */
  readonly inherits: readonly string[]
}

interface Counts {
  readonly kpi_ref: string
  readonly compared: number
  readonly moved: number
  readonly largest: number | null
  readonly last_moved: number | null
}

/** Whether a KPI's figures in a breakdown (`total` for none) are promised not to change. */
export function isPromised(kpi: Kpi, dimension: string): boolean {
  return kpi.input.fixed !== false && !(kpi.input.fluctuates_by ?? []).includes(dimension)
}

/** Judges every KPI by what `audit.moves` and `audit.compared` hold. */
export async function verdictsOf(database: Database, kpis: readonly Kpi[]): Promise<Verdict[]> {
  const counts = await database.rows<Counts>(`
    select
        compared.kpi_ref,
        compared.figures as compared,
        coalesce(moves.moved, 0) as moved,
        moves.largest,
        moves.last_moved
    from (select kpi_ref, cast(sum(figures) as bigint) as figures from audit.compared group by kpi_ref) as compared
    left join (
        select
            kpi_ref,
            count(*) as moved,
            max(abs(value_then - value_now) / nullif(abs(value_now), 0)) filter (where dimension = 'total') as largest,
            max(datediff('day', period_end, day + 1)) as last_moved
        from audit.moves
        group by kpi_ref
    ) as moves using (kpi_ref)`)
  const byRef = new Map(counts.map(row => [row.kpi_ref, row]))
  const broken = new Map<string, {count: number; example: Move}>()
  for (const kpi of kpis) {
    const dimensions = ['total', ...kpi.dimensions].filter(dimension => isPromised(kpi, dimension))
    if (dimensions.length === 0 || !byRef.get(kpi.ref)?.moved) continue
    const [first] = await database.rows<Move & {count: number}>(`
      select
          cast(day as varchar) as day, grain, cast(period_start as varchar) as period_start,
          cast(period_end as varchar) as period_end, dimension, dimension_value, value_then, value_now,
          count(*) over () as count
      from audit.moves
      where kpi_ref = ${literal(kpi.ref)} and dimension in (${dimensions.map(literal).join(', ')})
      order by datediff('day', period_start, period_end), dimension <> 'total', moves.day desc, period_start desc, dimension, dimension_value
      limit 1`)
    if (first) {
      const {count, ...example} = first
      broken.set(kpi.ref, {count, example})
    }
  }
  const seen = await database.rows<{kpi_ref: string; dimension: string; days: number}>(`
    select kpi_ref, dimension, max(datediff('day', period_end, day + 1)) as days
    from audit.moves
    group by kpi_ref, dimension
    order by kpi_ref, days desc, dimension <> 'total', dimension`)
  const dependsOn = closure(kpis)
  return kpis.map(kpi => {
    const row = byRef.get(kpi.ref)
    const settlesAfter = kpi.input.settles_after === undefined ? null : days(kpi.input.settles_after)
    const own = broken.get(kpi.ref)
    const isLate = (each: (typeof seen)[number]) => settlesAfter !== null && each.days >= settlesAfter
    const latest = seen.find(each => each.kpi_ref === kpi.ref && !isPromised(kpi, each.dimension) && isLate(each))
    return {
      kpi,
      compared: row?.compared ?? 0,
      moved: row?.moved ?? 0,
      largest: row?.largest ?? null,
      lastMoved: row?.last_moved ?? null,
      broken: own?.count ?? 0,
      example: own?.example ?? null,
      settlesAfter,
      settlesTooEarly: latest !== undefined,
      late: latest ? {dimension: latest.dimension, days: Number(latest.days)} : null,
      inherits: own ? [...dependsOn.get(kpi.ref)!].filter(ref => broken.has(ref)) : [],
    }
  })
}

/** What each KPI is made of, directly or through others. */
function closure(kpis: readonly Kpi[]): Map<string, Set<string>> {
  const byRef = new Map(kpis.map(kpi => [kpi.ref, kpi]))
  const known = new Map<string, Set<string>>()
  const of = (ref: string): Set<string> => {
    const before = known.get(ref)
    if (before) return before
    const all = new Set<string>()
    known.set(ref, all)
    for (const part of byRef.get(ref)?.dependsOn ?? []) {
      all.add(part)
      for (const each of of(part)) all.add(each)
    }
    return all
  }
  for (const kpi of kpis) of(kpi.ref)
  return known
}
