import type {LineageAnswer} from '../commands/lineage.ts'
import {PERIODS} from '../compile/nodes.ts'
import {endingOf} from '../lineage/column-graph.ts'
import type {LineageNode, Part} from '../lineage/graph.ts'
import {partitionsOf} from '../lineage/partitions.ts'
import {type Bearing, bearings, isRowsOfMart, withoutRowsOfMart} from '../lineage/reached.ts'
import {sourceColumnsIn} from '../lineage/source-columns.ts'
import {wrap} from './wrap.ts'

const WIDTH = 118

/** In short: the columns of sources, by whether values come from them. */
export function sourceColumns(part: Part): string[] {
  const lines = inShort(withoutRowsOfMart(part))
  return lines.length === 0 ? [] : ['', 'source columns', ...lines]
}

function inShort(part: Part): string[] {
  const {value, decide} = sourceColumnsIn(part)
  return [...paragraph('value', value), ...paragraph('decide', decide)]
}

function paragraph(label: string, names: readonly string[]): string[] {
  if (names.length === 0) return []
  const [first, ...rest] = wrap(names.join(', '), WIDTH - 10)
  return [`  ${label.padEnd(8)}${first}`, ...rest.map(line => `${' '.repeat(10)}${line}`)]
}

/** Everything that depends on a column, by relation. */
export function dependents({titles}: LineageAnswer, part: Part): string[] {
  const reached = bearings(part, 'downstream')
  if (reached.size === 0) return ['nothing']
  const models = new Map<string, string[]>()
  for (const node of reached.keys()) {
    if (node.kind === 'kpi' || node.kind === 'chart') continue
    const rows = node.kind === 'mart' ? 'its rows' : 'its rows, so all of its columns'
    models.set(node.relation, [...(models.get(node.relation) ?? []), node.column ?? rows])
  }
  const lists = (['kpi', 'chart'] as const).flatMap(kind => {
    const found = [...inCatalog(reached, kind)].filter(([ref]) => titles.has(ref))
    if (found.length === 0) return []
    const lines = found.map(([ref, bearing]) => `  ${ref.padEnd(14)} ${bearing.padEnd(9)} ${titles.get(ref)}`)
    return ['', `${kind === 'kpi' ? 'KPIs' : 'charts and tables'} (${lines.length})`, ...lines]
  })
  return [
    ...[...models].flatMap(([relation, names]) => [
      `  ${relation}`,
      ...wrap(names.join(', '), WIDTH - 4).map(line => `    ${line}`),
    ]),
    ...lists,
  ]
}

/** References of a kind that depend on something, and how: those that it does not bear on may be broken down by it. */
function inCatalog(reached: ReadonlyMap<LineageNode, Bearing>, kind: 'kpi' | 'chart'): Map<string, string> {
  const found = new Map<string, string>()
  for (const [node, bearing] of reached) {
    if (node.kind !== kind) continue
    if (node.column === undefined) found.set(node.relation, bearing)
    else if (!found.has(node.relation)) found.set(node.relation, 'breakdown')
  }
  return found
}

/** Of each column of a model, in short. */
export function eachColumn(answer: LineageAnswer, direction: 'upstream' | 'downstream'): string[] {
  return answer.parts.flatMap(part => {
    const name = part.root.column ?? 'rows'
    if (direction === 'downstream') {
      const kpis = [...inCatalog(bearings(part, 'downstream'), 'kpi')]
      const those = (...bearing: string[]) => kpis.filter(([, each]) => bearing.includes(each)).map(([ref]) => ref)
      const lines = [...paragraph('KPIs', those('value', 'decides')), ...paragraph('by it', those('breakdown'))]
      return [name, ...(lines.length > 0 ? lines : ['  no KPI'])]
    }
    if (part.root.kind === 'source') return [name, '  as it is loaded']
    const lines = inShort(part)
    const ends = [...new Set(part.nodes.map(node => endingOf(answer.graph, node)))].filter(each => each !== 'source')
    const only = lines.length === 0 ? (ends.find(each => each !== undefined) ?? 'rows alone') : undefined
    return [name, ...(only === undefined ? lines : [`  ${only}`])]
  })
}

/** What decides which rows a mart has. */
export function rowsOfMart({root, edges}: Part): string[] {
  if (!edges.some(edge => isRowsOfMart(edge, {root}))) return []
  const names = edges.filter(edge => edge.to === root.relation).map(edge => edge.from.replace(/\.\w+$/, ''))
  const shown = [...new Set(names)]
    .filter(name => partitionsOf(name).length === 0)
    .map(name => (name === PERIODS ? 'the calendar' : name))
  const [first, ...rest] = wrap(shown.join(', '), WIDTH - 10)
  return ['', `which rows ${root.relation} has`, `  decide  ${first}`, ...rest.map(line => `${' '.repeat(10)}${line}`)]
}
