import type {MeasureNode} from '../compile/marts.ts'
import {type CompiledNode, PERIODS} from '../compile/nodes.ts'
import type {Compiled} from '../compile/project.ts'
import {type Fingerprints, fingerprints, type Inputs as Given} from './fingerprints.ts'
import {type Inputs, measureInputs, nodeInputs, partInputs, subject} from './inputs.ts'
import {type Reason, reasonsFor} from './reasons.ts'
import {type Restriction, within} from './select.ts'
import {type Built, isStale, staleSince} from './stale.ts'

/** A measure or a part of a table that a build would compute. */
export interface PlannedPart {
  readonly name: string
  readonly reasons: readonly Reason[]
}

/** A node that a build would compute, and why. */
export interface PlannedNode {
  readonly name: string
  readonly kind: CompiledNode['kind']
  readonly layer: CompiledNode['layer']
  readonly reasons: readonly Reason[]
  /** Of a measure group its stale measures, of a table made of parts the stale ones; none: the whole is computed. */
  readonly parts?: readonly PlannedPart[]
  /** How many measures or parts there are. */
  readonly of?: number
}

/** What a build would compute, in its order, and what not. */
export interface PlannedWork {
  readonly build: readonly PlannedNode[]
  /** Computed only if the calendar's first or last day moves, which is known when it is built. */
  readonly perhaps: readonly string[]
  readonly skip: readonly string[]
  /** Stale, but not selected. */
  readonly left: readonly string[]
  /** In the warehouse, but no longer in the project. */
  readonly drop: readonly {readonly name: string; readonly kind: 'table' | 'macro' | 'measure' | 'part'}[]
  /** KPIs, charts and tables whose figures are not those of the warehouse; perhaps others. */
  readonly affects: readonly string[]
}

/** What a database knows of itself. */
export interface Known extends Built {
  readonly calendar: string
  /** Nodes by name, with their kind. */
  readonly kinds: ReadonlyMap<string, string>
  /** What each subject was made from; see `subject`. */
  readonly inputs: ReadonlyMap<string, Inputs>
}

/** Works out what a build would do; computes nothing. */
export function planWork(
  compiled: Compiled,
  given: Omit<Given, 'calendar'>,
  built: Known,
  restricted: Restriction = {},
): {readonly work: PlannedWork; readonly prints: Fingerprints} {
  const prints = fingerprints(compiled, {...given, calendar: built.calendar})
  const nodes = compiled.nodes.filter(node => node.kind !== 'view')
  const stale = nodes.filter(node => isStale(node, prints, built))
  const selected = selector(compiled, {...given, calendar: 'another'}, built, restricted)
  const isSelected = (node: CompiledNode) => selected.has(node.name)
  const moves = stale.some(node => node.name === PERIODS && isSelected(node)) && built.calendar !== ''
  const worst = moves ? fingerprints(compiled, {...given, calendar: 'another'}) : prints
  const perhaps = nodes.filter(node => !stale.includes(node) && isStale(node, worst, built) && isSelected(node))
  const affected = new Set(staleSince(compiled, prints, built).refs)
  for (const [node, parts] of prints.parts)
    for (const [key, print] of parts) if (built.parts.get(node)?.get(key) !== print) affected.add(key)
  const {kpis, components} = compiled.project.definitions
  const staleNames = new Set(stale)
  const uncertain = new Set(perhaps)
  const work: PlannedWork = {
    build: stale.filter(isSelected).map(node => planned(compiled, prints, built, node)),
    perhaps: perhaps.map(node => node.name),
    skip: nodes.filter(node => !staleNames.has(node) && !uncertain.has(node)).map(node => node.name),
    left: stale.filter(node => !isSelected(node)).map(node => node.name),
    drop: dropped(compiled, prints, built),
    affects: [...kpis.keys(), ...components.keys()].filter(ref => affected.has(ref)),
  }
  return {work, prints}
}

/** Names of the nodes that a build may compute, if they are stale: restricted as it restricts itself, which takes the worst of the calendar. */
function selector(compiled: Compiled, worst: Given, built: Known, restricted: Restriction): ReadonlySet<string> {
  const prints = fingerprints(compiled, worst)
  const open = compiled.nodes.filter(node => node.kind === 'view' || isStale(node, prints, built))
  return new Set(within(open, restricted).map(node => node.name))
}

function planned(compiled: Compiled, prints: Fingerprints, built: Known, node: CompiledNode): PlannedNode {
  const {name, kind, layer} = node
  const why = (name: string, print: string | undefined, now: () => Inputs): Reason[] => {
    const before = built.inputs.get(name)
    if (print !== undefined && before === undefined) return [{input: 'engine', change: 'changed'}] // one that noted none
    return reasonsFor(print === undefined ? undefined : before, now())
  }
  if (kind === 'measures') {
    const {group} = node as MeasureNode
    const parts = group
      .filter(({measure: {id}}) => built.measures.get(id) !== prints.measures.get(id))
      .map(
        (wanted): PlannedPart => ({
          name: wanted.measure.id,
          reasons: why(subject.measure(wanted.measure.id), built.measures.get(wanted.measure.id), () =>
            measureInputs(compiled, prints, node, wanted),
          ),
        }),
      )
    return {name, kind, layer, reasons: shared(parts), parts, of: group.length}
  }
  const now = prints.parts.get(name)
  if (now) {
    const before = built.parts.get(name) ?? new Map<string, string>()
    const parts = [...now]
      .filter(([key, print]) => before.get(key) !== print)
      .map(
        ([key]): PlannedPart => ({
          name: key,
          reasons: why(subject.part(name, key), before.get(key), () => partInputs(compiled, prints, node, key)),
        }),
      )
    const gone = [...before.keys()].filter(key => !now.has(key))
    const removed = gone.map((key): Reason => ({input: 'entry', name: key, change: 'removed'}))
    return {name, kind, layer, reasons: [...shared(parts), ...removed], parts, of: now.size}
  }
  const reasons = why(subject.node(name), built.nodes.get(name), () => nodeInputs(compiled, prints, node))
  return {name, kind, layer, reasons}
}

/** The reasons that all parts have. */
function shared(parts: readonly PlannedPart[]): Reason[] {
  const [first, ...rest] = parts
  const has = (reasons: readonly Reason[], reason: Reason) =>
    reasons.some(each => each.input === reason.input && each.name === reason.name && each.change === reason.change)
  return (first?.reasons ?? []).filter(reason => rest.every(part => has(part.reasons, reason)))
}

function dropped(compiled: Compiled, prints: Fingerprints, built: Known): PlannedWork['drop'] {
  const names = new Set(compiled.nodes.map(node => node.name))
  const kinds = [...built.kinds].filter(([name, kind]) => !names.has(name) && (kind === 'table' || kind === 'macro'))
  const measures = [...built.measures.keys()].filter(id => !prints.measures.has(id))
  const parts = [...built.parts].flatMap(([node, keys]) => {
    const now = prints.parts.get(node)
    return now ? [...keys.keys()].filter(key => !now.has(key)) : []
  })
  return [
    ...kinds.map(([name, kind]) => ({name, kind: kind as 'table' | 'macro'})),
    ...measures.map(name => ({name, kind: 'measure' as const})),
    ...[...new Set(parts)].map(name => ({name, kind: 'part' as const})),
  ]
}
