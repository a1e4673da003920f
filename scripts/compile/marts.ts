import {columnName} from '../catalog/catalog.ts'
import type {Kpi} from '../catalog/definitions.ts'
import {days} from '../catalog/durations.ts'
import {GRAINS, type Grain} from '../core/days.ts'
import {fault, ProblemError} from '../core/problem.ts'
import {catalogContext, targetsContext} from './catalog-table.ts'
import {combineContext} from './combine.ts'
import {columnOf, componentMarts, readsOf, templateNode} from './component-marts.ts'
import {macroContext} from './exact.ts'
import {type Frame, groupContext, groupMeasures, groupName, type Wanted} from './groups.ts'
import type {Project} from './load.ts'
import {type CompiledNode, DATA_END, PERIODS} from './nodes.ts'
import {partsOf, shapeOf} from './parts.ts'
import {renderTemplate} from './render-template.ts'
import {templateFile} from './template-names.ts'
import {localColumn} from './writers.ts'

/**
 * The statement that computes a group's measures for all periods of a grain. Counts that add up are read off the days, which must be
 * in `meta.measure_values` by then, unless `fromRows`.
 */
export function measuresSql(project: Project, group: readonly Wanted[], grain: Grain, fromRows = false): string {
  const frame: Frame = {grain, filters: [], onlyBreakdown: false}
  // the days of a calendar that is set may not fill its first and last week, month, …
  const adds = grain !== 'day' && !fromRows && project.catalog.calendar === undefined
  const added = adds ? group.filter(each => each.addsUp) : []
  const rest = group.filter(each => !added.includes(each))
  return renderTemplate(project, 'measure_values', {
    grain,
    group: rest.length === 0 ? undefined : groupContext(rest, frame, project.tools),
    added: added.map(each => each.measure.id),
  })
}

/** A measure group as a node. */
export interface MeasureNode extends CompiledNode {
  readonly kind: 'measures'
  readonly group: readonly Wanted[]
}

type NodeArguments = Parameters<typeof templateNode> extends [unknown, ...infer Rest] ? Rest : never

