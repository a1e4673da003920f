import {exactContext, type Request} from '../compile/exact.ts'
import type {Filter} from '../compile/groups.ts'
import type {Project} from '../compile/load.ts'
import {renderTemplate} from '../compile/render-template.ts'
import type {Bindings} from '../sql/literals.ts'
import {notApplied} from './applicable.ts'
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
  const used = new Set<string>()
  for (const kpi of asked.kpis) {
    const missing = notApplied(kpi, asked)
    const filters: Filter[] = [...asked.where.keys()]
      .filter(dimension => !missing.includes(dimension))
      .map(dimension => ({kind: 'values', dimension, parameter: `$${dimension}`, optional: false}))
    if (asked.hours && !missing.includes('hours'))
      filters.push({
        kind: 'hours',
        parameter: '$hours_from',
        from: 'cast($hours_from as time)',
        to: 'cast($hours_to as time)',
        optional: false,
      })
    if (asked.weekdays && !missing.includes('weekdays'))
      filters.push({kind: 'weekdays', parameter: '$weekdays', optional: false})
    for (const filter of filters) used.add(filter.dimension ?? filter.kind)
    without.set(kpi.ref, missing)
    const key = JSON.stringify(filters)
    const request = requests.get(key) ?? {kpis: [], filters}
    request.kpis.push(kpi)
    requests.set(key, request)
  }
  const context = exactContext(project, [...requests.values()] satisfies Request[], asked.by)
  const sql = renderTemplate(project, 'query', {...context, grain: asked.grain ?? 'period', by: asked.by})
  return {sql, bindings: bindings(asked, used), notApplied: without}
}

/** Every value that the statement names, and no other. */
function bindings(asked: Asked<Askable>, used: ReadonlySet<string>): Bindings {
  return {
    period_starts: asked.periods.map(period => period.start),
    period_ends: asked.periods.map(period => period.end),
    ...Object.fromEntries([...asked.where].filter(([name]) => used.has(name))),
    ...(asked.hours && used.has('hours') ? {hours_from: asked.hours.from, hours_to: asked.hours.to} : {}),
    ...(asked.weekdays && used.has('weekdays') ? {weekdays: asked.weekdays.map(String)} : {}),
  }
}
