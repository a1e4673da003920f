import {existsSync, mkdirSync, renameSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {loadProject} from '../compile/load.ts'
import {type Compiled, compileProject, writeCompiled} from '../compile/project.ts'
import {settle} from '../core/settings.ts'
import {type BuildResult, build as runBuild} from '../execute/build.ts'
import type {Listener} from '../execute/events.ts'
import {selectNodes} from '../plan/select.ts'
import {lockTarget} from '../publish/lock.ts'
import {writeParquet} from '../publish/parquet.ts'
import {type Asked, forgetUnchanged, madeFrom, noteUnchanged, sourcePrints} from '../publish/unchanged.ts'
import {currentVersion, linkEntries, publishVersion} from '../publish/versions.ts'
import {discardWorkingCopy, nodesOf, noteVersion, openWorkingCopy, workingCopy} from '../publish/working-copy.ts'
import {type Ahead, prepareSite} from '../site/ahead.ts'
import {checkReports} from '../site/check.ts'
import {writeSite} from '../site/index.ts'
import type {Publication} from '../site/publication.ts'
import {readRecord} from '../verify/record.ts'
import {filePrints} from '../warehouse/file-prints.ts'
import {instant} from './instant.ts'
import {nothingToDo} from './nothing-to-do.ts'
import {refreshTypes} from './types.ts'
import {ENTRIES, pathsOf, versionOf} from './version.ts'

export interface BuildArguments {
  readonly project?: string
  readonly target?: string
  readonly sources?: string
  /** ISO 8601 with its zone: build everything as it stood then. */
  readonly asOf?: string
  readonly onBadRows?: 'fail' | 'quarantine'
  /** Only these nodes and what they read; see `selectNodes`. */
  readonly selectors?: readonly string[]
  /** Compute and publish everything anew, whatever is built. */
  readonly full?: boolean
}

export interface BuildSummary {
  readonly version: string
  readonly published: boolean
  /** Stale nodes that were not selected; while there are any, nothing is published. */
  readonly left: readonly string[]
  readonly rebuilt: readonly string[]
  readonly total: number
  readonly dataEnd: string
  readonly warnings: BuildResult['warnings']
  readonly quarantined: BuildResult['quarantined']
  /** What the site shows beyond figures; of a build that published one. */
  readonly publishes?: Publication
  readonly ms: number
}

/** `kpi build`: sources → staging → facts → marts, then publishes the warehouse, Parquet and site as one version. */
export async function build(options: BuildArguments, listen: Listener): Promise<BuildSummary> {
  const started = performance.now()
  const place = settle(options)
  const asOf = options.asOf === undefined ? undefined : instant(options.asOf)
  const asked: Asked = {...place, asOf, onBadRows: options.onBadRows}
  if (!options.full && !options.selectors?.length) {
    const summary = await nothingToDo(asked, listen)
    if (summary) return {...summary, ms: performance.now() - started}
  }
  const compiled = compileProject(await loadProject(place.project))
  const only = options.selectors?.length ? selectNodes(compiled.nodes, options.selectors) : undefined
  await checkReports(compiled.project) // what is wrong with the reports is told before anything is built
  const lock = await lockTarget(place.target)
  try {
    if (options.full) {
      forgetUnchanged(place.target)
      discardWorkingCopy(workingCopy(place.target))
      rmSync(sourcePrints(place.target), {force: true})
    }
    return await buildLocked(compiled, asked, only, options, listen, started)
  } finally {
    lock.close()
  }
}

async function buildLocked(
  compiled: Compiled,
  place: Asked,
  only: ReadonlySet<string> | undefined,
  options: BuildArguments,
  listen: Listener,
  started: number,
): Promise<BuildSummary> {
  const work = join(place.target, 'build')
  const sources = [...compiled.project.declarations.sources.values()].map(({name, path}) => ({name, path}))
  const prints = filePrints(sourcePrints(place.target))
  const madeOf = () => madeFrom(place, pathsOf(compiled), sources, prints)
  const made = await madeOf()
  writeCompiled(compiled, place.target)
  const before = currentVersion(place.target)
  const file = workingCopy(place.target)
  const database = await openWorkingCopy(file, options.full ? undefined : before)
  let ahead: Ahead | undefined
  // what was written while it was built is not known to be in it
  const note = async (summary: Omit<BuildSummary, 'published' | 'ms'>) => {
    if (made !== undefined && made === (await madeOf()))
      noteUnchanged(place.target, {
        paths: pathsOf(compiled),
        sources,
        fingerprint: made,
        summary: {...summary, published: false},
      })
  }
  try {
    const result = await runBuild(database, compiled, {
      scratch: work,
      failures: join(place.target, 'failures'),
      listen: event => {
        // while DuckDB works on the data, what the site needs besides is made
        if (event.type === 'start' && event.stale > 0 && only === undefined) ahead = prepareSite(compiled)
        listen(event)
      },
      sources: place.sources,
      asOf: place.asOf,
      onBadRows: options.onBadRows,
      prints,
      only,
    })
    const record = readRecord(place.target) // the site shows it
    await refreshTypes(compiled.project, database)
    const {id, inputs} = await versionOf(compiled, result.fingerprints, record, before, options.full)
    const summary = {
      version: id,
      rebuilt: result.rebuilt,
      left: result.left,
      total: compiled.nodes.filter(node => node.kind !== 'view').length,
      dataEnd: result.dataEnd,
      warnings: result.warnings,
      quarantined: result.quarantined,
    }
    const version = join(place.target, 'versions', id)
    if (before === version || result.left.length > 0) {
      database.close()
      if (before === version) {
        discardWorkingCopy(file)
        linkEntries(place.target, ENTRIES)
        await note(summary)
      }
      return {...summary, published: false, ms: performance.now() - started}
    }
    const draft = join(work, 'version')
    rmSync(draft, {recursive: true, force: true})
    const earlier = nodesOf(before)
    const parquet = performance.now()
    await writeParquet(
      database,
      compiled,
      node => result.fingerprints.nodes.get(node) === earlier.get(node),
      join(draft, 'parquet'),
      before && join(before, 'parquet'),
    )
    listen({type: 'stage', name: 'Parquet', ms: performance.now() - parquet})
    const rendering = performance.now()
    const site = await writeSite(database, compiled.project, join(draft, 'site'), {
      version: id,
      dataEnd: result.dataEnd,
      compiled,
      record,
      ...(ahead ? {ahead} : {}),
    })
    listen({type: 'stage', name: 'site', ms: performance.now() - rendering, detail: `${site.pages} pages`})
    database.close()
    if (existsSync(`${file}.wal`)) throw new Error(`${file} was not closed whole`)
    mkdirSync(join(place.target, 'versions'), {recursive: true})
    renameSync(file, join(draft, 'warehouse.duckdb'))
    noteVersion(draft, id, result.dataEnd, result.fingerprints.nodes, inputs)
    rmSync(version, {recursive: true, force: true})
    renameSync(draft, version)
    await note({...summary, rebuilt: []}) // says nothing before its version is the published one
    publishVersion(place.target, version, ENTRIES)
    return {...summary, published: true, publishes: site.publishes, ms: performance.now() - started}
  } catch (error) {
    try {
      database.close()
    } catch {
      // closed before the failure; that failure is what matters
    }
    throw error
  }
}
