import {basename} from 'node:path'
import {readRecords} from '../audit/records.ts'
import {loadProject} from '../compile/load.ts'
import {compileProject} from '../compile/project.ts'
import {settle} from '../core/settings.ts'
import {type PlannedWork, planWork} from '../plan/plan.ts'
import {currentVersion} from '../publish/versions.ts'
import {readNote} from '../publish/working-copy.ts'
import {checkReports} from '../site/check.ts'
import type {BuildArguments} from './build-types.ts'
import {instant} from './instant.ts'
import {restrictionFor, selectorsOf} from './selection.ts'
import {changedSources, readSources, type Start, startingPoint} from './survey.ts'
import {versionOf} from './version.ts'

/** What `kpi build` would do, and why. */
export interface Plan extends PlannedWork {
  /** What the build would start from: what an unfinished one left, the published version, or nothing. */
  readonly base: {readonly state: Start['base']; readonly version?: string}
  /** Sources that are not as they were read, and what of them has changed; `new` where they were never read. */
  readonly sources: readonly {readonly name: string; readonly changed: readonly string[]}[]
  /** How many nodes there are, views left out. */
  readonly total: number
  /** Whether a new version would be published, and what in it would be other than in the published one. */
  readonly publish: {readonly publishes: boolean; readonly changed: readonly string[]}
}

/**
 * `kpi plan`: what a build would compute, skip and drop, and why. Nothing is written. Sources whose content has changed are read, in
 * memory, since the data's last instant depends on them. Throws what a build would throw before it computes.
 */
export async function plan(options: BuildArguments): Promise<Plan> {
  const place = settle(options)
  const asOf = options.asOf === undefined ? undefined : instant(options.asOf)
  const compiled = compileProject(await loadProject(place))
  const restricted = await restrictionFor(selectorsOf(options), compiled, options)
  await checkReports(compiled.project)
  const before = currentVersion(place.target)
  const {base, known, state} = await startingPoint(place.target, before, options.full ?? false)
  const asked = {sources: place.sources, asOf, onBadRows: options.onBadRows, sample: place.settings?.sample}
  const sources = await readSources(compiled, state, place.target, asked)
  const given = {sources: sources.fingerprints, dataEnd: sources.dataEnd}
  const {work, prints} = planWork(compiled, given, known, restricted)
  const version = await versionOf(compiled, prints, readRecords(place.target), before, options.full)
  const noted = before === undefined ? {} : notedInputs(before)
  const isNew = before === undefined || basename(before) !== version.id || work.build.length > 0
  return {
    base: {state: base, ...(before === undefined ? {} : {version: basename(before)})},
    ...work,
    sources: changedSources(sources, state, known.inputs),
    total: compiled.nodes.filter(node => node.kind !== 'view').length,
    publish: {
      publishes: isNew && work.left.length === 0,
      changed: isNew ? Object.keys(version.inputs).filter(name => noted[name] !== version.inputs[name]) : [],
    },
  }
}

/** What the published version's id is made of; nothing, of an engine that did not note it. */
function notedInputs(version: string): Readonly<Record<string, string>> {
  try {
    return readNote(version).inputs ?? {}
  } catch {
    return {}
  }
}
