import type {Compiled} from '../compile/project.ts'
import {type ColumnLineage, nameOf} from './columns.ts'
import {type Graph, graphOf, KINDS, type Kind, type LineageEdge, type LineageNode, type Part} from './graph.ts'
import {kindsOf} from './kinds.ts'

/**
 * The graph of all columns. A relation by itself stands for its rows. What reads a column reads rows, too, and depends on them by
 * itself; so there are no edges from rows to their columns, but for those of the one that is asked about (`withOwnRows`).
 */
export function columnGraph(compiled: Compiled, {from}: ColumnLineage): Graph {
  const kinds = kindsOf(compiled)
  const nodes: LineageNode[] = []
  const edges: LineageEdge[] = []
  for (const [id, dependencies] of from) {
    const relation = kinds.has(id) ? id : [...cuts(id)].find(name => kinds.has(name))
    const kind = relation === undefined ? undefined : kinds.get(relation)
    if (relation === undefined || kind === undefined) continue
    const isRows = relation === id && kind !== 'kpi' && kind !== 'chart'
    nodes.push({
      id,
      kind,
      relation,
      ...(relation !== id && {column: id.slice(relation.length + 1)}),
      ...(isRows && {isRows}),
    })
    for (const each of dependencies.values())
      edges.push({from: nameOf(each), to: id, ways: [each.way], roles: each.as === undefined ? [] : [each.as]})
  }
  nodes.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
  const known = new Set(nodes.map(node => node.id))
  return graphOf(
    nodes,
    edges.filter(edge => known.has(edge.from)),
  )
}

const HAVE_ROWS: readonly Kind[] = ['staging', 'fact', 'mart']

/** The part around a column, and what decides which rows its relation has. */
export function withOwnRows(part: Part, rows: (relation: string) => Part | undefined): Part {
  const {root} = part
  const own = root.column !== undefined && HAVE_ROWS.includes(root.kind) ? rows(root.relation) : undefined
  if (!own) return part
  const edge: LineageEdge = {from: root.relation, to: root.id, ways: ['rows'], roles: []}
  return {
    root,
    nodes: [...new Map([...part.nodes, ...own.nodes].map(node => [node.id, node])).values()],
    edges: [...new Set([...part.edges, ...own.edges]), edge],
  }
}

/** What stands before each dot of a name, from the longest. */
function* cuts(id: string): Generator<string> {
  for (let i = id.lastIndexOf('.'); i > 0; i = id.lastIndexOf('.', i - 1)) yield id.slice(0, i)
}

/** Where the value of a column is that of a column of a source; or where nothing lies behind it. */
export type Ending = 'source' | 'constant' | 'calendar' | 'instant'

/** What a node without anything upstream is; the calendar and the data's last instant are ends, too. */
export function endingOf(graph: Graph, node: LineageNode): Ending | undefined {
  if (node.kind === 'source' || node.kind === 'calendar' || node.kind === 'instant') return node.kind
  return node.column !== undefined && graph.into(node.id).length === 0 ? 'constant' : undefined
}

/** Nobody asks what lies behind the calendar or the data's last instant: nearly everything does. */
export function isEnd({kind}: LineageNode): boolean {
  return kind === 'calendar' || kind === 'instant'
}
