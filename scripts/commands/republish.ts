import {mkdirSync, readdirSync, renameSync, rmSync, statSync} from 'node:fs'
import {basename, join, relative} from 'node:path'
import {AUDIT_MARTS, writeAuditMarts} from '../audit/marts.ts'
import type {Records} from '../audit/records.ts'
import type {Compiled} from '../compile/project.ts'
import {EXIT, fault, ProblemError} from '../core/problem.ts'
import type {Place} from '../core/settings.ts'
import {readState} from '../execute/state.ts'
import {type Fingerprints, fingerprints} from '../plan/fingerprints.ts'
import {staleSince} from '../plan/stale.ts'
import {writeAuditParquet} from '../publish/parquet.ts'
import {currentVersion, linkEntries, publishVersion, reuseFile} from '../publish/versions.ts'
import {discardWorkingCopy, isAsPublished, noteVersion, openWorkingCopy, readNote} from '../publish/working-copy.ts'
import {writeSite} from '../site/index.ts'
import type {Publication} from '../site/publication.ts'
import {type Database, openDatabase} from '../sql/duckdb.ts'
import {refreshTypes} from './types.ts'
import {AUDIT_INPUT, auditPrint, ENTRIES, versionOf} from './version.ts'

/** What is published now, and whether it is another version than before. */
export interface Republished {
  readonly version: string
  readonly published: boolean
  readonly dataEnd: string
  /** What the site shows beyond figures; of a site that is written. */
  readonly publishes?: Publication
}

/**
 * Publishes what is published once more, with the site and the marts of the audit as the records and the project say now; all else is
 * that of the version before, and nothing is computed. The target's lock must be held. Throws where nothing is built, or the warehouse
 * holds something else than the project says (status 1).
 */
export async function republish(compiled: Compiled, place: Place, records: Records): Promise<Republished> {
  const before = publishedVersion(place.target)
  const isAudited = readNote(before).inputs?.[AUDIT_INPUT] !== auditPrint(records.audit)
  // only the marts of the audit are written into a warehouse; where they stay, it stays the same file
  const copy = join(place.target, 'build', 'republished.duckdb')
  discardWorkingCopy(copy)
  const database = isAudited
    ? await openWorkingCopy(copy, before, place.settings?.limits)
    : await openDatabase(join(before, 'warehouse.duckdb'), {access_mode: 'READ_ONLY', ...place.settings?.limits})
  let isOpen = true
  const close = () => {
    if (isOpen) database.close()
    isOpen = false
  }
  try {
    const {prints, dataEnd} = await upToDate(database, compiled, before)
    if (isAudited) {
      await writeAuditMarts(database, compiled, records.audit)
      await database.run('checkpoint')
    }
    await refreshTypes(compiled.project, database)
    const {id, inputs} = await versionOf(compiled, prints, records, before)
    if (id === basename(before)) {
      linkEntries(place.target, ENTRIES)
      return {version: id, published: false, dataEnd}
    }
    const draft = join(place.target, 'build', 'version')
    rmSync(draft, {recursive: true, force: true})
    const site = {version: id, dataEnd, compiled, records}
    const {publishes} = await writeSite(database, compiled.project, join(draft, 'site'), site)
    if (isAudited) await writeAuditParquet(database, join(draft, 'parquet'), join(before, 'parquet'))
    linkUnchanged(before, draft, isAudited ? new Set(WITH_AUDIT) : new Set())
    close()
    if (isAudited) renameSync(copy, join(draft, 'warehouse.duckdb'))
    noteVersion(draft, id, dataEnd, prints.nodes, inputs)
    const version = join(place.target, 'versions', id)
    mkdirSync(join(place.target, 'versions'), {recursive: true})
    rmSync(version, {recursive: true, force: true})
    renameSync(draft, version)
    publishVersion(place.target, version, ENTRIES)
    return {version: id, published: true, dataEnd, publishes}
  } finally {
    close()
    discardWorkingCopy(copy)
  }
}

/** Files of a version that hold what the audit found, relative to it. */
const WITH_AUDIT = ['warehouse.duckdb', ...AUDIT_MARTS.map(({name}) => join('parquet', 'marts', `${name}.parquet`))]

/** The published version's folder, with the warehouse that was published. */
export function publishedVersion(target: string): string {
  const version = currentVersion(target)
  const problem =
    version === undefined
      ? fault('not-built', `there is no warehouse in ${target}`, {hint: 'run kpi build first'})
      : isAsPublished(version)
        ? undefined
        : fault('warehouse-changed', `${join(target, 'warehouse.duckdb')} was written into after it was published`, {
            hint: 'run kpi build, which makes it anew',
          })
  if (problem) throw new ProblemError([problem], EXIT.failed)
  return version!
}

/** How many of the refs that a warehouse lacks a message names. */
const NAMED = 8

/** The fingerprints of a warehouse that holds what the project says now; throws where it holds something else. */
async function upToDate(
  database: Database,
  compiled: Compiled,
  version: string,
): Promise<{readonly prints: Fingerprints; readonly dataEnd: string}> {
  const state = await readState(database)
  const {data_end: dataEnd} = readNote(version)
  const sources = new Map([...state.sources].map(([name, source]) => [name, source.fingerprint]))
  const prints = fingerprints(compiled, {sources, dataEnd, calendar: state.calendar})
  const {refs, nodes} = staleSince(compiled, prints, state)
  if (nodes.length === 0) return {prints, dataEnd}
  const stale = refs.length > 0 ? refs : nodes
  const named = stale.slice(0, NAMED).join(', ') + (stale.length > NAMED ? ` and ${stale.length - NAMED} more` : '')
  throw new ProblemError(
    [
      fault(
        'stale-warehouse',
        refs.length > 0
          ? `the warehouse was built before the catalog or the models changed: it does not hold what ${named} ${stale.length === 1 ? 'is' : 'are'} now`
          : `the warehouse was built before the catalog or the models changed: ${named} ${stale.length === 1 ? 'is' : 'are'} stale`,
        {hint: 'run kpi build, which writes the site too'},
      ),
    ],
    EXIT.failed,
  )
}

/** Puts everything of a version but its site, its note and what is left out into another one, as links. */
function linkUnchanged(from: string, to: string, without: ReadonlySet<string>): void {
  for (const entry of ENTRIES.filter(name => name !== 'site')) {
    const path = join(from, entry)
    for (const file of statSync(path).isDirectory() ? filesBelow(path) : [path]) {
      const name = relative(from, file)
      if (!without.has(name)) reuseFile(file, join(to, name))
    }
  }
}

export function filesBelow(folder: string): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
}
