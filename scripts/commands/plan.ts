import {existsSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, join} from 'node:path'
import {loadProject} from '../compile/load.ts'
import {type Compiled, compileProject} from '../compile/project.ts'
import {settle} from '../core/settings.ts'
import {readInputs} from '../execute/inputs.ts'
import {MEMORY} from '../execute/memory.ts'
import {type PreparedSources, prepareSources} from '../execute/sources.ts'
import {openState, readKinds, readState, type State} from '../execute/state.ts'
import {type Inputs, subject} from '../plan/inputs.ts'
import {type Known, type PlannedWork, planWork} from '../plan/plan.ts'
import {selectNodes} from '../plan/select.ts'
import {lockedBy} from '../publish/lock.ts'
import {sourcePrints} from '../publish/unchanged.ts'
import {currentVersion} from '../publish/versions.ts'
import {isAsPublished, readNote, workingCopy} from '../publish/working-copy.ts'
import {checkReports} from '../site/check.ts'
import {type Database, literal, openDatabase} from '../sql/duckdb.ts'
import {readRecord} from '../verify/record.ts'
import {filePrints} from '../warehouse/file-prints.ts'
import type {BuildArguments} from './build.ts'
import {instant} from './instant.ts'
import {versionOf} from './version.ts'

/** What `kpi build` would do, and why. */
export interface Plan extends PlannedWork {
  /** What the build would start from: what an unfinished one left, the published version, or nothing. */
  readonly base: {readonly state: 'unfinished' | 'published' | 'none'; readonly version?: string}
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
  const compiled = compileProject(await loadProject(place.project))
  const only = options.selectors?.length ? selectNodes(compiled.nodes, options.selectors) : undefined
  await checkReports(compiled.project)
  const before = currentVersion(place.target)
  const {base, known, state} = await startingPoint(place.target, before, options.full ?? false)
  const asked = {sources: place.sources, asOf, onBadRows: options.onBadRows}
  const sources = await readSources(compiled, state, place.target, asked)
  const given = {sources: sources.fingerprints, dataEnd: sources.dataEnd}
  const {work, prints} = planWork(compiled, given, known, only)
  const version = await versionOf(compiled, prints, readRecord(place.target), before, options.full)
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

interface Start {
  readonly base: Plan['base']['state']
  readonly known: Known
  readonly state: State
}

/** What the next build would start from, as it is; throws where a build is at work. */
async function startingPoint(target: string, before: string | undefined, full: boolean): Promise<Start> {
  const left = workingCopy(target)
  if (!full && existsSync(left)) {
    try {
      return await readStart(await openDatabase(left, {access_mode: 'READ_ONLY'}), 'unfinished')
    } catch (error) {
      lockedBy(error)
      // what a killed build left can't be used: a build begins anew
    }
  } else if (!full && before !== undefined && isAsPublished(before)) {
    const file = join(before, 'warehouse.duckdb')
    return readStart(await openDatabase(file, {access_mode: 'READ_ONLY'}), 'published')
  }
  const empty = await openDatabase()
  await openState(empty)
  return readStart(empty, 'none')
}

async function readStart(database: Database, base: Start['base']): Promise<Start> {
  try {
    const state = await readState(database)
    const {nodes, measures, parts, calendar} = state
    const [kinds, inputs] = [await readKinds(database), await readInputs(database)]
    return {base, state, known: {nodes, measures, parts, calendar, kinds, inputs}}
  } finally {
    database.close()
  }
}

/** Finds the sources as a build would, and reads those that have changed, in a database of its own. */
async function readSources(
  compiled: Compiled,
  state: State,
  target: string,
  asked: Pick<BuildArguments, 'sources' | 'asOf' | 'onBadRows'>,
): Promise<PreparedSources> {
  const scratch = mkdtempSync(join(tmpdir(), 'kpi-plan-'))
  const database = await openDatabase(':memory:', {...MEMORY, temp_directory: scratch})
  try {
    await openState(database)
    await database.run(`attach ${literal(join(scratch, 'sources.duckdb'))} as sources`)
    const prints = {...filePrints(sourcePrints(target)), save: () => undefined}
    // a copy: what is read here is not what is built
    const seen = {...state, sources: new Map(state.sources)}
    return await prepareSources(database, compiled.project, seen, {...asked, prints, listen: () => undefined})
  } finally {
    database.close()
    rmSync(scratch, {recursive: true, force: true})
  }
}

function changedSources(sources: PreparedSources, state: State, inputs: ReadonlyMap<string, Inputs>): Plan['sources'] {
  return [...sources.inputs]
    .filter(([name]) => state.sources.get(name)?.fingerprint !== sources.fingerprints.get(name))
    .map(([name, now]) => {
      const before = inputs.get(subject.source(name))
      const changed = before ? Object.keys(now).filter(key => now[key] !== before[key]) : ['new']
      return {name, changed}
    })
}

/** What the published version's id is made of; nothing, of an engine that did not note it. */
function notedInputs(version: string): Readonly<Record<string, string>> {
  try {
    return readNote(version).inputs ?? {}
  } catch {
    return {}
  }
}
