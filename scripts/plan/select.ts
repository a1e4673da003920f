import type {MeasureNode} from '../compile/marts.ts'
import type {CompiledNode} from '../compile/nodes.ts'
import {fault, type Problem, refuse} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'

/**
 * The nodes that selectors name, with everything upstream of them. A selector is a node's name, a KPI's or chart's ref, `source:NAME`,
 * any of these with `*`; `NAME+` adds everything downstream. One that matches nothing is a problem (status 2).
 */
export function selectNodes(nodes: readonly CompiledNode[], selectors: readonly string[]): Set<string> {
  const problems: Problem[] = []
  const chosen = new Set<string>()
  for (const selector of selectors) {
    const downstream = selector.endsWith('+')
    const pattern = selector.replace(/^\+|\+$/g, '')
    const matched = nodes.filter(node => namesOf(node).some(name => matches(name, pattern))).map(node => node.name)
    const sources = [...new Set(nodes.flatMap(node => node.upstream))].filter(
      name => name.startsWith('source:') && matches(name, pattern),
    )
    if (matched.length + sources.length === 0) {
      const valid = [...new Set(nodes.flatMap(namesOf))]
      problems.push(
        fault('empty-selection', `"${selector}" selects nothing`, {hint: suggestion(pattern, valid, 'nodes')}),
      )
    }
    for (const name of matched) chosen.add(name)
    if (downstream || sources.length > 0) {
      const from = new Set([...matched, ...sources])
      for (const node of nodes) {
        if (node.upstream.some(name => from.has(name))) {
          from.add(node.name)
          chosen.add(node.name)
        }
      }
    }
  }
  refuse(problems)
  return withUpstream(nodes, chosen)
}

/** The named nodes and everything that they read. */
export function withUpstream(nodes: readonly CompiledNode[], names: Iterable<string>): Set<string> {
  const all = new Set(names)
  for (const node of [...nodes].reverse()) if (all.has(node.name)) for (const name of node.upstream) all.add(name)
  return all
}

/** A node's own name; a measure group also answers to the refs of its measures. */
function namesOf(node: CompiledNode): string[] {
  if (node.kind !== 'measures') return [node.name]
  return [node.name, ...(node as MeasureNode).group.map(wanted => wanted.measure.id.split('.')[0]!)]
}

function matches(name: string, pattern: string): boolean {
  if (!pattern.includes('*')) return name === pattern
  return new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(name)
}
