import {type LineageAnswer, type LineageArguments, lineage} from '../commands/lineage.ts'
import {endingOf} from '../lineage/column-graph.ts'
import {isDirect} from '../lineage/dependencies.ts'
import type {LineageEdge, LineageNode, Part} from '../lineage/graph.ts'
import {mermaid} from '../lineage/mermaid.ts'
import {withoutRowsOfMart} from '../lineage/reached.ts'
import {standaloneSvg} from '../lineage/svg.ts'
import {drawLineage} from './lineage-text.ts'

export type LineageOptions = LineageArguments & {readonly format: 'text' | 'json' | 'mermaid' | 'svg'}

/** Prints what a model, KPI or column comes from and what depends on it. */
export async function lineageCommand(options: LineageOptions): Promise<void> {
  const answer = await lineage(options)
  process.stdout.write(written(answer, options.format))
}

function written(answer: LineageAnswer, format: LineageOptions['format']): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(asData(answer), null, 2)}\n`
    case 'mermaid':
      return mermaid(withoutRowsOfMart(whole(answer)), answer.titles)
    case 'svg':
      return standaloneSvg(withoutRowsOfMart(whole(answer)), answer.titles)
    default:
      return drawLineage(answer)
  }
}

/** All parts as one. */
function whole({parts, graph, name}: LineageAnswer): Part {
  const nodes = new Map(parts.flatMap(part => part.nodes.map(node => [node.id, node])))
  const edges = new Set(parts.flatMap(part => part.edges))
  return {root: graph.node(name) ?? parts[0]!.root, nodes: [...nodes.values()], edges: [...edges]}
}

/** What `--format json` writes; `version` changes when a field changes its meaning. */
function asData(answer: LineageAnswer): object {
  const {name, of, directions, graph, titles, unread} = answer
  const {nodes, edges} = whole(answer)
  const node = (each: LineageNode) => ({
    id: each.id,
    kind: each.kind,
    name: each.relation,
    ...(of === 'columns' && {column: each.column ?? null, ending: endingOf(graph, each) ?? null}),
    ...(titles.has(each.id) && {title: titles.get(each.id)}),
  })
  const edge = ({from, to, ways, roles}: LineageEdge) => ({
    from,
    to,
    ...(of === 'columns' && {type: ways.some(isDirect) ? 'DIRECT' : 'INDIRECT', ways, roles}),
  })
  const here = new Set(nodes.map(each => each.relation))
  return {
    version: 1,
    name,
    of,
    directions,
    nodes: nodes.map(node),
    edges: edges.map(edge),
    unread: [...unread].filter(([model]) => here.has(model)).map(([model, why]) => ({model, why})),
  }
}
