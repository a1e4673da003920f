import type {Project} from '../compile/load.ts'
import {EXIT, fault, ProblemError} from '../core/problem.ts'
import type {Database} from '../sql/duckdb.ts'
import type {Asked} from './request.ts'
import {compileStatement} from './statement.ts'

/** One value, as `kpi query --format json` gives it. */
export interface Answer {
  readonly kpi_ref: string
  /** Local dates; the end is excluded. */
  readonly period_start: string
  readonly period_end: string
  readonly dimension: string
  readonly dimension_value: string | null
  readonly numerator: number | null
  readonly denominator: number | null
  readonly value: number | null
  readonly sample_size: number
  readonly filters_not_applied: readonly string[]
}

/** Runs a question on a warehouse. Answers come in the order of the KPIs asked for, then period, then breakdown value. */
export async function answer(database: Database, project: Project, asked: Asked): Promise<Answer[]> {
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
  return rows
    .filter(row => row.dimension === 'total' || row.sample_size > 0 || row.value || row.numerator)
    .map(row => ({...row, filters_not_applied: notApplied.get(row.kpi_ref)!}))
    .sort((a, b) => order.get(a.kpi_ref)! - order.get(b.kpi_ref)!)
}
