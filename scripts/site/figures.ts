import type {Curves} from './settling.ts'

/** A figure of one period: a KPI's or a chart's own, in total or for one value of a dimension. */
export interface FigureRow {
  readonly ref: string
  /** Local dates, ISO; the end is excluded. */
  readonly start: string
  readonly end: string
  readonly dimension: string
  readonly dimension_value: string | null
  readonly value: number | null
  readonly sample: number
}

/** A row of a list, as texts; NULL where the model holds it. */
export interface ListRow {
  readonly start: string
  readonly end: string
  /** How many rows its period has. */
  readonly of: number
  readonly cells: Readonly<Record<string, string | null>>
}

/** Dimension → value → its name. */
export type Labels = ReadonlyMap<string, ReadonlyMap<string, string>>

/** Everything that pages show, whatever answered it. */
export interface SiteRows {
  readonly figures: readonly FigureRow[]
  /** By reference; each period's latest rows, the latest first. */
  readonly lists: ReadonlyMap<string, readonly ListRow[]>
  readonly labels: Labels
  /** Dimension → the values that the data hold. */
  readonly values: ReadonlyMap<string, readonly string[]>
  /** Of tables with a model's attributes: table → value of its dimension → attribute → text. */
  readonly attributes: ReadonlyMap<string, ReadonlyMap<string, Readonly<Record<string, string | null>>>>
  readonly curves: Curves
}
