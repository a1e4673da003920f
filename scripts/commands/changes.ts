import type {Compiled} from '../compile/project.ts'
import {settle} from '../core/settings.ts'
import {type PlannedNode, planWork} from '../plan/plan.ts'
import {isCause, type Reason} from '../plan/reasons.ts'
import {entryId} from '../plan/selectable.ts'
import {currentVersion} from '../publish/versions.ts'
import type {BuildArguments} from './build-types.ts'
import {instant} from './instant.ts'
import {changedSources, readSources, startingPoint} from './survey.ts'

/** Ids of what is not as it was built. */
export interface Changes {
  /** Nodes, KPIs, charts and tables whose own text, template, macro or definition has changed, and sources whose data or declaration has. */
  readonly changed: ReadonlySet<string>
  /** Those of them that were never built. */
  readonly added: ReadonlySet<string>
}

/** What has changed since the build that the next one would start from; what only reads something that changed is not among it. */
export async function changesSince(
  compiled: Compiled,
  options: Pick<BuildArguments, 'project' | 'target' | 'sources' | 'asOf' | 'onBadRows' | 'full'>,
): Promise<Changes> {
  const {target, sources: from} = settle(options)
  const {known, state} = await startingPoint(target, currentVersion(target), options.full ?? false)
  const asOf = options.asOf === undefined ? undefined : instant(options.asOf)
  const sources = await readSources(compiled, state, target, {sources: from, asOf, onBadRows: options.onBadRows})
  const {work} = planWork(compiled, {sources: sources.fingerprints, dataEnd: sources.dataEnd}, known)
  const entries = entriesOf(compiled)
  const changed = new Set<string>()
  const added = new Set<string>()
  const note = (id: string, reasons: readonly Reason[]) => {
    if (!reasons.some(isCause)) return
    changed.add(id)
    if (reasons.some(({input}) => input === 'nothing')) added.add(id)
  }
  for (const node of work.build) {
    note(node.name, reasonsOf(node))
    for (const {name, reasons} of node.parts ?? []) for (const ref of entries(name)) note(entryId(ref), reasons)
  }
  for (const {name, changed: what} of changedSources(sources, state, known.inputs)) {
    changed.add(`source:${name}`)
    if (what.includes('new')) added.add(`source:${name}`)
  }
  return {changed, added}
}

/** A measure group or table made of parts has changed when one of its parts has. */
function reasonsOf({reasons, parts = []}: PlannedNode): readonly Reason[] {
  return [...reasons, ...parts.flatMap(part => part.reasons.filter(({input}) => input !== 'nothing'))]
}

/** Of a measure or a part of a table, the KPIs, charts and tables that it belongs to. */
function entriesOf({project}: Compiled): (part: string) => readonly string[] {
  const {kpis, histograms, componentFigures, components} = project.definitions
  const owners = new Map<string, string[]>()
  const own = (part: string, ref: string) => owners.set(part, [...(owners.get(part) ?? []), ref])
  for (const {ref, measures} of kpis.values()) for (const {id} of measures) own(id, ref)
  for (const {ref, slots} of histograms)
    for (const {measure, share} of slots) for (const {id} of share ? [measure, share] : [measure]) own(id, ref)
  for (const {ref, component, measures} of componentFigures) {
    own(ref, component)
    for (const {id} of measures) own(id, component)
  }
  for (const ref of [...kpis.keys(), ...components.keys()]) own(ref, ref)
  return part => owners.get(part) ?? []
}
