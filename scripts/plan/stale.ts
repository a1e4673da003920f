import type {ComponentInput} from '../catalog/catalog-schema.ts'
import type {MeasureNode} from '../compile/marts.ts'
import type {CompiledNode} from '../compile/nodes.ts'
import type {Compiled} from '../compile/project.ts'
import type {Fingerprints} from './fingerprints.ts'

/** What a warehouse was built from: fingerprints by node, by measure and by part. */
export interface Built {
  readonly nodes: ReadonlyMap<string, string>
  readonly measures: ReadonlyMap<string, string>
  /** Of tables made of parts, by node and key. */
  readonly parts: ReadonlyMap<string, ReadonlyMap<string, string>>
}

/** Whether a build would compute a node; views hold no data. */
export function isStale(node: CompiledNode, prints: Fingerprints, built: Built): boolean {
  // a group is only how measures are computed together: it is stale when one of them is
  if (node.kind === 'measures')
    return (node as MeasureNode).group.some(({measure: {id}}) => built.measures.get(id) !== prints.measures.get(id))
  return node.kind !== 'view' && built.nodes.get(node.name) !== prints.nodes.get(node.name)
}

/** What a warehouse lacks of a project, or holds as the project said it earlier. */
export interface Stale {
  /** KPIs and components whose figures it does not hold as they are defined now. */
  readonly refs: readonly string[]
  /** Everything that a build would compute, by name. */
  readonly nodes: readonly string[]
}

/** Compares what is built with what the project says now; the sources are not looked at. */
export function staleSince(compiled: Compiled, prints: Fingerprints, built: Built): Stale {
  const staleMeasure = (id: string) => built.measures.get(id) !== prints.measures.get(id)
  const stale = new Set(compiled.nodes.filter(node => isStale(node, prints, built)).map(node => node.name))
  const {kpis, histograms, componentFigures, components} = compiled.project.definitions
  const refs = new Set<string>()
  for (const kpi of kpis.values())
    if (stale.has(`macro/${kpi.columnName}`) || kpi.measures.some(each => staleMeasure(each.id))) refs.add(kpi.ref)
  for (const {ref, slots} of histograms)
    if (slots.some(({measure, share}) => staleMeasure(measure.id) || (share && staleMeasure(share.id)))) refs.add(ref)
  for (const {component, measures} of componentFigures)
    if (measures.some(each => staleMeasure(each.id))) refs.add(component)
  for (const [ref, component] of components) {
    const mart = martOf(component)
    if (mart !== undefined && prints.nodes.has(mart) && !built.nodes.has(mart)) refs.add(ref)
  }
  return {refs: [...refs], nodes: [...stale]}
}

/** The mart that is a component's own. */
function martOf(component: ComponentInput): string | undefined {
  const named = (component as unknown as Record<string, unknown>)[component.form]
  return typeof named === 'string' ? named : undefined
}
