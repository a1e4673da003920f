import {isDirect} from './dependencies.ts'
import type {Kind, LineageEdge, LineageNode, Part} from './graph.ts'

/** Shapes by what a node is: cylinders hold data, rounded boxes are figures. */
const SHAPES: Readonly<Record<Kind, readonly [string, string]>> = {
  source: ['[(', ')]'],
  instant: ['[(', ')]'],
  staging: ['[', ']'],
  fact: ['[', ']'],
  calendar: ['[', ']'],
  measures: ['[[', ']]'],
  kpi: ['(', ')'],
  chart: ['([', '])'],
  mart: ['[(', ')]'],
}

/**
 * A flowchart in Mermaid's language, from left to right. Columns stand within their relation; a dotted line is one that only decides
 * (filter, join, …), and says how. The same part gives the same text.
 */
export function mermaid({root, nodes, edges}: Part, titles: ReadonlyMap<string, string>): string {
  const ids = new Map(nodes.map((node, i) => [node.id, `n${i + 1}`]))
  const box = (node: LineageNode, label: string) => {
    const [open, close] = SHAPES[node.kind]
    return `${ids.get(node.id)}${open}"${escaped(label)}"${close}`
  }
  const within = new Map<string, LineageNode[]>()
  for (const node of nodes)
    if (node.column !== undefined) within.set(node.relation, [...(within.get(node.relation) ?? []), node])
  const lines = nodes
    .filter(node => node.column === undefined && !within.has(node.relation))
    .map(node => `  ${box(node, [node.id, titles.get(node.id) ?? []].flat().join('\n'))}`)
  let number = 0
  for (const [relation, columns] of within) {
    const rows = nodes.find(node => node.id === relation)
    lines.push(
      `  subgraph g${++number}["${escaped(relation)}"]`,
      ...columns.map(node => `    ${box(node, node.column!)}`),
      ...(rows ? [`    ${box(rows, rows.isRows ? 'rows' : rows.id)}`] : []),
      '  end',
    )
  }
  const links = [...edges]
    .sort(byPlace(nodes))
    .map(edge => `  ${ids.get(edge.from)} ${arrow(edge)} ${ids.get(edge.to)}`)
  return `${['flowchart LR', ...lines, ...links, `  style ${ids.get(root.id)} stroke-width:3px`].join('\n')}\n`
}

function arrow({ways}: LineageEdge): string {
  if (ways.length === 0 || ways.some(isDirect)) return '-->'
  return `-.->|"${ways.join(', ')}"|`
}

function byPlace(nodes: readonly LineageNode[]): (a: LineageEdge, b: LineageEdge) => number {
  const place = new Map(nodes.map((node, i) => [node.id, i]))
  return (a, b) => place.get(a.from)! - place.get(b.from)! || place.get(a.to)! - place.get(b.to)!
}

/** In a quoted label, Mermaid reads entities by their number (`#34;`) and a line break as `<br/>`. */
function escaped(label: string): string {
  return label.replace(/[#"<>&;`\\]/g, char => `#${char.charCodeAt(0)};`).replaceAll('\n', '<br/>')
}
