import {dimensionsIn, type Figure, type Kpi} from '../catalog/definitions.ts'
import {combineContext} from './combine.ts'
import {type Filter, groupContext, groupMeasures} from './groups.ts'
import type {Project} from './load.ts'

/** A KPI's table macro of a name: every dimension it has, time slot and weekdays as optional parameters. */
export function macroContext(project: Project, kpi: Kpi, name = kpi.columnName): object {
  const filters: Filter[] = kpi.dimensions.map(dimension => ({
    kind: 'values',
    dimension,
    parameter: dimension,
    optional: true,
  }))
  if (kpi.hasHours)
    filters.push({
      kind: 'hours',
      parameter: 'hours_from',
      from: 'cast(hours_from as time)',
      to: 'cast(hours_to as time)',
      optional: true,
    })
  if (kpi.hasWeekdays) filters.push({kind: 'weekdays', parameter: 'weekdays', optional: true})
  return {
    name,
    parameters: kpi.dimensions,
    ...exactContext(project, [{kpis: [kpi], filters}], undefined),
  }
}

/** KPIs that are asked for under the same filters. */
export interface Request {
  readonly kpis: readonly Figure[]
  readonly filters: readonly Filter[]
}

/** The context of the macro `exact_period`: KPIs of one or several requests, in total or by one dimension, or by several that are joined to one. */
export function exactContext(project: Project, requests: readonly Request[], by: string | undefined): object {
  const marked = requests.length > 1
  const groups = requests.flatMap((request, r) => {
    const measures = [...new Set(request.kpis.flatMap(kpi => kpi.measures))]
    const wanted = measures.map(measure => ({measure, dimensions: by === undefined ? [] : [by]}))
    return groupMeasures(wanted).map(group => ({
      mark: `@${r + 1}`,
      context: groupContext(group, {filters: request.filters, onlyBreakdown: by !== undefined}, project.tools),
    }))
  })
  const marks = new Map(requests.flatMap((request, r) => request.kpis.map(kpi => [kpi.ref, `@${r + 1}`] as const)))
  const isJoined = by !== undefined && dimensionsIn(by).length > 1
  const kpis = requests.flatMap(request => request.kpis.map(kpi => (isJoined ? {...kpi, dimensions: [by]} : kpi)))
  return {
    marked,
    groups: groups.map((group, i) => ({...group, number: i + 1})),
    combine: combineContext(kpis, project.tools, by === undefined, (kpi, measure) =>
      marked ? `${measure.id}${marks.get(kpi.ref)}` : measure.id,
    ),
  }
}
