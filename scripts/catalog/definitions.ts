import type {YamlPath} from '../core/yaml-file.ts'
import type {Aggregate, ComponentInput, KpiInput} from './catalog-schema.ts'

/** An expression's text and where it stands in the catalog. */
export interface ExpressionAt {
  readonly text: string
  readonly path: YamlPath
}

/** One aggregate over rows or entities. */
export interface AggregateOf {
  readonly aggregate: Aggregate
  /** What is aggregated; none for counts. For `count_distinct` a column. */
  readonly value?: ExpressionAt
  /** The percentile, between 0 and 1. */
  readonly at?: number
}

export interface RelatedRows extends AggregateOf {
  readonly alias: string
  readonly path: YamlPath
  readonly fact: string
  readonly date: string
  readonly on: string
  readonly where?: ExpressionAt
}

/** What a KPI's leaves are: one aggregate over one fact by one anchor. */
export interface Measure extends AggregateOf {
  /** Readable and unique: the ref that defines it, with its place in there (`Shop-Card-12.numerator`). */
  readonly id: string
  readonly path: YamlPath
  readonly kind: 'rows' | 'entities' | 'stock'
  readonly fact: string
  /** The anchor; none for a stock. */
  readonly date?: string
  readonly where: readonly ExpressionAt[]
  readonly per?: string
  readonly each: readonly (AggregateOf & {readonly alias: string})[]
  readonly having?: ExpressionAt
  readonly related: readonly RelatedRows[]
  readonly enters?: string
  readonly leaves?: string
  /** Dimension → column of the fact. */
  readonly dimensions: Readonly<Record<string, string>>
}

/** How a KPI is calculated from measures. */
export type Term =
  | {readonly type: 'measure'; readonly measure: Measure}
  | {readonly type: 'ratio'; readonly numerator: Term; readonly denominator: Term}
  | {readonly type: 'formula'; readonly formula: ExpressionAt; readonly parts: Readonly<Record<string, Term>>}

/** Additivity: over periods and dimension values; over dimension values only; not at all. */
export type Additivity = 'additive' | 'dimensions_only' | 'none'

export interface Kpi {
  readonly ref: string
  readonly input: KpiInput
  /** What is calculated: an aggregate's name, `ratio`, `formula` or `stock`. */
  readonly kind: string
  readonly term: Term
  readonly measures: readonly Measure[]
  /** The dimensions that all its measures have, less those it excludes; in the catalog's order. */
  readonly dimensions: readonly string[]
  /** KPIs that its definition names. */
  readonly dependsOn: readonly string[]
  /** A stock and what is dated by whole days have no time of day; a stock has no weekday either. */
  readonly hasHours: boolean
  readonly hasWeekdays: boolean
  readonly additivity: Additivity
  readonly columnName: string
}

/** A histogram's slot, counted by a measure of its own. */
export interface Slot {
  readonly number: number
  readonly label: Readonly<Record<string, string>>
  readonly lower: number | null
  readonly upper: number | null
  readonly measure: Measure
  /** Share of the slot's rows that satisfy the histogram's condition. */
  readonly share?: Measure
}

export interface Histogram {
  readonly ref: string
  readonly unit: string
  readonly slots: readonly Slot[]
  readonly dimensions: readonly string[]
}

/** What is calculated from measures and cut by dimensions: a KPI, or a chart's own figure. */
export type Figure = Pick<Kpi, 'ref' | 'term' | 'measures' | 'dimensions'>

/** A chart's own figure, which no KPI has. Its `ref` is made of both: `Shop-Table-1 Shop-Card-2`. */
export interface ComponentFigure extends Figure {
  readonly component: string
  /** The KPI in whose column it stands, or that it cuts in a way of its own. */
  readonly column?: string
}

const PAIR = '*'

/** Two dimensions cut together, as one: `member*theme`. */
export function pairOf(rows: string, columns: string): string {
  return `${rows}${PAIR}${columns}`
}

/** The dimensions in a name: one, or all that are cut together. */
export function dimensionsIn(name: string): readonly string[] {
  return name.split(PAIR)
}

/** Between the values of dimensions that are cut together (the macro `labels_joined`). */
export const VALUE_SEPARATOR = '\u001f'

export interface NeededMeasure {
  readonly measure: Measure
  readonly dimensions: readonly string[]
  /** A plain count of rows: the values of days add up to those of longer periods, exactly. */
  readonly addsUp: boolean
}

/** The catalog resolved against the facts: what every later stage works from. */
export interface Definitions {
  readonly kpis: ReadonlyMap<string, Kpi>
  readonly histograms: readonly Histogram[]
  readonly componentFigures: readonly ComponentFigure[]
  readonly components: ReadonlyMap<string, ComponentInput>
  /** Every distinct measure, in order of first use, with the dimensions that its KPIs and components need. */
  readonly measures: ReadonlyMap<string, NeededMeasure>
}
