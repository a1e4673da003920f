import type {Way} from './dependencies.ts'

/** What stands in a graph of lineage, in the order from what is given to what is shown. */
export const KINDS = ['source', 'instant', 'staging', 'fact', 'calendar', 'measures', 'kpi', 'chart', 'mart'] as const
export type Kind = (typeof KINDS)[number]

export interface LineageNode {
  /** `fct_orders`, `source:orders.ordered_at`, `Shop-Card-12`: what `kpi lineage` takes. */
  readonly id: string
  readonly kind: Kind
  /** The node, source or reference that it is, or is a column of. */
  readonly relation: string
  readonly column?: string
  /** In a graph of columns: the rows of the relation. */
  readonly isRows?: true
}

/** `to` depends on `from`, in one way or several. Between models and KPIs there are no ways. */
export interface LineageEdge {
  readonly from: string
  readonly to: string
  readonly ways: readonly Way[]
  /** What a column is to a KPI: `anchor`, `condition`, `breakdown`, … */
  readonly roles: readonly string[]
}

/** A graph whose nodes are found by their ids, both ways. */
export interface Graph {
  node(id: string): LineageNode | undefined
  /** All ids, those that depend on others after them where that is possible. */
  readonly ids: readonly string[]
  /** Where an id stands among them. */
  place(id: string): number
  into(id: string): readonly LineageEdge[]
  outOf(id: string): readonly LineageEdge[]
}

export type Direction = 'upstream' | 'downstream'

/** Makes a graph; edges between the same two nodes become one. */
export function graphOf(nodes: Iterable<LineageNode>, edges: Iterable<LineageEdge>): Graph {
  const byId = new Map([...nodes].map(node => [node.id, node]))
  const [into, outOf] = [new Map<string, LineageEdge[]>(), new Map<string, LineageEdge[]>()]
  const joined = new Map<string, LineageEdge>()
  for (const edge of edges) {
    const key = `${edge.from}\t${edge.to}`
    const before = joined.get(key)
    joined.set(key, {
      ...edge,
      ways: [...new Set([...(before?.ways ?? []), ...edge.ways])],
      roles: [...new Set([...(before?.roles ?? []), ...edge.roles])],
    })
  }
  for (const edge of joined.values()) {
    add(into, edge.to, edge)
    add(outOf, edge.from, edge)
  }
  const places = new Map([...byId.keys()].map((id, i) => [id, i]))
  return {
    node: id => byId.get(id),
    ids: [...byId.keys()],
    place: id => places.get(id)!,
    into: id => into.get(id) ?? [],
    outOf: id => outOf.get(id) ?? [],
  }
}

function add(lists: Map<string, LineageEdge[]>, key: string, edge: LineageEdge): void {
  const list = lists.get(key)
  if (list) list.push(edge)
  else lists.set(key, [edge])
}

/** A part of a graph, around one node. */
export interface Part {
  readonly root: LineageNode
  readonly nodes: readonly LineageNode[]
  readonly edges: readonly LineageEdge[]
}

/**
 * What can be reached from a node against or along the edges, at most `depth` edges away; `ends` says beyond which nodes nothing is
 * of interest. In both directions together, the part holds both.
 */
export function partOf(
  graph: Graph,
  id: string,
  directions: readonly Direction[],
  {depth = Number.POSITIVE_INFINITY, ends = () => false}: {depth?: number; ends?: (node: LineageNode) => boolean} = {},
): Part {
  const nodes = new Map([[id, graph.node(id)!]])
  const edges = new Map<LineageEdge, LineageEdge>()
  for (const direction of directions) {
    const [next, other] = direction === 'upstream' ? [graph.into, 'from' as const] : [graph.outOf, 'to' as const]
    const seen = new Set([id])
    let now = [id]
    for (let far = 0; far < depth && now.length > 0; far++) {
      const found: string[] = []
      for (const each of now) {
        if (each !== id && ends(graph.node(each)!)) continue
        for (const edge of next(each)) {
          edges.set(edge, edge)
          if (seen.has(edge[other])) continue
          seen.add(edge[other])
          found.push(edge[other])
          nodes.set(edge[other], graph.node(edge[other])!)
        }
      }
      now = found
    }
  }
  return {
    root: graph.node(id)!,
    nodes: [...nodes.values()].sort((a, b) => graph.place(a.id) - graph.place(b.id)),
    edges: [...edges.values()],
  }
}
