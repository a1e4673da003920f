import {columnName} from '../catalog/catalog.ts'
import type {Kpi} from '../catalog/definitions.ts'
import {pairOf} from '../catalog/definitions.ts'
import {isZeroWhenEmpty} from '../compile/combine.ts'
import type {Project} from '../compile/load.ts'
import {groupBy} from '../core/group-by.ts'
import {slotFigures} from '../query/component-figures.ts'
import {PAIR_SEPARATOR} from './entities.ts'
import type {FigureRow, ListRow, SiteRows} from './figures.ts'
import type {Period, Range} from './periods.ts'
import {isSettled} from './settled.ts'

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

/** A row of a table or a point of a scatter: attributes as texts, KPIs as numbers. */
export interface TableRow {
  readonly dimension_value: string
  readonly cells: Readonly<Record<string, string | number | null>>
}

/** A cell of a matrix that has a figure. */
export interface MatrixRow {
  readonly row: string
  readonly column: string
  readonly value: number
  readonly sample: number
}

type Days = Pick<Period, 'start' | 'end'>

/** What pages show, found by what they ask for. Nothing is calculated here. */
export interface SiteData {
  /** A KPI's figure, in total or for one value of one dimension. */
  point(kpi: Kpi, period: Period, only?: {readonly dimension: string; readonly value: string}): Point
  /** A KPI's figures in total over the periods of a trend; worked out once for each list of periods. */
  points(kpi: Kpi, periods: readonly Period[]): readonly Point[]
  /** The parts of a KPI's or a chart's own figure by a dimension. */
  parts(ref: string, dimension: string, period: Days): Part[]
  /** Whether any figure of the period has something to tell. */
  hasData(period: Days): boolean
  /** A histogram's counts by slot; missing slots hold 0. */
  slots(ref: string, period: Days): ReadonlyMap<number, SlotCount>
  /** The rows of a table or scatter by one of its dimensions. */
  rows(ref: string, dimension: string, period: Days): readonly TableRow[]
  cells(matrix: string, period: Days): readonly MatrixRow[]
  list(ref: string, period: Days): readonly ListRow[]
  /** Whether a list's rows are at hand. */
  hasList(ref: string): boolean
  /** A dimension value's name as the models tell it. */
  label(dimension: string, value: string): string | undefined
}

/** Indexes the rows. */
export function siteData({definitions}: Project, rows: SiteRows, range: Range): SiteData {
  const figures = new Map(rows.figures.map(row => [key(row.ref, row.dimension, row.dimension_value, row), row]))
  const broken = rows.figures.filter(row => row.dimension !== 'total' && row.dimension_value !== null)
  const byPart = groupBy(broken, row => key(row.ref, row.dimension, null, row))
  const told = new Set(rows.figures.flatMap(row => (row.sample > 0 ? [days(row)] : [])))

  const parts = (ref: string, dimension: string, period: Days): FigureRow[] =>
    (byPart.get(key(ref, dimension, null, period)) ?? []).filter(row => row.value !== null)
  const total = (ref: string, period: Days) => figures.get(key(ref, 'total', null, period))

  const point: SiteData['point'] = (kpi, period, only) => {
    const dimension = only?.dimension ?? 'total'
    const row = figures.get(key(kpi.ref, dimension, only?.value ?? null, period))
    const settled = isSettled(kpi.input, dimension, period, range)
    if (row) return {value: row.value, sample: row.sample, settled}
    return {value: isZeroWhenEmpty(kpi.term) ? 0 : null, sample: 0, settled}
  }
  const trends = new WeakMap<readonly Period[], Map<string, readonly Point[]>>()

  return {
    point,
    points: (kpi, periods) => {
      const known = trends.get(periods) ?? new Map<string, readonly Point[]>()
      trends.set(periods, known)
      const points = known.get(kpi.ref) ?? periods.map(period => point(kpi, period))
      known.set(kpi.ref, points)
      return points
    },
    parts: (ref, dimension, period) =>
      parts(ref, dimension, period).map(row => ({value: row.dimension_value!, amount: row.value!})),
    hasData: period => told.has(days(period)),
    slots: (ref, period) => {
      const slots = definitions.histograms.find(each => each.ref === ref)?.slots ?? []
      return new Map(
        slots.flatMap(({number}) => {
          const names = slotFigures(ref, number)
          const count = total(names.count, period)?.value ?? 0
          const share = total(names.share, period)?.value ?? null
          return count === 0 ? [] : [[number, {count, share}]]
        }),
      )
    },
    rows: (ref, dimension, period) => {
      const component = definitions.components.get(ref)
      if (component?.form !== 'table' && component?.form !== 'scatter') throw new Error(`${ref} has no rows`)
      const columns = component.form === 'table' ? component.columns : [component.x, component.y, component.size]
      const also = component.form === 'table' ? (component.also[dimension] ?? {}) : {}
      const filled = [...new Set(columns)].map(column => {
        const own = column in also ? parts(`${ref} ${column}`, dimension, period) : []
        const found = own.length > 0 ? own : parts(column, dimension, period)
        const missing = isZeroWhenEmpty(definitions.kpis.get(column)!.term) ? 0 : null
        return {name: columnName(column), missing, values: new Map(found.map(row => [row.dimension_value!, row.value]))}
      })
      const attributes =
        component.form === 'table' && component.model !== undefined ? rows.attributes.get(ref) : undefined
      const values = [...new Set(filled.flatMap(column => [...column.values.keys()]))].sort()
      return values
        .filter(value => component.form !== 'table' || component.model === undefined || attributes?.has(value))
        .map(value => ({
          dimension_value: value,
          cells: {
            ...attributes?.get(value),
            ...Object.fromEntries(filled.map(({name, missing, values: of}) => [name, of.get(value) ?? missing])),
          },
        }))
    },
    cells: (ref, period) => {
      const component = definitions.components.get(ref)
      if (component?.form !== 'matrix') throw new Error(`${ref} is no matrix`)
      return parts(`${ref} ${component.kpi}`, pairOf(component.rows, component.columns), period).map(row => {
        const [down, across] = row.dimension_value!.split(PAIR_SEPARATOR) as [string, string]
        return {row: down, column: across, value: row.value!, sample: row.sample}
      })
    },
    list: (ref, period) => (rows.lists.get(ref) ?? []).filter(row => days(row) === days(period)),
    hasList: ref => rows.lists.has(ref),
    label: (dimension, value) => rows.labels.get(dimension)?.get(value),
  }
}

const days = ({start, end}: Days) => `${start} ${end}`

function key(ref: string, dimension: string, value: string | null, period: Days): string {
  return `${ref}|${days(period)}|${dimension}|${value ?? ''}`
}
