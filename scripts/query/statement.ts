import type {Kpi} from '../catalog/definitions.ts'
import {exactContext, type Request} from '../compile/exact.ts'
import type {Filter} from '../compile/groups.ts'
import type {Project} from '../compile/load.ts'
import {renderTemplate} from '../compile/render-template.ts'
import type {Bindings} from '../sql/literals.ts'
import type {Asked} from './request.ts'

/** One statement for all KPIs asked for, its values bound, and the filters that each KPI goes without. */
export interface Statement {
  readonly sql: string
  readonly bindings: Bindings
  readonly notApplied: ReadonlyMap<string, readonly string[]>
}

/** Compiles a question. A filter that a KPI doesn't have leaves the whole KPI, all its parts, unfiltered. */
export function compileStatement(project: Project, asked: Asked): Statement {
  const notApplied = new Map<string, string[]>()
  const requests = new Map<string, {kpis: Kpi[]; filters: Filter[]}>()
  const used = new Set<string>()
  for (const kpi of asked.kpis) {
    const filters: Filter[] = []
    const missing: string[] = []
    for (const dimension of asked.where.keys()) {
      if (kpi.dimensions.includes(dimension))
        filters.push({kind: 'values', dimension, parameter: `$${dimension}`, optional: false})
      else missing.push(dimension)
    }
    if (asked.hours) {
      if (kpi.hasHours)
        filters.push({
          kind: 'hours',
          parameter: '$hours_from',
          from: 'cast($hours_from as time)',
          to: 'cast($hours_to as time)',
          optional: false,
        })
      else missing.push('hours')
    }
    if (asked.weekdays) {
      if (kpi.hasWeekdays) filters.push({kind: 'weekdays', parameter: '$weekdays', optional: false})
      else missing.push('weekdays')
    }
    for (const filter of filters) used.add(filter.dimension ?? filter.kind)
    notApplied.set(kpi.ref, missing)
    const key = JSON.stringify(filters)
    const request = requests.get(key) ?? {kpis: [], filters}
    request.kpis.push(kpi)
    requests.set(key, request)
  }
  const context = exactContext(project, [...requests.values()] satisfies Request[], asked.by)
  const sql = renderTemplate(project, 'query', {...context, grain: asked.grain ?? 'period', by: asked.by})
  return {sql, bindings: bindings(asked, used), notApplied}
}

/** Every value that the statement names, and no other. */
function bindings(asked: Asked, used: ReadonlySet<string>): Bindings {
  return {
    period_starts: asked.periods.map(period => period.start),
    period_ends: asked.periods.map(period => period.end),
    ...Object.fromEntries([...asked.where].filter(([name]) => used.has(name))),
    ...(asked.hours && used.has('hours') ? {hours_from: asked.hours.from, hours_to: asked.hours.to} : {}),
    ...(asked.weekdays && used.has('weekdays') ? {weekdays: asked.weekdays.map(String)} : {}),
  }
}
