import {mkdirSync, readdirSync, renameSync, rmSync, statSync} from 'node:fs'
import {basename, join, relative} from 'node:path'
import {loadProject} from '../compile/load.ts'
import {type Compiled, compileProject} from '../compile/project.ts'
import {EXIT, fault, ProblemError} from '../core/problem.ts'
import {type PlaceOptions, settle} from '../core/settings.ts'
import {readState} from '../execute/state.ts'
import {type Fingerprints, fingerprints} from '../plan/fingerprints.ts'
import {staleSince} from '../plan/stale.ts'
import {lockTarget} from '../publish/lock.ts'
import {currentVersion, linkEntries, publishVersion, reuseFile} from '../publish/versions.ts'
import {isAsPublished, noteVersion, readNote} from '../publish/working-copy.ts'
import {checkReports} from '../site/check.ts'
import {writeSite} from '../site/index.ts'
import type {Publication} from '../site/publication.ts'
import {type Database, openDatabase} from '../sql/duckdb.ts'
import {readRecord} from '../verify/record.ts'
import {refreshTypes} from './types.ts'
import {ENTRIES, versionOf} from './version.ts'

export interface ReportSummary {
  readonly version: string
  /** False where the published site is already the one that would be written. */
  readonly published: boolean
  readonly pages: number
  /** Of the site's own files. */
  readonly bytes: number
  readonly dataEnd: string
  /** What the site shows beyond figures; of a site that is written. */
  readonly publishes?: Publication
  readonly ms: number
}

/**
 * `kpi report`: writes the site anew from the published warehouse, and publishes both as a new version; the warehouse and the
 * Parquet files are those of the version before. Reads no source and computes nothing. Throws where nothing is built, where the
 * warehouse was built from another catalog or other models (status 1), and what is wrong with the pages (status 2).
 */
export async function report(options: PlaceOptions): Promise<ReportSummary> {
  const started = performance.now()
  const place = settle(options)
  const compiled = compileProject(await loadProject(place))
  await checkReports(compiled.project)
  publishedVersion(place.target)
  const lock = await lockTarget(place.target)
  try {
    const before = publishedVersion(place.target) // a build may have ended meanwhile
    const database = await openDatabase(join(before, 'warehouse.duckdb'), {
      access_mode: 'READ_ONLY',
      ...place.settings?.limits,
    })
    try {
      const {prints, dataEnd} = await upToDate(database, compiled, before)
      await refreshTypes(compiled.project, database)
      const record = readRecord(place.target) // the site shows it
      const {id, inputs} = await versionOf(compiled, prints, record, before)
      const summary = {version: id, dataEnd}
      if (id === basename(before)) {
        linkEntries(place.target, ENTRIES)
        return {
          ...summary,
          ...sizeOf(join(before, 'site')),
          published: false,
          ms: performance.now() - started,
        }
      }
      const draft = join(place.target, 'build', 'version')
      rmSync(draft, {recursive: true, force: true})
      const site = {version: id, dataEnd, compiled, record}
      const {publishes} = await writeSite(database, compiled.project, join(draft, 'site'), site)
      linkUnchanged(before, draft)
      noteVersion(draft, id, dataEnd, prints.nodes, inputs)
      const version = join(place.target, 'versions', id)
      mkdirSync(join(place.target, 'versions'), {recursive: true})
      rmSync(version, {recursive: true, force: true})
      renameSync(draft, version)
      publishVersion(place.target, version, ENTRIES)
      return {...summary, ...sizeOf(join(version, 'site')), published: true, publishes, ms: performance.now() - started}
    } finally {
      database.close()
    }
  } finally {
    lock.close()
  }
}

/** The published version's folder, with the warehouse that was published. */
function publishedVersion(target: string): string {
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

/** Puts everything of a version but its site and its note into another one, as links. */
function linkUnchanged(from: string, to: string): void {
  for (const entry of ENTRIES.filter(name => name !== 'site')) {
    const path = join(from, entry)
    for (const file of statSync(path).isDirectory() ? filesBelow(path) : [path])
      reuseFile(file, join(to, relative(from, file)))
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
}

function sizeOf(site: string): {readonly pages: number; readonly bytes: number} {
  const files = filesBelow(site)
  return {
    pages: files.filter(file => file.endsWith('.html')).length,
    bytes: files.reduce((sum, file) => sum + statSync(file).size, 0),
  }
}
