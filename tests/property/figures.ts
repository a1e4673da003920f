import type {World} from './world.ts'

/** A row's place in every dimension that it has; `(none)` for what is missing. */
export type Place = Readonly<Record<string, string>>

/** What a question is about once its filters are understood. */
export interface Scope {
  /** The period as instants, the end excluded. */
  readonly start: number
  readonly end: number
  /** Whether something dated by `at` lies in the period and passes every filter. */
  takes(at: number | null, place: Place): boolean
  /** Whether an instant lies in the period, whatever the filters. */
  holds(at: number | null): boolean
}

/** A KPI's answer. */
export interface Figure {
  readonly numerator: number | null
  readonly denominator: number | null
  readonly value: number | null
  readonly sample: number
}

/** A KPI: the dimensions by which it can be cut and how it is read from the rows. */
export interface Kpi {
  readonly dimensions: readonly string[]
  /** What has no time of day, or no days of the week: filters by them don't apply. */
  readonly lacks?: readonly ('hours' | 'weekdays')[]
  read(world: World, scope: Scope): Figure
}

/** A histogram: for each thing that it shows, its length (in milliseconds, where it is a time); and the slots' upper bounds, the last slot open. */
export interface Histogram {
  readonly dimensions: readonly string[]
  readonly bounds: readonly number[]
  lengths(world: World, scope: Scope): readonly number[]
}

export function count(n: number): Figure {
  return {numerator: null, denominator: null, value: n, sample: n}
}

/** A total and the number of rows behind it. */
export function sum(total: number, rows: number): Figure {
  return {numerator: null, denominator: null, value: total, sample: rows}
}

export function share(part: number, whole: number): Figure {
  return {numerator: part, denominator: whole, value: whole === 0 ? null : part / whole, sample: whole}
}

export function average(values: readonly number[]): Figure {
  let total = 0
  for (const value of values) total += value
  return {
    numerator: total,
    denominator: values.length,
    value: values.length === 0 ? null : total / values.length,
    sample: values.length,
  }
}

/** The middle value, or halfway between the two middle ones. */
export function median(values: readonly number[]): Figure {
  const sorted = [...values].sort((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  const value =
    sorted.length === 0 ? null : sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
  return {numerator: null, denominator: null, value, sample: sorted.length}
}

/** One KPI over another, each dated in its own way. */
export function ratio(numerator: Figure, denominator: Figure): Figure {
  const [part, whole] = [numerator.value, denominator.value]
  const value = part === null || whole === null || whole === 0 ? null : part / whole
  return {numerator: part, denominator: whole, value, sample: denominator.sample}
}

/** Seconds between two instants. */
export function seconds(from: number, to: number): number {
  return (to - from) / 1000
}
