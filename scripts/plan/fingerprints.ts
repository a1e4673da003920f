import type {Wanted} from '../compile/groups.ts'
import {type MeasureNode, measuresSql} from '../compile/marts.ts'
import {type CompiledNode, DATA_END, PERIODS} from '../compile/nodes.ts'
import type {Compiled} from '../compile/project.ts'
import {GRAINS} from '../core/days.ts'
import {dataEngine} from '../core/engine.ts'
import {fingerprint} from '../core/hash.ts'
import {normalSql} from '../sql/normal.ts'

export interface Fingerprints {
  /** Of each node; of a measure group and a table made of parts, of all their measures or parts together. */
  readonly nodes: ReadonlyMap<string, string>
  /** Of each measure by its id: changes of one leave the others as they are. */
  readonly measures: ReadonlyMap<string, string>
  /** Of each part of the tables that are made of parts, by node and key. */
  readonly parts: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** What a node, `source:NAME` or `data_end` counts as for those that read it. */
  readonly made: ReadonlyMap<string, string>
}

/** What fingerprints depend on besides the project. */
export interface Inputs {
  /** Fingerprints of the sources. */
  readonly sources: ReadonlyMap<string, string>
  /** The data's last instant. */
  readonly dataEnd: string
  /**
   * Fingerprint of the calendar's content. What reads the calendar depends on the periods in it, not on how they were found: else a
   * change of any fact would make everything stale.
   */
  readonly calendar: string
}

/**
 * Fingerprints of what each node is made from: the statements, without their comments and layout, everything upstream, down to the
 * sources' content, and the engine's version.
 */
export function fingerprints(compiled: Compiled, {sources, dataEnd, calendar}: Inputs): Fingerprints {
  const engine = dataEngine()
  const made = new Map<string, string>([...sources].map(([name, value]) => [`source:${name}`, value]))
  made.set(DATA_END, fingerprint(dataEnd))
  const nodes = new Map<string, string>()
  const measures = new Map<string, string>()
  const parts = new Map<string, ReadonlyMap<string, string>>()
  const of = (name: string) => made.get(name) ?? ''
  const statements = statementsOf(compiled)
  for (const node of compiled.nodes) {
    let print: string
    if (node.kind === 'measures') {
      const {group} = node as MeasureNode
      for (const wanted of group) {
        const read = upstreamOf(wanted).map(of)
        measures.set(wanted.measure.id, fingerprint(engine, statements.measure(wanted).print, ...read))
      }
      print = fingerprint(...group.map(wanted => measures.get(wanted.measure.id)!))
    } else if (node.parts) {
      const own = new Map<string, string>()
      for (const [key, from] of node.parts.from) {
        const read = [...from.measures.map(id => measures.get(id) ?? ''), ...from.nodes.map(of)]
        own.set(key, fingerprint(engine, statements.part(node, key).print, ...read))
      }
      parts.set(node.name, own)
      print = fingerprint(...[...own].flat())
    } else {
      // a table macro holds no data: it only changes with its text
      const read = node.kind === 'macro' ? [] : [...node.upstream].sort().map(name => readOf(node, name, of, parts))
      print = fingerprint(engine, statements.node(node).print, ...read)
    }
    nodes.set(node.name, print)
    made.set(node.name, node.name === PERIODS ? calendar : print)
  }
  return {nodes, measures, parts, made}
}

/** The nodes that a measure itself reads; its group may read more. */
export function upstreamOf({measure}: Wanted): string[] {
  return [...new Set([PERIODS, measure.fact, ...measure.related.map(rows => rows.fact)])]
}

/** What an upstream counts as for a node: of a table made of parts, those that the node reads. */
function readOf(
  node: CompiledNode,
  upstream: string,
  of: (name: string) => string,
  parts: Fingerprints['parts'],
): string {
  const read = node.reads?.get(upstream)
  const own = parts.get(upstream)
  return read && own ? fingerprint(...read.map(key => own.get(key) ?? '')) : of(upstream)
}

/** A statement's fingerprint, and the macros that it is written with. */
export interface Statement {
  readonly print: string
  readonly macros: readonly string[]
}

/** Fingerprints of statements alone. */
export interface Statements {
  measure(wanted: Wanted): Statement
  part(node: CompiledNode, key: string): Statement
  node(node: CompiledNode): Statement
}

const known = new WeakMap<Compiled, Statements>()

/** Fingerprints of a project's statements without what does not matter to them, each worked out once. */
export function statementsOf(compiled: Compiled): Statements {
  const {project} = compiled
  const {expressions} = project.tools
  const statements = new Map<string, Statement>()
  const once = (key: string, make: () => Statement) => {
    if (!statements.has(key)) statements.set(key, make())
    return statements.get(key)!
  }
  const written = (work: () => readonly string[]): Statement => {
    const {result, macros} = project.templates.traced(work)
    return {print: fingerprint(...result.map(normalSql)), macros}
  }
  const made = known.get(compiled) ?? {
    measure: ({measure, ...wanted}) =>
      once(`measure ${measure.id}`, () => {
        // joined conditions mean the same in any order
        const order = (text: string) => expressions.get(text)?.canonical ?? text
        const where = [...measure.where].sort((a, b) => (order(a.text) < order(b.text) ? -1 : 1))
        const alone = [{...wanted, measure: {...measure, where}}]
        return written(() => GRAINS.map(grain => measuresSql(project, alone, grain)))
      }),
    part: (node, key) => once(`part ${node.name} ${key}`, () => written(() => [node.parts!.sql([key])])),
    node: node => once(`node ${node.name}`, () => ({print: fingerprint(normalSql(node.sql)), macros: node.macros})),
  }
  known.set(compiled, made)
  return made
}
