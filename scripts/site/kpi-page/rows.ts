import {isHidden} from '../../catalog/catalog.ts'
import type {Project} from '../../compile/load.ts'
import {GRAINS, type Grain} from '../../core/days.ts'
import type {Database} from '../../sql/duckdb.ts'
import {identifier, literal} from '../../sql/literals.ts'
import type {People} from '../people.ts'
import {type Curves, readCurves} from '../settling.ts'

/** How many of its latest periods a page shows of each grain. */
const WINDOWS: Readonly<Record<Grain, number>> = {day: 31, week: 53, month: 25, quarter: 13, year: 10}

/** A period of the calendar; local dates, the end excluded. */
export interface CalendarPeriod {
  readonly grain: Grain
  readonly start: string
  readonly end: string
  /** Over at the data's last instant. */
  readonly complete: boolean
  /** The data reach back to its first day. */
  readonly covered: boolean
}

/** Whether a period is over and the data reach back to its first day: only such are compared. */
export function isWhole(period: CalendarPeriod): boolean {
  return period.complete && period.covered
}

/** A KPI's totals over the shown periods of a grain, the oldest first. */
export interface Total {
  readonly value: number | null
  readonly numerator: number | null
  readonly denominator: number | null
  readonly sample: number
  readonly settled: boolean
}

/** A KPI's figure for one value of a dimension, in the period of the breakdowns. */
export interface Cut {
  readonly dimension: string
  readonly value: string
  readonly amount: number | null
  readonly sample: number
  /** No later event changes it any more. */
  readonly settled: boolean
}

/** What the pages of KPIs show of the marts, read once. */
export interface ReferenceRows {
  /** Of each grain, the shown periods, the oldest first. */
  readonly periods: ReadonlyMap<Grain, readonly CalendarPeriod[]>
  /** The whole calendar: first and last day (included) and how many days and whole months; none without data. */
  readonly calendar?: {readonly first: string; readonly last: string; readonly days: number; readonly months: number}
  /** The period of the breakdowns: the last complete month, else the latest. */
  readonly month?: CalendarPeriod
  /** KPI → grain → a total for each shown period. */
  readonly totals: ReadonlyMap<string, ReadonlyMap<string, readonly Total[]>>
  readonly cuts: ReadonlyMap<string, readonly Cut[]>
  /** Dimension → value → its name in the models; of hidden people none. */
  readonly labels: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly people: People
  readonly curves: Curves
}

/** Reads the calendar, the totals, the breakdowns of the last month and the dimensions' labels: a few statements for all KPIs. */
export async function readReference(database: Database, project: Project, people: People): Promise<ReferenceRows> {
  const all = await database.rows<CalendarPeriod>(
    `select grain, cast(period_start as varchar) as start, cast(period_end as varchar) as "end", is_complete as complete,
       period_start >= min(period_start) filter (where grain = 'day') over () as covered
     from meta.periods order by grain, period_start`,
  )
  const of = (grain: Grain) => all.filter(period => period.grain === grain)
  const days = of('day')
  const months = of('month')
  const month = months.findLast(period => period.complete) ?? months.at(-1)
  return {
    periods: new Map(GRAINS.map(grain => [grain, of(grain).slice(-WINDOWS[grain])])),
    ...(days.length === 0
      ? {}
      : {
          calendar: {
            first: days[0]!.start,
            last: days.at(-1)!.start,
            days: days.length,
            months: months.filter(isWhole).length,
          },
        }),
    ...(month === undefined ? {} : {month}),
    totals: await readTotals(database),
    cuts: month === undefined ? new Map() : await readCuts(database, month, people),
    labels: await readLabels(database, project),
    people,
    curves: await readCurves(database),
  }
}

interface TotalLists {
  readonly ref: string
  readonly grain: Grain
  readonly values: readonly (number | null)[]
  readonly numerators: readonly (number | null)[]
  readonly denominators: readonly (number | null)[]
  readonly samples: readonly number[]
  readonly settled: readonly boolean[]
}

async function readTotals(database: Database): Promise<Map<string, Map<string, Total[]>>> {
  const rows = await database.rows<TotalLists>(
    `with ranked as (
       select *, row_number() over (partition by kpi_ref, grain order by period_start desc) as back
       from marts.kpi_values where dimension = 'total'
     )
     select kpi_ref as ref, grain, list(value order by period_start) as values,
       list(numerator order by period_start) as numerators, list(denominator order by period_start) as denominators,
       list(cast(sample_size as double) order by period_start) as samples, list(is_settled order by period_start) as settled
     from ranked
     where back <= case grain ${GRAINS.map(grain => `when ${literal(grain)} then ${WINDOWS[grain]}`).join(' ')} end
     group by kpi_ref, grain`,
  )
  const totals = new Map<string, Map<string, Total[]>>()
  for (const row of rows) {
    const grains = totals.get(row.ref) ?? new Map<string, Total[]>()
    totals.set(row.ref, grains)
    grains.set(
      row.grain,
      row.values.map((value, i) => ({
        value,
        numerator: row.numerators[i]!,
        denominator: row.denominators[i]!,
        sample: row.samples[i]!,
        settled: row.settled[i]!,
      })),
    )
  }
  return totals
}

async function readCuts(database: Database, month: CalendarPeriod, people: People): Promise<Map<string, Cut[]>> {
  const rows = await database.rows<Cut & {ref: string}>(
    `select kpi_ref as ref, dimension, dimension_value as "value", value as amount, cast(sample_size as double) as sample,
       is_settled as settled
     from marts.kpi_values
     where grain = 'month' and period_start = date ${literal(month.start)} and dimension <> 'total'`,
  )
  const cuts = new Map<string, Cut[]>()
  for (const {ref, ...read} of rows) {
    const row = {...read, value: people.alias(read.dimension, read.value)}
    const found = cuts.get(ref)
    if (found) found.push(row)
    else cuts.set(ref, [row])
  }
  // equal figures in the order of what is shown, which for hidden people is not that of their keys
  for (const found of cuts.values())
    found.sort((a, b) => (b.amount ?? -Infinity) - (a.amount ?? -Infinity) || (a.value < b.value ? -1 : 1))
  return cuts
}

async function readLabels(
  database: Database,
  {catalog, declarations}: Project,
): Promise<Map<string, Map<string, string>>> {
  const labels = new Map<string, Map<string, string>>()
  for (const [dimension, {labels: from}] of Object.entries(catalog.dimensions)) {
    if (!from || isHidden(catalog, dimension)) continue
    const layer = declarations.files.get(from.model)?.includes('/marts/') ? 'marts' : 'facts'
    const rows = await database.rows<{key: string; label: string}>(
      `select cast(${identifier(from.key)} as varchar) as key, cast(${identifier(from.label)} as varchar) as label
       from ${layer}.${identifier(from.model)} where ${identifier(from.label)} is not null`,
    )
    labels.set(dimension, new Map(rows.map(({key, label}) => [key, label])))
  }
  return labels
}
