import type {Kpi} from '../catalog/definitions.ts'
import {isZeroWhenEmpty} from '../compile/combine.ts'
import type {ListRow, MartRows, MatrixRow, TableRow, ValueRow} from './marts.ts'
import type {Period} from './periods.ts'

/** A figure of one period. */
export interface Point {
  /** NULL: nothing to calculate it from. */
  readonly value: number | null
  readonly sample: number
  /** No later event changes it any more. */
  readonly settled: boolean
}

/** One part of a breakdown. */
export interface Part {
  readonly value: string
  readonly amount: number
}

/** What falls into a slot of a histogram. */
export interface SlotCount {
  readonly count: number
  readonly share: number | null
}

/** The marts' rows, found by what the pages ask for. Nothing is calculated here. */
export interface SiteData {
  /** A KPI's figure, in total or for one value of one dimension. */
  point(kpi: Kpi, period: Period, only?: {readonly dimension: string; readonly value: string}): Point
  /** The parts of a KPI's or a chart's own figure by a dimension. */
  parts(ref: string, dimension: string, period: Period): Part[]
  /** Whether any figure of the period has something to tell. */
  hasData(period: Period): boolean
  /** A histogram's counts by slot; missing slots hold 0. */
  slots(ref: string, period: Period): ReadonlyMap<number, SlotCount>
  /** The rows of a table or scatter by one of its dimensions. */
  rows(mart: string, dimension: string, period: Period): readonly TableRow[]
  cells(matrix: string, period: Period): readonly MatrixRow[]
  list(ref: string, period: Period): readonly ListRow[]
  /** A dimension value's name as the models tell it. */
  label(dimension: string, value: string): string | undefined
}

/** Indexes the rows. */
export function siteData(rows: MartRows): SiteData {
  const values = new Map(
    rows.values.map(row => [key(row.ref, row.dimension, row.dimension_value, row.grain, row.period_start), row]),
  )
  const parts = new Map<string, Part[]>()
  for (const row of [...rows.values, ...rows.components]) {
    if (row.dimension === 'total' || row.dimension_value === null || row.value === null) continue
    add(parts, partsKey(row.ref, row.dimension, row), {value: row.dimension_value, amount: row.value})
  }
  const slots = new Map<string, Map<number, SlotCount>>()
  for (const row of rows.slots) {
    const at = `${row.ref}|${row.grain}|${row.period_start}`
    slots.set(at, (slots.get(at) ?? new Map<number, SlotCount>()).set(row.slot, {count: row.count, share: row.share}))
  }
  const tables = new Map<string, TableRow[]>()
  for (const [name, all] of rows.tables)
    for (const row of all) add(tables, `${name}|${row.dimension}|${row.grain}|${row.period_start}`, row)
  const matrices = byPeriod(rows.matrices)
  const lists = byPeriod(rows.lists)
  const told = new Set(rows.values.filter(row => row.sample_size > 0).map(row => `${row.grain}|${row.period_start}`))

  return {
    point: (kpi, period, only) => {
      const row = values.get(key(kpi.ref, only?.dimension ?? 'total', only?.value ?? null, period.grain, period.start))
      if (row) return {value: row.value, sample: row.sample_size, settled: row.is_settled}
      const total = only && values.get(key(kpi.ref, 'total', null, period.grain, period.start))
      return {
        value: only && isZeroWhenEmpty(kpi.term) ? 0 : null,
        sample: 0,
        settled: total?.is_settled ?? period.complete,
      }
    },
    parts: (ref, dimension, period) =>
      parts.get(partsKey(ref, dimension, {grain: period.grain, period_start: period.start})) ?? [],
    hasData: period => told.has(`${period.grain}|${period.start}`),
    slots: (ref, period) => slots.get(`${ref}|${period.grain}|${period.start}`) ?? new Map(),
    rows: (mart, dimension, period) => tables.get(`${mart}|${dimension}|${period.grain}|${period.start}`) ?? [],
    cells: (matrix, period) => matrices.get(`${matrix}|${period.grain}|${period.start}`) ?? [],
    list: (ref, period) => lists.get(`${ref}|${period.grain}|${period.start}`) ?? [],
    label: (dimension, value) => rows.labels.get(dimension)?.get(value),
  }
}

function byPeriod<T extends {readonly grain: string; readonly period_start: string}>(
  named: ReadonlyMap<string, readonly T[]>,
): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const [name, all] of named) for (const row of all) add(found, `${name}|${row.grain}|${row.period_start}`, row)
  return found
}

function key(ref: string, dimension: string, value: string | null, grain: string, start: string): string {
  return `${ref}|${grain}|${start}|${dimension}|${value ?? ''}`
}

function partsKey(ref: string, dimension: string, row: Pick<ValueRow, 'grain' | 'period_start'>): string {
  return `${ref}|${dimension}|${row.grain}|${row.period_start}`
}

function add<T>(lists: Map<string, T[]>, at: string, value: T): void {
  const found = lists.get(at)
  if (found) found.push(value)
  else lists.set(at, [value])
}
