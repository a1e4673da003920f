import type {LineageAnswer} from '../commands/lineage.ts'
import {PERIODS} from '../compile/nodes.ts'
import {endingOf} from '../lineage/column-graph.ts'
import type {Part} from '../lineage/graph.ts'
import {partitionsOf} from '../lineage/partitions.ts'
import {bearings, isRowsOfMart, withoutRowsOfMart} from '../lineage/reached.ts'
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
  const catalog = new Map<string, string[]>()
  for (const [node, bearing] of reached) {
    if (node.kind === 'kpi' || node.kind === 'chart') {
      if (node.column !== undefined || !titles.has(node.id)) continue
      const line = `  ${node.id.padEnd(14)} ${bearing === 'value' ? 'value  ' : 'decides'} ${titles.get(node.id)}`
      const label = node.kind === 'kpi' ? 'KPIs' : 'charts and tables'
      catalog.set(label, [...(catalog.get(label) ?? []), line])
    } else {
      const rows = node.kind === 'mart' ? 'its rows' : 'its rows, so all of its columns'
      models.set(node.relation, [...(models.get(node.relation) ?? []), node.column ?? rows])
    }
  }
  return [
    ...[...models].flatMap(([relation, names]) => [
      `  ${relation}`,
      ...wrap(names.join(', '), WIDTH - 4).map(line => `    ${line}`),
    ]),
    ...[...catalog].flatMap(([label, lines]) => ['', `${label} (${lines.length})`, ...lines]),
  ]
}

/** Of each column of a model, in short. */
export function eachColumn(answer: LineageAnswer, direction: 'upstream' | 'downstream'): string[] {
  return answer.parts.flatMap(part => {
    const name = part.root.column ?? 'rows'
    if (direction === 'downstream') {
      const kpis = part.nodes.filter(node => node.kind === 'kpi' && node.column === undefined).map(node => node.id)
      return [name, ...paragraph('KPIs', kpis)]
    }
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
