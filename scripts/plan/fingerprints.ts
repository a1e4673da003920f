import type {MeasureNode} from '../compile/marts.ts'
import {measuresSql} from '../compile/marts.ts'
import {DATA_END} from '../compile/nodes.ts'
import type {Compiled} from '../compile/project.ts'
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
  const own = new Map<string, string>()
  for (const node of compiled.nodes) {
    const upstream = node.upstream.map(name => nodes.get(name) ?? '').sort()
    if (node.kind === 'measures') {
      for (const wanted of (node as MeasureNode).group) {
        measures.set(wanted.measure.id, fingerprint(measuresSql(compiled.project, [wanted], 'day'), ...upstream))
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
