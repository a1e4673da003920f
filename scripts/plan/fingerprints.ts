import {identity} from '../catalog/measures.ts'
import type {Wanted} from '../compile/groups.ts'
import type {Project} from '../compile/load.ts'
import type {MeasureNode} from '../compile/marts.ts'
import {DATA_END} from '../compile/nodes.ts'
import type {Compiled} from '../compile/project.ts'
import {readTemplate} from '../compile/template-files.ts'
import {fingerprint} from '../core/hash.ts'

export interface Fingerprints {
  /** Of each node; of a measure group, of all its measures together. */
  readonly nodes: ReadonlyMap<string, string>
  /** Of each measure by its id: changes of one leave the others as they are. */
  readonly measures: ReadonlyMap<string, string>
}

/** Fingerprints of what each node is made from: its statement and everything upstream, down to the sources' content. */
export function fingerprints(compiled: Compiled, sources: ReadonlyMap<string, string>, dataEnd: string): Fingerprints {
  const nodes = new Map<string, string>([...sources].map(([name, value]) => [`source:${name}`, value]))
  nodes.set(DATA_END, fingerprint(dataEnd))
  const measures = new Map<string, string>()
  const template = readTemplate(compiled.project, 'measure_values')
  const own = new Map<string, string>()
  for (const node of compiled.nodes) {
    const upstream = node.upstream.map(name => nodes.get(name) ?? '').sort()
    if (node.kind === 'measures') {
      for (const wanted of (node as MeasureNode).group) {
        measures.set(wanted.measure.id, fingerprint(meaning(compiled.project, wanted, template), ...upstream))
      }
      own.set(node.name, fingerprint(...(node as MeasureNode).group.map(wanted => measures.get(wanted.measure.id)!)))
    } else {
      // a table macro holds no data: it only changes with its text
      own.set(node.name, node.kind === 'macro' ? fingerprint(node.sql) : fingerprint(node.sql, ...upstream))
    }
    nodes.set(node.name, own.get(node.name)!)
  }
  return {nodes: own, measures}
}

/** What a measure computes, however its expressions are laid out: its definition's syntax, its breakdowns, the templates that write it. */
function meaning({tools, templates}: Project, {measure, dimensions}: Wanted, template: string): string {
  return JSON.stringify([
    identity(measure, tools.expressions),
    dimensions,
    templates.fingerprint,
    template,
    tools.timezone,
  ])
}
