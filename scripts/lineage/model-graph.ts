import type {MeasureNode} from '../compile/marts.ts'
import {DATA_END, PERIODS} from '../compile/nodes.ts'
import type {Compiled} from '../compile/project.ts'
import type {ColumnLineage} from './columns.ts'
import {type Graph, graphOf, KINDS} from './graph.ts'
import {kindsOf} from './kinds.ts'
import {partitionsOf} from './partitions.ts'

/**
 * The graph of sources, models, measure groups, KPIs, charts and marts. A mart depends on the KPIs that it shows, not on the table of
 * all of them. The calendar and the data's last instant are left out: nearly everything depends on nearly everything through them.
 */
export function modelGraph(compiled: Compiled, lineage: ColumnLineage): Graph {
  const {kpis, componentFigures, components} = compiled.project.definitions
  const kinds = kindsOf(compiled)
  const figures = new Map(componentFigures.map(figure => [figure.ref, figure]))
  const isShown = (name: string) => name !== PERIODS && name !== DATA_END && name !== 'measure_values' && !own(name)
  // a chart's own figure is the chart
  const own = (name: string) => figures.has(name) && !components.has(name)
  const thing = (name: string) => (own(name) ? figures.get(name)!.component : name)
  const groups = compiled.nodes.filter((node): node is MeasureNode => node.kind === 'measures')
  const groupOf = new Map(groups.flatMap(node => node.group.map(each => [each.measure.id, node.name] as const)))

  const read = new Map<string, Set<string>>()
  const add = (to: string, from: string) => {
    const [a, b] = [thing(from), thing(to)]
    if (a !== b && isShown(a) && isShown(b)) read.set(b, (read.get(b) ?? new Set()).add(a))
  }
  for (const node of compiled.nodes)
    if (node.layer === 'staging' || node.layer === 'facts' || node.kind === 'measures')
      for (const name of node.upstream) add(node.name, name)
  for (const [id, from] of lineage.from) {
    const mart = id.split('.')[0]!
    if (kinds.get(mart) === 'mart') for (const each of from.values()) add(mart, each.relation)
  }
  for (const name of lineage.columns.keys()) {
    // the table of all KPIs is no news beside those that are meant
    const names = read.get(name)
    const things = [...(names ?? [])].filter(each => kpis.has(each) || components.has(each))
    if (names && things.length > 0) for (const each of names) if (partitionsOf(each).length > 0) names.delete(each)
  }
  for (const [ref, kpi] of kpis) {
    const inParts = new Set<string>()
    for (const each of lineage.from.get(ref)?.values() ?? []) {
      if (!kpis.has(each.relation)) continue
      add(ref, each.relation)
      for (const measure of kpis.get(each.relation)!.measures) inParts.add(measure.id)
    }
    for (const measure of kpi.measures) if (!inParts.has(measure.id)) add(ref, groupOf.get(measure.id)!)
  }
  for (const figure of componentFigures)
    for (const measure of figure.measures) add(figure.component, groupOf.get(measure.id)!)
  for (const {ref, slots} of compiled.project.definitions.histograms)
    for (const slot of slots) add(ref, groupOf.get(slot.measure.id)!)
  for (const [ref, component] of components) {
    for (const each of lineage.from.get(ref)?.values() ?? []) if (kpis.has(each.relation)) add(ref, each.relation)
    if (component.form === 'list') add(ref, component.list)
  }
  const nodes = [...kinds]
    .filter(([name]) => isShown(name))
    .map(([id, kind]) => ({id, kind, relation: id}))
    .sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
  const known = new Set(nodes.map(node => node.id))
  const edges = [...read].flatMap(([to, names]) =>
    [...names].filter(from => known.has(from) && known.has(to)).map(from => ({from, to, ways: [], roles: []})),
  )
  return graphOf(nodes, edges)
}
