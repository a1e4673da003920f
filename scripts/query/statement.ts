import {exactContext, type Request} from '../compile/exact.ts'
import type {Filter} from '../compile/groups.ts'
import type {Project} from '../compile/load.ts'
import {renderTemplate} from '../compile/render-template.ts'
import type {Bindings} from '../sql/literals.ts'
import {notApplied} from './applicable.ts'
import {conditionsOf, valuesOf} from './conditions.ts'
import type {Askable, Asked} from './request.ts'

/** One statement for all KPIs asked for, its values bound, and the filters that each KPI goes without. */
export interface Statement {
  readonly sql: string
  readonly bindings: Bindings
  readonly notApplied: ReadonlyMap<string, readonly string[]>
}

/** Compiles a question. A filter that a KPI doesn't have leaves the whole KPI, all its parts, unfiltered. */
export function compileStatement(project: Project, asked: Asked<Askable>): Statement {
  const without = new Map<string, string[]>()
  const requests = new Map<string, {kpis: Askable[]; filters: Filter[]}>()
  for (const kpi of asked.kpis) {
    const missing = notApplied(kpi, asked)
    const filters = conditionsOf(asked, missing)
    without.set(kpi.ref, missing)
    const key = JSON.stringify(filters)
    const request = requests.get(key) ?? {kpis: [], filters}
    request.kpis.push(kpi)
    requests.set(key, request)
  }
  const context = exactContext(project, [...requests.values()] satisfies Request[], asked.by)
  const sql = renderTemplate(project, 'query', {...context, grain: asked.grain ?? 'period', by: asked.by})
  const bindings = {
    period_starts: asked.periods.map(period => period.start),
    period_ends: asked.periods.map(period => period.end),
    ...valuesOf(
      asked,
      [...requests.values()].flatMap(each => each.filters),
    ),
  }
  return {sql, bindings, notApplied: without}
}
