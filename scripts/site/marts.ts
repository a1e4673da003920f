import {type Dialect, Kysely, type RawBuilder, sql} from 'kysely'
import {DuckDbDialect} from 'kysely-duckdb'
import type {Project} from '../compile/load.ts'
import {slotFigures} from '../query/component-figures.ts'
import type {Database} from '../sql/duckdb.ts'
import type {FigureRow} from './figures.ts'
import type {Need} from './needs.ts'
import type {Period} from './periods.ts'

interface Keyed {
  grain: string
  period_start: string
  period_end: string
  dimension: string
  dimension_value: string | null
}

/** The marts' columns that the site reads. */
export interface Marts {
  'marts.kpi_values': Keyed & {kpi_ref: string; value: number | null; sample_size: bigint}
  'marts.component_values': Keyed & {
    component_ref: string
    column_ref: string | null
    value: number | null
    sample_size: bigint
  }
  'marts.kpi_histograms': Keyed & {component_ref: string; slot: number; count: bigint}
  'marts.histogram_shares': Keyed & {component_ref: string; slot: number; share: number | null}
}

/** The marts through Kysely. Not to be destroyed: that would close the instance, which is not ours. */
export function martsOf(database: Database): Kysely<Marts> {
  // the dialect's declarations name Kysely's CommonJS copy, hence the cast
  const dialect = new DuckDbDialect({database: database.instance, tableMappings: {}}) as unknown as Dialect
  return new Kysely<Marts>({dialect})
}

/** The first day with data, ISO; none where nothing has a date. */
export async function firstDayOf(marts: Kysely<Marts>): Promise<string | undefined> {
  const [first] = await marts
    .selectFrom('marts.kpi_values')
    .where('grain', '=', 'day')
    .select(sql<string | null>`cast(min(period_start) as varchar)`.as('day'))
    .execute()
  return first?.day ?? undefined
}

/** Which periods of the calendar the marts hold, by their days: `2026-03-01 2026-04-01`. */
export async function heldPeriods(marts: Kysely<Marts>): Promise<Set<string>> {
  const rows = await marts
    .selectFrom('marts.kpi_values')
    .where('dimension', '=', 'total')
    .distinct()
    .select([start.as('start'), end.as('end')])
    .execute()
  return new Set(rows.map(row => `${row.start} ${row.end}`))
}

const start = sql<string>`cast(period_start as varchar)`
const end = sql<string>`cast(period_end as varchar)`
const sample = sql<number>`cast(sample_size as double)`
const keys = [start.as('start'), end.as('end'), 'dimension', 'dimension_value'] as const

/** What the marts hold of what is needed, in a few statements. */
export async function readMarts(
  marts: Kysely<Marts>,
  project: Project,
  needs: readonly Need[],
  times: {readonly trend: readonly Period[]; readonly now: readonly Period[]},
): Promise<FigureRow[]> {
  const over = {trend: [...times.trend, ...times.now], now: times.now}
  if (over.trend.length === 0) return []
  const {definitions} = project
  const kpis = needs.filter(need => definitions.kpis.has(need.figure.ref))
  const own = definitions.componentFigures.filter(figure => needs.some(need => need.figure.ref === figure.ref))
  const values = await marts
    .selectFrom('marts.kpi_values')
    .where(eb =>
      eb.or([
        eb.and([eb('dimension', '=', 'total'), inPeriods(over.trend)]),
        ...(['trend', 'now'] as const).map(each => {
          const wanted = kpis.flatMap(({figure, by, over: of}) => (by && of === each ? [`${figure.ref} ${by}`] : []))
          return eb.and([inList(sql`kpi_ref || ' ' || dimension`, wanted), inPeriods(over[each])])
        }),
      ]),
    )
    .select(['kpi_ref as ref', 'value', sample.as('sample'), ...keys])
    .execute()
  const components =
    own.length === 0
      ? []
      : await marts
          .selectFrom('marts.component_values')
          .where(inPeriods(over.now))
          .where(
            inList(
              sql`concat_ws(' ', component_ref, column_ref)`,
              own.map(figure => figure.ref),
            ),
          )
          .select([
            sql<string>`concat_ws(' ', component_ref, column_ref)`.as('ref'),
            'value',
            sample.as('sample'),
            ...keys,
          ])
          .execute()
  return [...values, ...components, ...(await readSlots(marts, project, needs, over.now))]
}

async function readSlots(
  marts: Kysely<Marts>,
  {definitions}: Project,
  needs: readonly Need[],
  periods: readonly Period[],
): Promise<FigureRow[]> {
  const needed = new Set(needs.map(need => need.figure.ref))
  const histograms = definitions.histograms.filter(({ref}) => needed.has(slotFigures(ref, 0).count))
  if (histograms.length === 0 || periods.length === 0) return []
  const refs = histograms.map(each => each.ref)
  const counts = await marts
    .selectFrom('marts.kpi_histograms')
    .where('dimension', '=', 'total')
    .where('component_ref', 'in', refs)
    .where(inPeriods(periods))
    .select(['component_ref', 'slot', sql<number>`cast(count as double)`.as('count'), ...keys])
    .execute()
  const hasShares = histograms.some(each => each.slots.some(slot => slot.share !== undefined))
  const shares = !hasShares
    ? []
    : await marts
        .selectFrom('marts.histogram_shares')
        .where('dimension', '=', 'total')
        .where('component_ref', 'in', refs)
        .where(inPeriods(periods))
        .select(['component_ref', 'slot', 'share', ...keys])
        .execute()
  return [
    ...counts.map(({component_ref, slot, count, ...row}) => ({
      ...row,
      ref: slotFigures(component_ref, slot).count,
      value: count,
      sample: count,
    })),
    ...shares.map(({component_ref, slot, share, ...row}) => ({
      ...row,
      ref: slotFigures(component_ref, slot).share,
      value: share,
      sample: 0,
    })),
  ]
}

function inPeriods(periods: readonly Period[]): RawBuilder<boolean> {
  const days = new Set(periods.map(period => `${period.start} ${period.end}`))
  return inList(sql`cast(period_start as varchar) || ' ' || cast(period_end as varchar)`, [...days])
}

function inList(expression: RawBuilder<unknown>, values: readonly string[]): RawBuilder<boolean> {
  return values.length === 0 ? sql<boolean>`false` : sql<boolean>`${expression} in (${sql.join(values)})`
}
