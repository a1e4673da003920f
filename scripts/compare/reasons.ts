import type {Compiled} from '../compile/project.ts'
import {fingerprint} from '../core/hash.ts'
import type {State} from '../execute/state.ts'
import {columnGraph, isEnd} from '../lineage/column-graph.ts'
import {followColumns} from '../lineage/columns.ts'
import {partOf} from '../lineage/graph.ts'
import {fingerprints} from '../plan/fingerprints.ts'
import {type Inputs, subject} from '../plan/inputs.ts'
import {openDatabase} from '../sql/duckdb.ts'
import type {Renewed} from './superseded.ts'

/** Why a published value was replaced: other data, another definition (down to the engine's), or both. */
export type Reason = 'data' | 'definition' | 'both'

/** What a published version was made from. */
export interface Former {
  readonly state: State
  /** What its sources were made from, as it noted it. */
  readonly inputs: ReadonlyMap<string, Inputs>
  /** The data's last instant, as fingerprints have it. */
  readonly dataEnd: string
}

/** What of a source is its data; the rest is how the project declares it, and the engine that reads it. */
const DATA = ['file content', '--as-of', '--on-bad-rows', 'sample']

/**
 * Says of KPIs with other values why. A definition has changed where the present project gives the KPI another fingerprint on the
 * earlier data than it had; data have where a source that the KPI depends on, by its lineage, has other content.
 */
export async function reasonsFor(
  compiled: Compiled,
  former: Former,
  present: ReadonlyMap<string, Inputs>,
  renewed: readonly Renewed[],
): Promise<ReadonlyMap<string, Reason>> {
  const sources = new Map<string, string>()
  const changed = new Set<string>()
  for (const name of compiled.project.declarations.sources.keys()) {
    const is = present.get(subject.source(name)) ?? {}
    const was = former.inputs.get(subject.source(name))
    const data = Object.keys(is).filter(key => DATA.includes(key))
    const mixed = was && {...is, ...Object.fromEntries(data.map(key => [key, was[key] ?? '']))}
    sources.set(name, fingerprint(...Object.entries(mixed ?? is).flat()))
    if (was && data.some(key => was[key] !== is[key])) changed.add(name)
  }
  const {state, dataEnd} = former
  const expected = fingerprints(compiled, {sources, dataEnd, calendar: state.calendar}).parts.get(VALUES)
  const isRedefined = ({ref, former: was}: Renewed) => expected?.get(ref) !== state.parts.get(VALUES)?.get(was)
  const redefined = renewed.filter(isRedefined)
  const moved = await readersOf(compiled, changed, redefined)
  const reasonOf = (each: Renewed): Reason => {
    if (redefined.includes(each)) return moved.has(each.ref) ? 'both' : 'definition'
    return changed.size > 0 ? 'data' : 'definition' // with the same data only the calendar is left, which the catalog sets
  }
  return new Map(renewed.map(each => [each.ref, reasonOf(each)]))
}

const VALUES = 'kpi_values'

/** Refs of those KPIs that depend on any of some sources. */
async function readersOf(
  compiled: Compiled,
  sources: ReadonlySet<string>,
  kpis: readonly Renewed[],
): Promise<ReadonlySet<string>> {
  if (sources.size === 0 || kpis.length === 0) return new Set()
  const parser = await openDatabase()
  const lineage = await followColumns(compiled, parser, ['staging', 'facts']).finally(() => parser.close())
  const graph = columnGraph(compiled, lineage)
  const reads = (ref: string) =>
    partOf(graph, ref, ['upstream'], {ends: isEnd}).nodes.some(
      ({kind, relation}) => kind === 'source' && sources.has(relation.replace(/^source:/, '')),
    )
  return new Set(kpis.map(({ref}) => ref).filter(reads))
}
