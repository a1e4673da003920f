import type {ComponentInput} from '../catalog/catalog-schema.ts'
import type {Compiled} from '../compile/project.ts'
import type {Fingerprints} from './fingerprints.ts'

/** What a warehouse was built from: fingerprints by node and by measure. */
export interface Built {
  readonly nodes: ReadonlyMap<string, string>
  readonly measures: ReadonlyMap<string, string>
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
  const isStale = {
    node: (name: string) => built.nodes.get(name) !== prints.nodes.get(name),
    measure: (id: string) => built.measures.get(id) !== prints.measures.get(id),
  }
  const {kpis, histograms, componentFigures, components} = compiled.project.definitions
  const refs = new Set<string>()
  for (const kpi of kpis.values())
    if (isStale.node(`macro/${kpi.columnName}`) || kpi.measures.some(each => isStale.measure(each.id)))
      refs.add(kpi.ref)
  for (const {ref, slots} of histograms)
    if (slots.some(({measure, share}) => isStale.measure(measure.id) || (share && isStale.measure(share.id))))
      refs.add(ref)
  for (const {component, measures} of componentFigures)
    if (measures.some(each => isStale.measure(each.id))) refs.add(component)
  for (const [ref, component] of components) {
    const mart = martOf(component)
    if (mart !== undefined && prints.nodes.has(mart) && !built.nodes.has(mart)) refs.add(ref)
  }
  const nodes = compiled.nodes.filter(node => node.kind !== 'view').map(node => node.name)
  return {refs: [...refs], nodes: nodes.filter(isStale.node)}
}

/** The mart that is a component's own. */
function martOf(component: ComponentInput): string | undefined {
  const named = (component as unknown as Record<string, unknown>)[component.form]
  return typeof named === 'string' ? named : undefined
}
