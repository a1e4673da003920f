import type {Project} from '../compile/load.ts'
import {groupBy} from '../core/group-by.ts'
import type {Filters} from '../query/filters.ts'
import {compileStatement} from '../query/statement.ts'
import type {Bindings} from '../sql/literals.ts'
import type {FigureRow} from './figures.ts'
import type {Need} from './needs.ts'
import type {Period} from './periods.ts'
import type {Preset} from './presets.ts'

/** A statement, and what makes figures of its rows. */
export interface Question {
  readonly sql: string
  readonly bindings: Bindings
  read(rows: readonly AnswerRow[]): FigureRow[]
}

/** A row of the statement that `kpi query` runs. */
export interface AnswerRow {
  readonly kpi_ref: string
  readonly period_start: string
  readonly period_end: string
  readonly dimension: string
  readonly dimension_value: string | null
  readonly value: number | null
  readonly sample_size: number
}

/** Which periods are asked for. */
export interface Times {
  readonly trend: readonly Period[]
  readonly now: readonly Period[]
}

/** The periods of which presets show figures. */
export function timesOf(presets: readonly Preset[]): Times {
  return {
    trend: presets.flatMap(({window, before}) => [...window, ...before]),
    now: presets.flatMap(({current, previous}) => [...(current ? [current] : []), ...(previous ? [previous] : [])]),
  }
}

/** The statements that answer what is needed: one for the totals, one for each dimension; the very ones of `kpi query`. */
export function questionsOf(project: Project, needs: readonly Need[], times: Times, filters: Filters): Question[] {
  return [...groupBy(needs, need => `${need.over} ${need.by ?? ''}`).values()].flatMap(group => {
    const [{over, by}] = group as [Need, ...Need[]]
    const periods = unique(over === 'trend' ? [...times.now, ...times.trend] : times.now)
    if (periods.length === 0) return []
    const statement = compileStatement(project, {
      kpis: group.map(need => need.figure),
      periods,
      ...(by === undefined ? {} : {by}),
      ...filters,
    })
    return [{sql: statement.sql, bindings: statement.bindings, read: rows => rows.map(figureOf)}]
  })
}

function figureOf(row: AnswerRow): FigureRow {
  return {
    ref: row.kpi_ref,
    start: row.period_start,
    end: row.period_end,
    dimension: row.dimension,
    dimension_value: row.dimension_value,
    value: row.value,
    sample: Number(row.sample_size),
  }
}

/** Periods of the same days once. */
function unique(periods: readonly Period[]): Period[] {
  return [...new Map(periods.map(period => [`${period.start} ${period.end}`, period])).values()]
}
