import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {days} from '../catalog/durations.ts'
import type {Kpi} from '../catalog/definitions.ts'
import {fault, ProblemError} from '../core/problem.ts'
import {combineContext, isZeroWhenEmpty} from './combine.ts'
import {type Filter, type Frame, groupContext, groupMeasures, groupName, type Wanted} from './groups.ts'
import type {Project} from './load.ts'
import type {TemplateName} from './models.ts'
import {type CompiledNode, DATA_END, PERIODS} from './nodes.ts'
import {localColumn} from './writers.ts'

export const GRAINS = ['day', 'week', 'month', 'quarter', 'year'] as const
export type Grain = (typeof GRAINS)[number]

/** Renders one of the templates in the project's `templates` folder. */
export function renderTemplate(project: Project, name: TemplateName, context: object): string {
  const file = templateFile(project, name)
  let text: string
  try {
    text = readFileSync(join(project.folder, file), 'utf8')
  } catch {
    throw new ProblemError([fault('missing-template', `the template ${file} does not exist`, {hint: 'see "paths.templates" in the catalog'})])
  }
  return project.templates.render({file, text}, context)
}

function templateFile(project: Project, name: TemplateName): string {
  return join(project.catalog.paths.templates, `${name}.sql`)
}

/** The statement that computes a group's measures for all periods of a grain. */
export function measuresSql(project: Project, group: readonly Wanted[], grain: Grain): string {
  const frame: Frame = {grain, filters: [], onlyBreakdown: false}
  return renderTemplate(project, 'measure_values', {grain, group: groupContext(group, frame, project.tools)})
}

/** A measure group as a node. */
export interface MeasureNode extends CompiledNode {
  readonly kind: 'measures'
  readonly group: readonly Wanted[]
}

/** The calendar, the measures and the marts that the catalog generates. */
export function compileMarts(project: Project): (CompiledNode | MeasureNode)[] {
  const {catalog, definitions, declarations} = project
  const kpis = [...definitions.kpis.values()]
  const node = (name: string, template: TemplateName, upstream: readonly string[], context: object, kind: CompiledNode['kind'] = 'table', layer: CompiledNode['layer'] = 'marts'): CompiledNode => ({
    name, kind, layer, relation: `${layer}.${name}`, file: templateFile(project, template), upstream, sql: renderTemplate(project, template, context),
  })

  const wanted = [...definitions.measures.values()]
  const anchors = uniqueBy(
    wanted.filter(each => each.measure.date !== undefined).map(({measure}) => ({fact: measure.fact, column: localColumn(project.tools, measure.fact, measure.date!)})),
    each => `${each.fact}.${each.column}`,
  )
  const groups = groupMeasures(wanted)
  const names = uniqueNames(groups.map(group => groupName(group[0]!.measure)))
  const measureNodes = groups.map((group, i): MeasureNode => ({
    name: `measures/${names[i]}`,
    kind: 'measures',
    layer: 'meta',
    relation: 'meta.measure_values',
    file: templateFile(project, 'measure_values'),
    upstream: [...new Set([PERIODS, ...group.flatMap(each => [each.measure.fact, ...each.measure.related.map(rows => rows.fact)])])],
    sql: measuresSql(project, group, 'month'),
    group,
  }))
  const measured = measureNodes.map(each => each.name)

  const promises = kpis.map(kpi => ({
    ref: kpi.ref,
    fluctuates_by: kpi.input.fixed ? (kpi.input.fluctuates_by ?? []) : ['total', ...kpi.dimensions],
    days: kpi.input.settles_after ? days(kpi.input.settles_after) : 0,
  }))
  const [language] = catalog.languages
  const slots = definitions.histograms.flatMap(histogram =>
    histogram.slots.map(slot => ({ref: histogram.ref, unit: histogram.unit, dimensions: histogram.dimensions, number: slot.number, lower: slot.lower, upper: slot.upper, label: slot.label[language!], measure: slot.measure.id})),
  )
  const nodes: (CompiledNode | MeasureNode)[] = [
    node(PERIODS, 'periods', [DATA_END, ...new Set(anchors.map(each => each.fact))], {calendar: catalog.calendar, anchors, grains: GRAINS}, 'table', 'meta'),
    ...measureNodes,
    node('kpi_values', 'kpi_values', [...measured, PERIODS, DATA_END], {combine: combineContext(kpis, project.tools, true, (_, measure) => measure.id), promises}),
    node('kpi_catalog', 'kpi_catalog', [], catalogContext(project)),
  ]
  if (slots.length > 0) nodes.push(node('kpi_histograms', 'kpi_histograms', [...measured, PERIODS], {slots}))
  if (definitions.componentMeasures.length > 0) {
    const components = definitions.componentMeasures.map(each => ({ref: each.ref, measure: each.measure.id, dimensions: each.dimensions}))
    nodes.push(node('component_values', 'component_values', measured, {components}))
  }
  const columnOf = (kpi: Kpi) => ({ref: kpi.ref, column: kpi.columnName, zero: isZeroWhenEmpty(kpi.term), dimensions: kpi.dimensions})
  for (const family of Object.keys(catalog.families)) {
    const members = kpis.filter(kpi => kpi.input.family === family)
    if (members.length > 0) nodes.push(node(family, 'family', ['kpi_values'], {kpis: members.map(columnOf)}))
  }
  for (const component of definitions.components.values()) {
    if (component.form !== 'table') continue
    const model = component.model
    const layer = declarations.files.get(model)?.includes('/marts/') ? 'marts' : 'facts'
    nodes.push(node(component.table, 'table', ['kpi_values', model], {
      by: component.by, key: component.key, relation: `${layer}.${model}`, attributes: Object.keys(component.attributes),
      kpis: component.columns.map(ref => columnOf(definitions.kpis.get(ref)!)),
    }))
  }
  for (const kpi of kpis) {
    nodes.push({...node(`macro/${kpi.columnName}`, 'table_macro', [...new Set(kpi.measures.flatMap(factsOf))], macroContext(project, kpi), 'macro'), relation: `marts.${kpi.columnName}`})
  }
  return nodes
}

