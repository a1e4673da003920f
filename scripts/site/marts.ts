import {type Dialect, Kysely, type RawBuilder, sql} from 'kysely'
import {DuckDbDialect} from 'kysely-duckdb'
import {type Database, identifier} from '../sql/duckdb.ts'
import {choosePresets, type PeriodRow, type Preset} from './periods.ts'

/** A figure as the marts hold it, with its key. */
export interface ValueRow {
  readonly ref: string
  readonly grain: string
  readonly period_start: string
  readonly dimension: string
  readonly dimension_value: string | null
  readonly value: number | null
  readonly sample_size: number
  readonly is_settled: boolean
}

export interface SlotRow {
  readonly ref: string
  readonly grain: string
  readonly period_start: string
  readonly slot: number
  readonly count: number
}

/** A row of a table component: attributes as texts, KPIs as numbers. */
export interface TableRow {
  readonly grain: string
  readonly period_start: string
  readonly dimension_value: string
  readonly cells: Readonly<Record<string, string | number | null>>
}

/** Everything that the site shows, read once. */
export interface MartRows {
  readonly presets: readonly Preset[]
  readonly values: readonly ValueRow[]
  /** Figures of charts that are no KPIs, by chart. */
  readonly components: readonly ValueRow[]
  readonly slots: readonly SlotRow[]
  readonly tables: ReadonlyMap<string, readonly TableRow[]>
  /** Dimension → value → its name. */
  readonly labels: ReadonlyMap<string, ReadonlyMap<string, string>>
}

/** What to read beyond the totals. */
export interface Wanted {
  readonly breakdowns: readonly {readonly ref: string; readonly dimension: string}[]
  readonly componentBreakdowns: readonly {readonly ref: string; readonly dimension: string}[]
  readonly histograms: boolean
  readonly tables: readonly {
    readonly name: string
    readonly attributes: readonly string[]
    readonly columns: readonly string[]
  }[]
  readonly labels: readonly {
    readonly dimension: string
    readonly relation: string
    readonly key: string
    readonly label: string
  }[]
}

interface Keyed {
  grain: string
  period_start: string
  period_end: string
  dimension: string
  dimension_value: string | null
}

interface Marts {
  'marts.kpi_values': Keyed & {
    kpi_ref: string
    value: number | null
    sample_size: bigint
    is_complete: boolean
    is_settled: boolean
  }
  'marts.component_values': Keyed & {component_ref: string; value: number | null; sample_size: bigint}
  'marts.kpi_histograms': Keyed & {component_ref: string; slot: number; count: bigint}
}

