import {KINDS, type LineageEdge, type LineageNode} from './graph.ts'

/** A node and the column of the picture in which it stands, from 0. */
export interface Placed {
  readonly node: LineageNode
  readonly column: number
  /** What heads the column: the kind, after which it stands at least. */
  readonly layer: number
}

/** Gives every node its column: kinds from left to right, and within a kind what depends on another after it. */
export function placed(nodes: readonly LineageNode[], edges: readonly LineageEdge[]): Placed[] {
  const into = new Map<string, string[]>()
  for (const {from, to} of edges) into.set(to, [...(into.get(to) ?? []), from])
  const byId = new Map(nodes.map(node => [node.id, node]))
  const found = new Map<string, {layer: number; depth: number}>()
  const place = (id: string): {layer: number; depth: number} => {
    const known = found.get(id)
    if (known) return known
    const before = (into.get(id) ?? []).map(place)
    const layer = Math.max(KINDS.indexOf(byId.get(id)!.kind), ...before.map(each => each.layer))
    const depths = before.filter(each => each.layer === layer).map(each => each.depth)
    const own = {layer, depth: depths.length === 0 ? 0 : 1 + Math.max(...depths)}
    found.set(id, own)
    return own
  }
  for (const {id} of nodes) place(id)
  const columns = [...new Set([...found.values()].map(({layer, depth}) => layer * nodes.length + depth))].sort(
    (a, b) => a - b,
  )
  return nodes.map(node => {
    const {layer, depth} = found.get(node.id)!
    return {node, layer, column: columns.indexOf(layer * nodes.length + depth)}
  })
}