const factsOf = (measure: Kpi['measures'][number]) => [measure.fact, ...measure.related.map(rows => rows.fact)]

/** A KPI's table macro: every dimension it has, time slot and weekdays as optional parameters. */
function macroContext(project: Project, kpi: Kpi): object {
  const filters: Filter[] = kpi.dimensions.map(dimension => ({kind: 'values', dimension, parameter: dimension, optional: true}))
  if (kpi.hasHours) filters.push({kind: 'hours', parameter: 'hours_from', from: 'cast(hours_from as time)', to: 'cast(hours_to as time)', optional: true})
  if (kpi.hasWeekdays) filters.push({kind: 'weekdays', parameter: 'weekdays', optional: true})
  return {name: kpi.columnName, parameters: kpi.dimensions, ...exactContext(project, [{kpis: [kpi], filters}], undefined)}
}

/** KPIs that are asked for under the same filters. */
export interface Request {
  readonly kpis: readonly Kpi[]
  readonly filters: readonly Filter[]
}

/** The context of the macro `exact_period`: KPIs of one or several requests, in total or by one dimension. */
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
  const kpis = requests.flatMap(request => request.kpis)
  return {
    marked,
    groups: groups.map((group, i) => ({...group, number: i + 1})),
    combine: combineContext(kpis, project.tools, by === undefined, (kpi, measure) => (marked ? `${measure.id}${marks.get(kpi.ref)}` : measure.id)),
  }
}

function catalogContext(project: Project): object {
  const {languages} = project.catalog
  const rows = [...project.definitions.kpis.values()].map(({ref, input, ...kpi}) => [
    ref, input.family,
    ...languages.map(language => input.name[language] ?? null),
    ...languages.map(language => input.description[language] ?? null),
    kpi.kind, input.unit, input.better ?? null, input.fixed,
    input.fixed ? (input.fluctuates_by ?? []) : ['total', ...kpi.dimensions],
    input.settles_after ? days(input.settles_after) : null,
    kpi.additivity, input.status, kpi.dimensions, kpi.columnName,
    input.target?.min ?? null, input.target?.max ?? null, input.companion ?? null,
    formulaText(input), kpi.dependsOn, input.note?.[languages[0]!] ?? null,
  ])
  const columns = [
    'kpi_ref', 'family', ...languages.map(language => `name_${language}`), ...languages.map(language => `description_${language}`),
    'kind', 'unit', 'better', 'is_fixed', 'fluctuates_by', 'settles_after_days', 'additivity', 'status', 'dimensions', 'column_name',
    'target_min', 'target_max', 'companion_ref', 'formula', 'depends_on', 'note',
  ]
  return {languages, rows, columns: columns.join(', ')}
}

/** How a KPI is calculated, in one line, as its definition says it. */
export function formulaText(input: Kpi['input']): string {
  const operand = (each: unknown): string => (typeof each === 'string' ? each : oneLine(each as Record<string, unknown>))
  if (input.form === 'ratio') return `${operand(input.numerator)} / ${operand(input.denominator)}`
  if (input.form === 'formula') return `${input.formula} (${Object.entries(input.parts).map(([alias, part]) => `${alias}: ${operand(part)}`).join(', ')})`
  return oneLine(input as unknown as Record<string, unknown>)
}

const DEFINING = ['count', 'count_distinct', 'sum', 'average', 'median', 'percentile', 'min', 'max', 'share', 'stock', 'enters', 'leaves', 'kpi', 'from', 'date', 'per', 'each', 'having', 'where'] as const

function oneLine(input: Record<string, unknown>): string {
  return DEFINING.filter(key => input[key] !== undefined)
    .map(key => `${key}: ${typeof input[key] === 'object' ? JSON.stringify(input[key]) : String(input[key])}`)
    .join('; ')
}

function uniqueBy<T>(list: readonly T[], key: (each: T) => string): T[] {
  return [...new Map(list.map(each => [key(each), each])).values()]
}

function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return names.map(name => {
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name}_${count}`
  })
}