/** Reads what the site shows from the marts, in a few statements; dates come as text, counts as numbers. */
export async function readMarts(database: Database, wanted: Wanted): Promise<MartRows> {
  // not destroyed afterwards: that would close the instance, which is not ours
  // (the dialect's declarations name Kysely's CommonJS copy, hence the cast)
  const dialect = new DuckDbDialect({database: database.instance, tableMappings: {}}) as unknown as Dialect
  const marts = new Kysely<Marts>({dialect})
  const [periods, [first]] = await Promise.all([
    marts
      .selectFrom('marts.kpi_values')
      .where('dimension', '=', 'total')
      .where('grain', '!=', 'day')
      .distinct()
      .select([
        'grain',
        startText.as('period_start'),
        sql<string>`cast(period_end as varchar)`.as('period_end'),
        'is_complete',
      ])
      .execute() as Promise<PeriodRow[]>,
    marts
      .selectFrom('marts.kpi_values')
      .where('dimension', '=', 'total')
      .where('grain', '=', 'day')
      .select(sql<string | null>`cast(min(period_start) as varchar)`.as('day'))
      .execute(),
  ])
  const presets = choosePresets(periods, first?.day ?? '0001-01-01')
  const shown = presets.filter(preset => preset.window.length > 0)
  if (shown.length === 0) return {presets, values: [], components: [], slots: [], tables: new Map(), labels: new Map()}

  const values = await marts
    .selectFrom('marts.kpi_values')
    .where(inWindows(shown))
    .where(eb =>
      eb.or([
        eb('dimension', '=', 'total'),
        ...wanted.breakdowns.map(({ref, dimension}) =>
          eb.and([eb('kpi_ref', '=', ref), eb('dimension', '=', dimension)]),
        ),
      ]),
    )
    .select([
      'kpi_ref as ref',
      'grain',
      startText.as('period_start'),
      'dimension',
      'dimension_value',
      'value',
      sampleSize.as('sample_size'),
      'is_settled',
    ])
    .execute()
  const components =
    wanted.componentBreakdowns.length === 0
      ? []
      : await marts
          .selectFrom('marts.component_values')
          .where(inWindows(shown))
          .where(eb =>
            eb.or(
              wanted.componentBreakdowns.map(({ref, dimension}) =>
                eb.and([eb('component_ref', '=', ref), eb('dimension', 'in', ['total', dimension])]),
              ),
            ),
          )
          .select([
            'component_ref as ref',
            'grain',
            startText.as('period_start'),
            'dimension',
            'dimension_value',
            'value',
            sampleSize.as('sample_size'),
            sql<boolean>`true`.as('is_settled'),
          ])
          .execute()
  const slots = !wanted.histograms
    ? []
    : await marts
        .selectFrom('marts.kpi_histograms')
        .where('dimension', '=', 'total')
        .where(inWindows(shown))
        .select([
          'component_ref as ref',
          'grain',
          startText.as('period_start'),
          'slot',
          sql<number>`cast(count as double)`.as('count'),
        ])
        .execute()
  return {
    presets,
    values,
    components,
    slots,
    tables: await readTables(marts, wanted, shown),
    labels: await readLabels(marts, wanted),
  }
}

const startText = sql<string>`cast(period_start as varchar)`
const sampleSize = sql<number>`cast(sample_size as double)`

/** Rows of the periods that the pages show. */
function inWindows(presets: readonly Preset[]): RawBuilder<boolean> {
  const windows = presets.map(
    ({grain, window}) => sql`(grain = ${grain} and period_start >= cast(${window[0]!.start} as date))`,
  )
  return sql<boolean>`(${sql.join(windows, sql` or `)})`
}

async function readTables(
  marts: Kysely<Marts>,
  {tables}: Wanted,
  presets: readonly Preset[],
): Promise<Map<string, TableRow[]>> {
  const read = new Map<string, TableRow[]>()
  const shown = presets.flatMap(({current}) =>
    current ? [sql`(grain = ${current.grain} and period_start = cast(${current.start} as date))`] : [],
  )
  for (const {name, attributes, columns} of tables) {
    const cells = [
      ...attributes.map(
        attribute => sql`cast(${sql.raw(identifier(attribute))} as varchar) as ${sql.raw(identifier(attribute))}`,
      ),
      ...columns.map(column => sql`cast(${sql.raw(identifier(column))} as double) as ${sql.raw(identifier(column))}`),
    ]
    const {rows} = await sql<Record<string, string | number | null>>`
      select grain, cast(period_start as varchar) as period_start, dimension_value, ${sql.join(cells)}
      from marts.${sql.raw(identifier(name))} where ${sql.join(shown, sql` or `)}`.execute(marts)
    read.set(
      name,
      rows.map(({grain, period_start, dimension_value, ...rest}) => ({
        grain: String(grain),
        period_start: String(period_start),
        dimension_value: String(dimension_value),
        cells: rest,
      })),
    )
  }
  return read
}

async function readLabels(marts: Kysely<Marts>, {labels}: Wanted): Promise<Map<string, Map<string, string>>> {
  const read = new Map<string, Map<string, string>>()
  for (const {dimension, relation, key, label} of labels) {
    const {rows} = await sql<{key: string; label: string | null}>`
      select cast(${sql.raw(identifier(key))} as varchar) as key, cast(${sql.raw(identifier(label))} as varchar) as label
      from ${sql.raw(relation)}`.execute(marts)
    read.set(dimension, new Map(rows.flatMap(row => (row.label === null ? [] : [[row.key, row.label]]))))
  }
  return read
}
