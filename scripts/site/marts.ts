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
  /** Of the slot's rows, how many satisfy the histogram's condition; NULL without one or without rows. */
  readonly share: number | null
}

/** A row of a table or a point of a scatter: attributes as texts, KPIs as numbers. */
export interface TableRow {
  readonly grain: string
  readonly period_start: string
  readonly dimension: string
  readonly dimension_value: string
  readonly cells: Readonly<Record<string, string | number | null>>
}

/** A cell of a matrix that has a figure. */
export interface MatrixRow {
  readonly grain: string
  readonly period_start: string
  readonly row: string
  readonly column: string
  readonly value: number
  /** From the figure of everything together. */
  readonly distance: number
  readonly sample_size: number
}

/** A row of a list, as texts; NULL where the model holds it. */
export interface ListRow {
  readonly grain: string
  readonly period_start: string
  /** How many rows its period has. */
  readonly of: number
  readonly cells: Readonly<Record<string, string | null>>
}

/** Everything that the site shows, read once. */
export interface MartRows {
  readonly presets: readonly Preset[]
  readonly values: readonly ValueRow[]
  /** Figures of charts that are no KPIs, by chart. */
  readonly components: readonly ValueRow[]
  readonly slots: readonly SlotRow[]
  readonly tables: ReadonlyMap<string, readonly TableRow[]>
  readonly matrices: ReadonlyMap<string, readonly MatrixRow[]>
  /** By reference; each period's latest rows, the latest first. */
  readonly lists: ReadonlyMap<string, readonly ListRow[]>
  /** Dimension → value → its name. */
  readonly labels: ReadonlyMap<string, ReadonlyMap<string, string>>
}

/** What to read beyond the totals. */
export interface Wanted {
  readonly breakdowns: readonly {readonly ref: string; readonly dimension: string}[]
  readonly componentBreakdowns: readonly {readonly ref: string; readonly dimension: string}[]
  readonly histograms: boolean
  /** Whether a histogram has a condition, and slots a share. */
  readonly shares: boolean
  readonly tables: readonly {
    readonly name: string
    readonly attributes: readonly string[]
    readonly columns: readonly string[]
  }[]
  readonly matrices: readonly {readonly name: string; readonly rows: string; readonly columns: string}[]
  readonly lists: readonly {
    readonly ref: string
    readonly relation: string
    /** The local time that dates a row. */
    readonly date: string
    /** What is shown, and the column that it is read from: of a timestamp, its local time. */
    readonly columns: readonly {readonly name: string; readonly from: string}[]
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
  'marts.histogram_shares': Keyed & {component_ref: string; slot: number; share: number | null}
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
  if (shown.length === 0) {
    const none = new Map()
    return {presets, values: [], components: [], slots: [], tables: none, matrices: none, lists: none, labels: none}
  }

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
  const shares = await readShares(marts, wanted, shown)
  return {
    presets,
    values,
    components,
    slots: slots.map(row => ({...row, share: shares.get(slotKey(row)) ?? null})),
    tables: await readTables(marts, wanted, shown),
    matrices: await readMatrices(marts, wanted, shown),
    lists: await readLists(marts, wanted, shown),
    labels: await readLabels(marts, wanted),
  }
}

interface SlotAt {
  readonly ref: string
  readonly grain: string
  readonly period_start: string
  readonly slot: number
}

const slotKey = ({ref, grain, period_start, slot}: SlotAt) => [ref, grain, period_start, slot].join(' ')

/** Of histograms with a condition, the share of each slot's rows that satisfy it. */
async function readShares(
  marts: Kysely<Marts>,
  wanted: Wanted,
  shown: readonly Preset[],
): Promise<Map<string, number | null>> {
  if (!wanted.shares) return new Map()
  const rows = await marts
    .selectFrom('marts.histogram_shares')
    .where('dimension', '=', 'total')
    .where(inWindows(shown))
    .select(['component_ref as ref', 'grain', startText.as('period_start'), 'slot', 'share'])
    .execute()
  return new Map(rows.map(row => [slotKey(row), row.share]))
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
  for (const {name, attributes, columns} of tables) {
    const cells = [
      ...attributes.map(
        attribute => sql`cast(${sql.raw(identifier(attribute))} as varchar) as ${sql.raw(identifier(attribute))}`,
      ),
      ...columns.map(column => sql`cast(${sql.raw(identifier(column))} as double) as ${sql.raw(identifier(column))}`),
    ]
    const {rows} = await sql<Record<string, string | number | null>>`
      select grain, cast(period_start as varchar) as period_start, dimension, dimension_value, ${sql.join(cells)}
      from marts.${sql.raw(identifier(name))} where ${inCurrent(presets)}`.execute(marts)
    read.set(
      name,
      rows.map(({grain, period_start, dimension, dimension_value, ...rest}) => ({
        grain: String(grain),
        period_start: String(period_start),
        dimension: String(dimension),
        dimension_value: String(dimension_value),
        cells: rest,
      })),
    )
  }
  return read
}

/** Rows of the period that each preset shows. */
function inCurrent(presets: readonly Preset[]): RawBuilder<unknown> {
  const shown = presets.flatMap(({current}) =>
    current ? [sql`(grain = ${current.grain} and period_start = cast(${current.start} as date))`] : [],
  )
  return sql.join(shown, sql` or `)
}

async function readMatrices(
  marts: Kysely<Marts>,
  {matrices}: Wanted,
  presets: readonly Preset[],
): Promise<Map<string, MatrixRow[]>> {
  const read = new Map<string, MatrixRow[]>()
  for (const {name, rows: down, columns: across} of matrices) {
    const {rows} = await sql<MatrixRow>`
      select grain, cast(period_start as varchar) as period_start, ${sql.raw(identifier(down))} as "row",
        ${sql.raw(identifier(across))} as "column", value, distance, ${sampleSize} as sample_size
      from marts.${sql.raw(identifier(name))} where value is not null and (${inCurrent(presets)})`.execute(marts)
    read.set(name, rows)
  }
  return read
}

/** How many rows a list shows. */
const LATEST = 20

async function readLists(
  marts: Kysely<Marts>,
  {lists}: Wanted,
  presets: readonly Preset[],
): Promise<Map<string, ListRow[]>> {
  const read = new Map<string, ListRow[]>()
  for (const {ref, relation, date, columns} of lists) {
    const cells = columns.map(
      ({name, from}) => sql`cast(${sql.raw(identifier(from))} as varchar) as ${sql.raw(identifier(name))}`,
    )
    const found: ListRow[] = []
    for (const {current} of presets) {
      if (!current) continue
      const at = sql.raw(identifier(date))
      // rows of one instant stand in the order of their texts, so that every build lists them alike
      const {rows} = await sql<Record<string, string | null> & {rows_of: number}>`
        select ${sql.join(cells)}, cast(count(*) over () as double) as rows_of from ${sql.raw(relation)}
        where ${at} >= cast(${current.start} as date) and ${at} < cast(${current.end} as date)
        order by ${at} desc, ${sql.join(columns.map((_, i) => sql.raw(String(i + 1))))} limit ${sql.raw(String(LATEST))}`.execute(
        marts,
      )
      for (const {rows_of: of, ...rest} of rows)
        found.push({grain: current.grain, period_start: current.start, of, cells: rest})
    }
    read.set(ref, found)
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
