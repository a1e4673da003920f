import type {LineageAnswer} from '../commands/lineage.ts'
import {endingOf} from '../lineage/column-graph.ts'
import {isDirect, type Way} from '../lineage/dependencies.ts'
import type {Graph, LineageEdge, LineageNode, Part} from '../lineage/graph.ts'
import {labelOf} from '../lineage/label.ts'
import {partitionsOf} from '../lineage/partitions.ts'
import {isRowsOfMart} from '../lineage/reached.ts'
import {dependents, eachColumn, rowsOfMart, sourceColumns} from './lineage-lists.ts'

/** An answer as text: trees of models; of a column a tree upstream, and by relation what depends on it; of a model's columns a list. */
export function drawLineage(answer: LineageAnswer): string {
  const {of, name, parts, directions} = answer
  const body =
    of === 'models'
      ? directions.flatMap(direction => ['', direction, ...tree(answer, parts[0]!, direction)])
      : parts.length > 1
        ? directions.flatMap(direction => ['', direction, ...eachColumn(answer, direction)])
        : directions.flatMap(direction =>
            direction === 'upstream'
              ? [
                  '',
                  direction,
                  ...tree(answer, parts[0]!, direction),
                  ...sourceColumns(parts[0]!),
                  ...rowsOfMart(parts[0]!),
                ]
              : ['', direction, ...dependents(answer, parts[0]!)],
          )
  const notes = answer.parts.flatMap(part => part.nodes.map(node => node.relation))
  const unread = [...answer.unread].filter(([model]) => notes.includes(model))
  const warnings = unread.flatMap(([model, why]) => [
    '',
    `${model} is not followed: ${why}; each of its columns is taken to depend on all that it reads`,
  ])
  return `${[heading(answer, name), ...body, ...warnings].join('\n')}\n`
}

function heading({graph, titles}: LineageAnswer, name: string): string {
  const node = graph.node(name)
  const title = titles.get(name)
  return [name, ...(node ? [KINDS[node.kind]] : []), ...(title === undefined ? [] : [title])].join('  ')
}

const KINDS: Readonly<Record<LineageNode['kind'], string>> = {
  source: 'source',
  instant: 'the data’s last instant',
  staging: 'staging',
  fact: 'fact',
  calendar: 'calendar',
  measures: 'measures',
  kpi: 'KPI',
  chart: 'chart or table',
  mart: 'mart',
}

/** Each node once with what lies behind it; where it comes again, only its name. */
function tree(answer: LineageAnswer, part: Part, direction: 'upstream' | 'downstream'): string[] {
  const {graph, of} = answer
  const [here, there] = direction === 'upstream' ? (['to', 'from'] as const) : (['from', 'to'] as const)
  const edges = new Map<string, LineageEdge[]>()
  for (const edge of part.edges) {
    // all that a mart shows decides which rows it has: that is told in short
    if (!isRowsOfMart(edge, part)) edges.set(edge[here], [...(edges.get(edge[here]) ?? []), edge])
  }
  // marts that show a KPI or chart stand on its line; that every KPI is in the table of all of them goes without saying
  const isLastMart = (edge: LineageEdge) =>
    of === 'models' && direction === 'downstream' && edge.from !== part.root.id && isLast(graph.node(edge.to)!, edges)
  const marts = (id: string) => {
    const names = (edges.get(id) ?? []).filter(isLastMart).map(edge => edge.to)
    const shown = names.filter(name => partitionsOf(name).length === 0)
    return shown.length > 0 ? `  → ${shown.join(', ')}` : ''
  }
  const drawn = new Set<string>([part.root.id])
  const lines: string[] = []
  const under = (id: string, indent: string) => {
    const found = (edges.get(id) ?? []).filter(edge => !isLastMart(edge)).sort((a, b) => rank(a) - rank(b))
    for (const [i, edge] of found.entries()) {
      const node = graph.node(edge[there])!
      const isLastHere = i === found.length - 1
      const again = drawn.has(node.id) && (edges.get(node.id) ?? []).some(edge => !isLastMart(edge))
      drawn.add(node.id)
      const name = of === 'columns' ? labelOf(node) : `${node.id}${suffix(answer, node)}${again ? '' : marts(node.id)}`
      const said = [...tags(edge), ...(of === 'columns' ? ending(graph, node) : []), ...(again ? ['see above'] : [])]
      lines.push(`${indent}${isLastHere ? '└─ ' : '├─ '}${name}${said.length > 0 ? `  (${said.join(', ')})` : ''}`)
      if (!again) under(node.id, `${indent}${isLastHere ? '   ' : '│  '}`)
    }
  }
  under(part.root.id, '')
  if (lines.length > 0) return lines
  const isConstant = of === 'columns' && direction === 'upstream' && endingOf(graph, part.root) === 'constant'
  return [isConstant ? 'constant: it comes from no column' : 'nothing']
}

function isLast(node: LineageNode, edges: ReadonlyMap<string, readonly LineageEdge[]>): boolean {
  return node.kind === 'mart' && (edges.get(node.id) ?? []).length === 0
}

function suffix({titles}: LineageAnswer, node: LineageNode): string {
  const title = titles.get(node.id)
  return title === undefined ? '' : `  ${title}`
}

/** What comes from values first, then what decides, rows last. */
function rank({ways, from}: LineageEdge): number {
  if (ways.length === 0) return 0
  if (ways.every(way => way === 'rows')) return 2
  return ways.some(isDirect) && from.includes('.') ? 0 : 1
}

const WAYS: Readonly<Record<Way, string | undefined>> = {
  identity: undefined,
  transformation: 'transformed',
  aggregation: 'aggregated',
  conditional: 'decides the case',
  filter: 'filter',
  join: 'join',
  group: 'group',
  sort: 'order',
  window: 'window',
  rows: undefined,
  unknown: 'not followed',
}

const ROLES: Readonly<Record<string, string>> = {
  anchor: 'dates it',
  condition: 'condition',
  entity: 'per',
  having: 'having',
  related: 'related rows',
  breakdown: 'breakdown',
}

function tags({ways, roles}: LineageEdge): string[] {
  const said = roles.flatMap(role => ROLES[role] ?? [])
  // what it is to a KPI says it better than "filter" or "group"
  const shown = said.length > 0 ? ways.filter(isDirect) : ways
  return [...new Set([...shown.flatMap(way => WAYS[way] ?? []), ...said])]
}

function ending(graph: Graph, node: LineageNode): string[] {
  const found = endingOf(graph, node)
  if (found === 'instant') return ['the data’s last instant']
  return found === 'constant' || found === 'calendar' ? [found] : []
}
