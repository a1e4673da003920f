import type {Kpi, Measure} from '../catalog/definitions.ts'
import {neededColumns} from '../catalog/needed-columns.ts'
import {groupContext, groupMeasures, type Wanted} from '../compile/groups.ts'
import type {Project} from '../compile/load.ts'
import {localColumn} from '../compile/writers.ts'
import {identifier} from '../sql/literals.ts'

/** Rows of a fact that decide a group's values: those of the fact itself, or rows related to them. */
export interface Footprint {
  readonly fact: string
  /** The local moment that puts a row into its period; of a stock, the one from which it counts. */
  readonly moment: string
  /** The columns that the group's statement reads. */
  readonly columns: readonly string[]
  /** A row counts in every period that begins after its moment. */
  readonly isStock: boolean
}

/** Measures that one statement computes, and what of the facts decides their values. */
export interface AuditGroup {
  readonly id: number
  readonly measures: readonly Measure[]
  readonly footprints: readonly Footprint[]
  /** The statement of the group's measures over any periods; reads the CTE `periods`. */
  readonly sql: string
}

/** The measures of some KPIs in groups. */
export function auditGroups(project: Project, kpis: readonly Kpi[]): AuditGroup[] {
  const used = new Set(kpis.flatMap(kpi => kpi.measures.map(measure => measure.id)))
  const wanted: Wanted[] = [...project.definitions.measures.values()]
    .filter(each => used.has(each.measure.id))
    .map(({measure, dimensions}) => ({measure, dimensions: dimensions.filter(name => !name.includes('*'))}))
  return groupMeasures(wanted).map((group, id) => ({
    id,
    measures: group.map(each => each.measure),
    footprints: footprintsOf(project, group),
    sql: project.templates.macro(
      'measure_group',
      groupContext(group, {filters: [], onlyBreakdown: false}, project.tools),
    ),
  }))
}

/** The columns of facts that measures read: fact → columns. */
export function columnsRead(project: Project, wanted: readonly Wanted[]): Map<string, string[]> {
  const {catalog, definitions, declarations, templates, tools} = project
  const measures = new Map(wanted.map(each => [each.measure.id, {...each, addsUp: false}]))
  const needed = neededColumns(
    catalog,
    {...definitions, measures, componentFigures: []},
    tools.expressions,
    declarations,
    templates.macros,
  )
  const columns = new Map<string, string[]>()
  for (const {fact, column} of needed) columns.set(fact, [...(columns.get(fact) ?? []), column])
  return columns
}

function footprintsOf(project: Project, group: readonly Wanted[]): Footprint[] {
  const columns = columnsRead(project, group)
  const [{measure: first}] = group as [Wanted, ...Wanted[]]
  const isStock = first.kind === 'stock'
  const moment = localColumn(project.tools, first.fact, isStock ? first.enters! : first.date!)
  const related = group.flatMap(({measure}) => measure.related)
  const children = new Map(
    related.map(({fact, date}) => {
      const at = localColumn(project.tools, fact, date)
      return [`${fact} ${at}`, {fact, moment: at, columns: columns.get(fact) ?? [], isStock: false}]
    }),
  )
  return [{fact: first.fact, moment, columns: columns.get(first.fact) ?? [], isStock}, ...children.values()]
}

/** A checksum of a fact's rows by the local day of their moment: `day`, `n`, `h`. Rows that agree in all columns agree in it. */
export function daySums({fact, moment, columns}: Footprint, schema: string): string {
  const values = columns.map(column => `fact.${identifier(column)}`).join(', ')
  return `select cast(fact.${identifier(moment)} as date) as day, count(*) as n, sum(hash(${values})) as h
from ${schema}.${identifier(fact)} as fact
where fact.${identifier(moment)} is not null
group by all`
}
