import {isDirect} from './dependencies.ts'
import type {Direction, LineageEdge, LineageNode, Part} from './graph.ts'

/** How what is reached has to do with the root: its value is passed on, or it only decides. */
export type Bearing = 'value' | 'decides'

/** Every node of a part but its root, and how it bears on the root (upstream) or the root on it (downstream). */
export function bearings({root, nodes, edges}: Part, direction: Direction): Map<LineageNode, Bearing> {
  const [here, there] = direction === 'upstream' ? (['to', 'from'] as const) : (['from', 'to'] as const)
  const byEnd = new Map<string, LineageEdge[]>()
  for (const edge of edges)
    if (edge.ways.some(isDirect)) byEnd.set(edge[here], [...(byEnd.get(edge[here]) ?? []), edge])
  const passed = new Set([root.id])
  for (const id of passed) for (const edge of byEnd.get(id) ?? []) passed.add(edge[there])
  return new Map(
    nodes.filter(node => node !== root).map(node => [node, passed.has(node.id) ? 'value' : 'decides'] as const),
  )
}

/** That a mart's rows decide about a column of it, which is what is asked about: everything that the mart shows decides about them. */
export function isRowsOfMart({from, to}: LineageEdge, {root}: Pick<Part, 'root'>): boolean {
  return root.kind === 'mart' && root.column !== undefined && to === root.id && from === root.relation
}

/** A part without what decides which rows a mart has: what is left is about the column. */
export function withoutRowsOfMart(part: Part): Part {
  const edges = part.edges.filter(edge => !isRowsOfMart(edge, part))
  if (edges.length === part.edges.length) return part
  const [behind, ahead] = [new Set([part.root.id]), new Set([part.root.id])]
  for (const id of behind) for (const edge of edges) if (edge.to === id) behind.add(edge.from)
  for (const id of ahead) for (const edge of edges) if (edge.from === id) ahead.add(edge.to)
  return {
    ...part,
    nodes: part.nodes.filter(({id}) => behind.has(id) || ahead.has(id)),
    edges: edges.filter(edge => behind.has(edge.to) || ahead.has(edge.from)),
  }
}
