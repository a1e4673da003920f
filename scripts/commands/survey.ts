import {existsSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Compiled} from '../compile/project.ts'
import {readInputs} from '../execute/inputs.ts'
import {MEMORY} from '../execute/memory.ts'
import {type PreparedSources, prepareSources, type SourceOptions} from '../execute/sources.ts'
import {openState, readKinds, readState, type State} from '../execute/state.ts'
import {type Inputs, subject} from '../plan/inputs.ts'
import type {Known} from '../plan/plan.ts'
import {lockedBy} from '../publish/lock.ts'
import {sourcePrints} from '../publish/unchanged.ts'
import {isAsPublished, workingCopy} from '../publish/working-copy.ts'
import {type Database, literal, openDatabase, openSmall} from '../sql/duckdb.ts'
import {filePrints} from '../warehouse/file-prints.ts'

/** What the next build would start from, and what that knows of itself. */
export interface Start {
  readonly base: 'unfinished' | 'published' | 'none'
  readonly known: Known
  readonly state: State
}

/** What the next build would start from, as it is; throws where a build is at work. */
export async function startingPoint(target: string, before: string | undefined, full: boolean): Promise<Start> {
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
  const empty = await openSmall()
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
export async function readSources(
  compiled: Compiled,
  state: State,
  target: string,
  asked: Pick<SourceOptions, 'sources' | 'asOf' | 'onBadRows' | 'sample'>,
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

/** Sources that are not as they were read, and what of them has changed. */
export function changedSources(
  sources: PreparedSources,
  state: State,
  inputs: ReadonlyMap<string, Inputs>,
): {readonly name: string; readonly changed: readonly string[]}[] {
  return [...sources.inputs]
    .filter(([name]) => state.sources.get(name)?.fingerprint !== sources.fingerprints.get(name))
    .map(([name, now]) => {
      const before = inputs.get(subject.source(name))
      const changed = before ? Object.keys(now).filter(key => now[key] !== before[key]) : ['new']
      return {name, changed}
    })
}
