import type {Kpi} from '../catalog/definitions.ts'
import {type CompiledNode, PERIODS} from '../compile/nodes.ts'
import type {Compiled} from '../compile/project.ts'
import type {State} from '../execute/state.ts'
import {fingerprints} from '../plan/fingerprints.ts'
import type {Catalogs} from './catalogs.ts'

/** Why a KPI's values may have moved. */
export interface Cause {
  /**
   * `definition`: its own; `kpi`: the definition of KPIs that it is made of; `model`: models that it reads, or what these read;
   * `source`: the data of sources; `timezone`, `calendar`; `template`: a template or macro of the marts.
   */
  readonly kind: 'definition' | 'kpi' | 'model' | 'source' | 'timezone' | 'calendar' | 'template'
  readonly names: readonly string[]
}

/** What is known of how the earlier side was built. */
export interface Former {
  readonly state: State
  /** The data's last instant, as fingerprints have it. */
  readonly dataEnd: string
}

/**
 * Tells why a KPI's values differ between an earlier build and one of `compiled`. What the project would give of the earlier data is known by its
 * fingerprints, so a changed project and changed data are told apart exactly; nothing is computed.
 */
export function findCauses(
  compiled: Compiled,
  former: Former,
  after: State,
  catalogs: Catalogs,
  isOtherTimezone: boolean,
): {isRedefined: (ref: string) => boolean; causes: (ref: string) => Cause[]} {
  const {kpis} = compiled.project.definitions
  const {state} = former
  const sources = new Map([...state.sources].map(([name, source]) => [name, source.fingerprint]))
  const expected = fingerprints(compiled, {sources, dataEnd: former.dataEnd, calendar: state.calendar})
  const isOther = (name: string) => expected.nodes.get(name) !== state.nodes.get(name)
  const nodes = new Map(compiled.nodes.map(node => [node.name, node]))

  /** A macro's text is all that the catalog says of a KPI, down to its measures. */
  const isRedefined = (ref: string) => {
    const kpi = kpis.get(ref)
    return kpi !== undefined && isOther(`macro/${kpi.columnName}`)
  }
  const isRewritten = (ref: string) =>
    (catalogs.differing.get(ref) ?? []).some(column => ['formula', 'kind', 'dimensions'].includes(column))
  const redefinedParts = (kpi: Kpi): string[] =>
    kpi.dependsOn.flatMap(ref => {
      const part = kpis.get(ref)
      if (part === undefined || !isRedefined(ref)) return []
      const parts = redefinedParts(part)
      return isRewritten(ref) || parts.length === 0 ? [ref] : parts
    })

  const causes = (ref: string): Cause[] => {
    const kpi = kpis.get(ref)
    if (kpi === undefined) return []
    const found: Cause[] = []
    if (isRedefined(ref)) {
      const parts = [...new Set(redefinedParts(kpi))].sort()
      const isOwn = isRewritten(ref) || parts.length === 0
      found.push(isOwn ? {kind: 'definition', names: []} : {kind: 'kpi', names: parts})
    }
    const facts = kpi.measures.flatMap(measure => [measure.fact, ...measure.related.map(rows => rows.fact)])
    const read = upstream(nodes, facts)
    if (isOtherTimezone) found.push({kind: 'timezone', names: []})
    else {
      const models = read.filter(name => nodes.get(name)?.kind === 'table' && isOther(name))
      const first = models.filter(
        name => !upstream(nodes, nodes.get(name)!.upstream).some(each => models.includes(each)),
      )
      if (first.length > 0) found.push({kind: 'model', names: first.sort()})
    }
    const moved = read
      .filter(name => name.startsWith('source:'))
      .map(name => name.slice('source:'.length))
      .filter(name => state.sources.get(name)?.fingerprint !== after.sources.get(name)?.fingerprint)
    if (moved.length > 0) found.push({kind: 'source', names: moved.sort()})
    if (found.length === 0) found.push({kind: isOther(PERIODS) ? 'calendar' : 'template', names: []})
    return found
  }
  return {isRedefined, causes}
}

/** The nodes and sources of these names, and all that they read. */
function upstream(nodes: ReadonlyMap<string, CompiledNode>, names: readonly string[]): string[] {
  const found = new Set<string>()
  const open = [...names]
  while (open.length > 0) {
    const name = open.pop()!
    if (found.has(name)) continue
    found.add(name)
    open.push(...(nodes.get(name)?.upstream ?? []))
  }
  return [...found]
}
