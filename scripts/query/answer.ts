import {dimensionsIn, VALUE_SEPARATOR} from '../catalog/definitions.ts'
import type {Project} from '../compile/load.ts'
import {EXIT, fault, ProblemError} from '../core/problem.ts'
import type {Database} from '../sql/duckdb.ts'
import {type Askable, type Asked, isJoined} from './request.ts'
import {compileStatement} from './statement.ts'

/** One value, as `kpi query --format json` gives it. */
export interface Answer {
  readonly kpi_ref: string
  /** Local dates; the end is excluded. */
  readonly period_start: string
  readonly period_end: string
  /** `total`, or the dimension; several are separated by commas. */
  readonly dimension: string
  /** Of several dimensions the values separated by commas. */
  readonly dimension_value: string | null
  readonly numerator: number | null
  readonly denominator: number | null
  readonly value: number | null
  readonly sample_size: number
  readonly filters_not_applied: readonly string[]
  /** Only by several dimensions: each with its value. */
  readonly dimensions?: Readonly<Record<string, string>>
}

/** Runs a question on a warehouse. Answers come in the order of the KPIs asked for, then period, then breakdown value. */
export async function answer(database: Database, project: Project, asked: Asked<Askable>): Promise<Answer[]> {
  const {sql, bindings, notApplied} = compileStatement(project, asked)
  let rows: Omit<Answer, 'filters_not_applied'>[]
  try {
    rows = await database.rows(sql, bindings)
  } catch (error) {
    throw new ProblemError(
      [
        fault('query-failed', `the query failed: ${(error as Error).message.split('\n')[0]}`, {
          hint: 'if models or the catalog changed since the last build, run kpi build; --sql shows the statement',
        }),
      ],
      EXIT.failed,
    )
  }
  const order = new Map(asked.kpis.map((kpi, i) => [kpi.ref, i]))
  const joined = asked.by !== undefined && isJoined(asked.by) ? dimensionsIn(asked.by) : undefined
  return rows
    .filter(row => row.dimension === 'total' || row.sample_size > 0 || row.value || row.numerator)
    .map(row => ({...row, filters_not_applied: notApplied.get(row.kpi_ref)!}))
    .sort(
      (a, b) =>
        order.get(a.kpi_ref)! - order.get(b.kpi_ref)! ||
        compareTexts(a.period_start, b.period_start) ||
        compareTexts(a.period_end, b.period_end),
    )
    .map(row => (joined ? takenApart(row, joined) : row))
}

function takenApart(row: Answer, names: readonly string[]): Answer {
  const values = row.dimension_value!.split(VALUE_SEPARATOR)
  return {
    ...row,
    dimension: names.join(','),
    dimension_value: values.join(','),
    dimensions: Object.fromEntries(names.map((name, i) => [name, values[i]!])),
  }
}

const compareTexts = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
