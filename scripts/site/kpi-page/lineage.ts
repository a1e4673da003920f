import type {MeasureNode} from '../../compile/marts.ts'
import type {Compiled} from '../../compile/project.ts'
import {namedIn} from '../../lineage/references.ts'

/** What stands in the columns of the picture, from left to right. */
export const LAYERS = ['source', 'staging', 'fact', 'measure', 'part', 'self', 'use'] as const
export type Layer = (typeof LAYERS)[number]

export interface LineageNode {
  readonly id: string
  /** A name of the project, the same in every language; of a KPI or chart its reference. */
  readonly label: string
  readonly layer: Layer
  /** Its column, from 0; facts that read facts take several. */
  readonly column: number
  /** The reference that it is, where it has a page. */
  readonly ref?: string
}

/** The neighbourhood of a reference: what it is made from, and what is made of it. */
export interface Lineage {
  readonly nodes: readonly LineageNode[]
  /** From id to id, always to a later column. */
  readonly edges: readonly (readonly [string, string])[]
  /** How many users are left out. */
  readonly more: number
}

/** How many users are drawn. */
const MOST_USERS = 12

/** The graph around a KPI, chart or table. Of charts and tables, what lies before the facts is told by their KPIs' own graphs. */
export function lineageOf(compiled: Compiled, users: ReadonlyMap<string, readonly string[]>, ref: string): Lineage {
  const {definitions} = compiled.project
  const kpi = definitions.kpis.get(ref)
  const draft = draftOf(compiled)
  const parts = namedIn(compiled.project, ref)
  const using = users.get(ref) ?? []
  for (const part of parts) draft.add({id: part, label: part, layer: 'part', ref: part})
  draft.add({id: ref, label: ref, layer: 'self'})
  for (const part of parts) draft.join(part, ref)
  for (const user of using.slice(0, MOST_USERS)) {
    draft.add({id: user, label: user, layer: 'use', ref: user})
    draft.join(ref, user)
  }
  if (kpi) {
    const inParts = new Set(parts.flatMap(part => definitions.kpis.get(part)!.measures.map(measure => measure.id)))
    for (const part of parts) draft.measures(definitions.kpis.get(part)!.measures, part)
    draft.measures(
      kpi.measures.filter(measure => !inParts.has(measure.id)),
      ref,
    )
  } else {
    for (const part of parts) for (const fact of factsOf(compiled, part)) draft.fact(fact, part)
    for (const fact of factsOf(compiled, ref).filter(
      each => !parts.some(part => factsOf(compiled, part).includes(each)),
    ))
      draft.fact(fact, ref)
  }
  return draft.finish(Math.max(0, using.length - MOST_USERS))
}

/** The facts whose rows a KPI, chart or table counts or lists. */
export function factsOf(compiled: Compiled, ref: string): string[] {
  const {kpis, histograms, componentFigures, components} = compiled.project.definitions
  const component = components.get(ref)
  const measures = [
    ...(kpis.get(ref)?.measures ?? []),
    ...histograms.filter(each => each.ref === ref).flatMap(each => each.slots.map(slot => slot.measure)),
    ...componentFigures.filter(each => each.component === ref).flatMap(each => each.measures),
    ...(component ? namedIn(compiled.project, ref).flatMap(part => kpis.get(part)!.measures) : []),
  ]
  const models = component?.form === 'list' ? [component.list] : []
  return [
    ...new Set([...measures.flatMap(measure => [measure.fact, ...measure.related.map(rows => rows.fact)]), ...models]),
  ]
}

type Unplaced = Omit<LineageNode, 'column'>

function draftOf(compiled: Compiled) {
  const nodes = new Map<string, Unplaced>()
  const edges = new Map<string, readonly [string, string]>()
  const byName = new Map(compiled.nodes.map(node => [node.name, node]))
  const groups = compiled.nodes.filter((node): node is MeasureNode => node.kind === 'measures')
  const add = (node: Unplaced) => {
    if (!nodes.has(node.id)) nodes.set(node.id, node)
  }
  const join = (from: string, to: string) => edges.set(`${from}\t${to}`, [from, to])

  /** A model and all that it reads, back to the sources. */
  const model = (name: string): boolean => {
    if (nodes.has(name)) return true
    if (name.startsWith('source:')) {
      add({id: name, label: name.slice('source:'.length), layer: 'source'})
      return true
    }
    const node = byName.get(name)
    if (!node || node.kind === 'macro' || (node.layer !== 'staging' && node.layer !== 'facts')) return false
    add({id: name, label: name, layer: node.layer === 'staging' ? 'staging' : 'fact'})
    for (const upstream of node.upstream) if (model(upstream)) join(upstream, name)
    return true
  }

  return {
    add,
    join,
    /** A fact without what it reads. */
    fact: (name: string, to: string) => {
      add({id: name, label: name, layer: 'fact'})
      join(name, to)
    },
    /** Measures with all that they read; they lead to `to`. */
    measures: (measures: MeasuresOf, to: string) => {
      for (const measure of measures) {
        const group = groups.find(each => each.group.some(other => other.measure.id === measure.id))
        const id = group?.name ?? measure.id
        add({id, label: id.replace(/^measures\//, ''), layer: 'measure'})
        join(id, to)
        for (const fact of [measure.fact, ...measure.related.map(rows => rows.fact)]) if (model(fact)) join(fact, id)
      }
    },
    finish: (more: number): Lineage => ({
      nodes: placed([...nodes.values()], [...edges.values()]),
      edges: [...edges.values()],
      more,
    }),
  }
}

type MeasuresOf = readonly {
  readonly id: string
  readonly fact: string
  readonly related: readonly {readonly fact: string}[]
}[]

/** Gives every node its column: layers from left to right, empty ones left out, and models after those that they read. */
function placed(nodes: readonly Unplaced[], edges: readonly (readonly [string, string])[]): LineageNode[] {
  const depths = new Map<string, number>()
  const layerOf = new Map(nodes.map(node => [node.id, node.layer]))
  const depth = (id: string): number => {
    const known = depths.get(id)
    if (known !== undefined) return known
    const before = edges
      .filter(([from, to]) => to === id && layerOf.get(from) === layerOf.get(id))
      .map(([from]) => from)
    const found = before.length === 0 ? 0 : 1 + Math.max(...before.map(depth))
    depths.set(id, found)
    return found
  }
  let column = 0
  return LAYERS.flatMap(layer => {
    const here = nodes.filter(node => node.layer === layer)
    const found = here.map(node => ({...node, column: column + depth(node.id)}))
    if (found.length > 0) column = 1 + Math.max(...found.map(node => node.column))
    return found
  })
}