/** The calendar, the measures and the marts that the catalog generates. */
export function compileMarts(project: Project): (CompiledNode | MeasureNode)[] {
  const {catalog, definitions} = project
  const kpis = [...definitions.kpis.values()]
  const wanted = [...definitions.measures.values()]
  const anchors = uniqueBy(
    wanted
      .filter(each => each.measure.date !== undefined)
      .map(({measure}) => ({fact: measure.fact, column: localColumn(project.tools, measure.fact, measure.date!)})),
    each => `${each.fact}.${each.column}`,
  )
  if (anchors.length === 0 && !catalog.calendar) {
    const message =
      kpis.length === 0 ? 'the catalog has no KPIs' : 'no KPI has an anchor, so nothing says which periods there are'
    const hint = kpis.length === 0 ? 'add one under "kpis"' : 'set "calendar: {from: …, to: …}"'
    throw new ProblemError([fault('no-periods', message, {...catalog.yaml.keyPlace(['kpis']), hint})])
  }
  const node = (...[name, template, upstream, context, rest]: NodeArguments) =>
    templateNode(project, name, template, upstream, context, rest)
  const groups = groupMeasures(wanted)
  const names = uniqueNames(groups.map(group => groupName(group[0]!.measure)))
  const measureNodes = groups.map((group, i): MeasureNode => {
    const {result: sql, macros} = project.templates.traced(() => measuresSql(project, group, 'month'))
    return {
      name: `measures/${names[i]}`,
      kind: 'measures',
      layer: 'meta',
      relation: 'meta.measure_values',
      file: templateFile(project, 'measure_values'),
      upstream: [
        ...new Set([
          PERIODS,
          ...group.flatMap(each => [each.measure.fact, ...each.measure.related.map(rows => rows.fact)]),
        ]),
      ],
      sql,
      template: project.templateText('measure_values'),
      macros,
      group,
    }
  })
  const measured = measureNodes.map(each => each.name)

  const [language] = catalog.languages
  const slots = definitions.histograms.flatMap(histogram =>
    histogram.slots.map(slot => ({
      ref: histogram.ref,
      unit: histogram.unit,
      dimensions: histogram.dimensions,
      number: slot.number,
      lower: slot.lower,
      upper: slot.upper,
      label: slot.label[language!],
      measure: slot.measure.id,
      share: slot.share?.id ?? null,
    })),
  )
  const bounded = catalog.calendar ? [] : anchors.map(each => each.fact)
  const nodes: (CompiledNode | MeasureNode)[] = [
    node(
      PERIODS,
      'periods',
      [...new Set([DATA_END, ...bounded])],
      () => ({calendar: catalog.calendar, anchors, grains: GRAINS}),
      {layer: 'meta'},
    ),
    ...measureNodes,
    valuesNode(project, [...measured, PERIODS, DATA_END]),
    node('kpi_catalog', 'kpi_catalog', [], () => catalogContext(project)),
  ]
  const targets = targetsContext(project)
  if (targets.rows.length > 0) nodes.push(node('kpi_targets', 'kpi_targets', [], () => targets))
  const histogram = (name: 'kpi_histograms' | 'histogram_shares', some: typeof slots, upstream: readonly string[]) => {
    const context = (wanted: readonly (typeof slots)[number][]) => ({slots: wanted})
    const parts = partsOf(project, name, some, {
      keyOf: slot => slot.ref,
      measuresOf: slot => [name === 'kpi_histograms' ? slot.measure : slot.share!],
      definitionOf: ({number, lower, upper, unit, label, dimensions}) => ({
        slots: [number, lower, upper, unit, label],
        dimensions,
      }),
      context,
    })
    if (some.length > 0) nodes.push(node(name, name, upstream, () => context(some), {parts}))
  }
  histogram('kpi_histograms', slots, [...measured, PERIODS])
  histogram(
    'histogram_shares',
    slots.filter(slot => slot.share !== null),
    measured,
  )
  for (const family of Object.keys(catalog.families)) {
    const members = kpis.filter(kpi => kpi.input.family === family)
    if (members.length > 0)
      nodes.push(
        node(
          family,
          'family',
          ['kpi_values'],
          () => ({kpis: members.map(kpi => ({...columnOf(kpi), dimensions: kpi.dimensions}))}),
          {reads: readsOf(members.map(kpi => kpi.ref))},
        ),
      )
  }
  nodes.push(...componentMarts(project, measured))
  for (const kpi of kpis) {
    // under its former references, too
    for (const name of [kpi.columnName, ...(kpi.input.aliases ?? []).map(columnName)])
      nodes.push(
        node(
          `macro/${name}`,
          'table_macro',
          [...new Set(kpi.measures.flatMap(factsOf))],
          () => macroContext(project, kpi, name),
          {kind: 'macro', relation: `marts.${name}`},
        ),
      )
  }
  return nodes
}

/** The values of all KPIs, each a part of its own. */
function valuesNode(project: Project, upstream: readonly string[]): CompiledNode {
  const kpis = [...project.definitions.kpis.values()]
  const promiseOf = (kpi: Kpi) => ({
    ref: kpi.ref,
    fluctuates_by: kpi.input.fixed ? (kpi.input.fluctuates_by ?? []) : ['total', ...kpi.dimensions],
    days: kpi.input.settles_after ? days(kpi.input.settles_after) : 0,
  })
  const context = (wanted: readonly Kpi[]) => ({
    combine: combineContext(wanted, project.tools, true, (_, measure) => measure.id),
    promises: wanted.map(promiseOf),
  })
  const parts = partsOf(project, 'kpi_values', kpis, {
    keyOf: kpi => kpi.ref,
    measuresOf: kpi => kpi.measures.map(measure => measure.id),
    definitionOf: kpi => ({formula: shapeOf(kpi.term), dimensions: kpi.dimensions, promise: promiseOf(kpi)}),
    context,
  })
  return templateNode(project, 'kpi_values', 'kpi_values', upstream, () => context(kpis), {parts})
}

const factsOf = (measure: Kpi['measures'][number]) => [measure.fact, ...measure.related.map(rows => rows.fact)]

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
