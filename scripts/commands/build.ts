import {existsSync, mkdirSync, renameSync, rmSync} from 'node:fs'
import {basename, join} from 'node:path'
import {writeAuditMarts} from '../audit/marts.ts'
import {readRecords} from '../audit/records.ts'
import {presentSelectors} from '../catalog/aliases.ts'
import {keepHistory} from '../compare/restatements.ts'
import {loadProject} from '../compile/load.ts'
import {type Compiled, compileProject, writeCompiled} from '../compile/project.ts'
import {settle} from '../core/settings.ts'
import {type BuildResult, build as runBuild} from '../execute/build.ts'
import type {Listener} from '../execute/events.ts'
import {BuildError} from '../execute/failure.ts'
import {RESTATEMENTS} from '../execute/history.ts'
import type {Restriction} from '../plan/select.ts'
import {lockTarget} from '../publish/lock.ts'
import {writeAuditParquet, writeParquet} from '../publish/parquet.ts'
import {type Asked, forgetUnchanged, madeFrom, noteUnchanged, sourcePrints} from '../publish/unchanged.ts'
import {currentVersion, linkEntries, publishVersion} from '../publish/versions.ts'
import {discardWorkingCopy, nodesOf, noteVersion, openWorkingCopy, workingCopy} from '../publish/working-copy.ts'
import {writeManifest} from '../results/manifest.ts'
import {type Ahead, prepareSite} from '../site/ahead.ts'
import {checkReports} from '../site/check.ts'
import {writeSite} from '../site/index.ts'
import {filePrints} from '../warehouse/file-prints.ts'
import {recordBuild} from './build-results.ts'
import type {BuildArguments, BuildSummary, Found} from './build-types.ts'
import {instant} from './instant.ts'
import {watchBuilt} from './monitor.ts'
import {nothingToDo} from './nothing-to-do.ts'
import {restrictionFor, selectorsOf} from './selection.ts'
import {refreshTypes} from './types.ts'
import {ENTRIES, pathsOf, versionOf} from './version.ts'

export type {BuildArguments, BuildSummary} from './build-types.ts'

/** What a retry selects. */
const FAILED = ['result:failed', 'result:skipped']

/**
 * `kpi build`: sources → staging → facts → marts, then publishes the warehouse, Parquet and site as one version. Where nodes or data
 * tests fail, a `BuildError` has all of them, and the summary of what was done. The target's manifest and run results are written.
 */
export async function build(options: BuildArguments, listen: Listener): Promise<BuildSummary> {
  const started = performance.now()
  const place = settle(options)
  const asOf = options.asOf === undefined ? undefined : instant(options.asOf)
  const asked: Asked = {...place, asOf, onBadRows: options.onBadRows}
  const given = options.retry ? {...selectorsOf(options), select: FAILED} : selectorsOf(options)
  if (!options.full && given.select.length === 0 && given.exclude.length === 0) {
    const record = recordBuild([], place, options, listen, started)
    const found = await nothingToDo(asked, listen)
    if (found) return record(async () => found)
  }
  const compiled = compileProject(await loadProject(place))
  const {refs: select, warnings} = presentSelectors(compiled.project.catalog, given.select)
  for (const problem of warnings) listen({type: 'problem', problem})
  const args = {...given, select}
  const within = await restrictionFor(args, compiled, options)
  await checkReports(compiled.project) // what is wrong with the reports is told before anything is built
  const lock = await lockTarget(place.target)
  try {
    if (options.full) {
      forgetUnchanged(place.target)
      discardWorkingCopy(workingCopy(place.target))
      rmSync(sourcePrints(place.target), {force: true})
    }
    const record = recordBuild(compiled.nodes, place, options, listen, started)
    return await record(told => buildLocked(compiled, asked, within, options, told))
  } finally {
    lock.close()
  }
}

async function buildLocked(
  compiled: Compiled,
  place: Asked,
  within: Restriction,
  options: BuildArguments,
  listen: Listener,
): Promise<Found> {
  const work = join(place.target, 'build')
  const isWhole = within.only === undefined && within.excluded === undefined
  const sources = [...compiled.project.declarations.sources.values()].map(({name, path}) => ({name, path}))
  const prints = filePrints(sourcePrints(place.target))
  const madeOf = () => madeFrom(place, pathsOf(compiled), sources, prints)
  const made = await madeOf()
  writeCompiled(compiled, place.target)
  writeManifest(compiled, place.target)
  const before = currentVersion(place.target)
  const file = workingCopy(place.target)
  const database = await openWorkingCopy(file, options.full ? undefined : before, place.settings?.limits)
  let ahead: Ahead | undefined
  // what was written while it was built is not known to be in it
  const note = async (summary: Omit<Found, 'published'>) => {
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
        if (event.type === 'start' && event.stale > 0 && isWhole) ahead = prepareSite(compiled)
        listen(event)
      },
      sources: place.sources,
      asOf: place.asOf,
      sample: place.settings?.sample,
      watch: true,
      onBadRows: options.onBadRows,
      prints,
      ...(options.failFast === undefined ? {} : {failFast: options.failFast}),
      ...within,
    })
    // what is built in part has no series to look at
    const monitored = result.left.length > 0 ? [] : await watchBuilt(database, compiled, result.dataEnd)
    const records = readRecords(place.target, problem => listen({type: 'problem', problem})) // the version shows them
    // a warehouse that lacks marts would say that there are none
    if (result.left.length === 0) {
      await writeAuditMarts(database, compiled, records.audit)
      await database.run('checkpoint')
      await refreshTypes(compiled.project, database)
    }
    const {id, inputs} = await versionOf(compiled, result.fingerprints, records, before, options.full)
    const {sample} = place.settings ?? {}
    const summary = {
      ...foundBy(result, compiled),
      monitored,
      ...(sample ? {sample} : {}),
      version: id,
      failed: [],
      skipped: [],
    }
    const version = join(place.target, 'versions', id)
    if (before === version || result.left.length > 0) {
      database.close()
      if (before === version) {
        discardWorkingCopy(file)
        linkEntries(place.target, ENTRIES)
        await note(summary)
      }
      return {...summary, published: false}
    }
    const draft = join(work, 'version')
    rmSync(draft, {recursive: true, force: true})
    const comparing = performance.now()
    const {fingerprints} = result
    const history = await keepHistory(database, compiled, {version: id, fingerprints, before, scratch: work, listen})
    listen({type: 'stage', name: 'restatements', ms: performance.now() - comparing})
    const earlier = nodesOf(before)
    const parquet = performance.now()
    await writeParquet(
      database,
      compiled,
      node => (node === RESTATEMENTS.name ? !history.isChanged : fingerprints.nodes.get(node) === earlier.get(node)),
      join(draft, 'parquet'),
      before && join(before, 'parquet'),
    )
    await writeAuditParquet(database, join(draft, 'parquet'), before && join(before, 'parquet'))
    listen({type: 'stage', name: 'Parquet', ms: performance.now() - parquet})
    const rendering = performance.now()
    const site = await writeSite(database, compiled.project, join(draft, 'site'), {
      version: id,
      dataEnd: result.dataEnd,
      compiled,
      records,
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
    return {...summary, published: true, publishes: site.publishes, restated: history.restated}
  } catch (error) {
    try {
      database.close()
    } catch {
      // closed before the failure; that failure is what matters
    }
    if (!(error instanceof BuildError)) throw error
    const {failures, result} = error as BuildError<BuildResult>
    const {failed, skipped} = failures
    throw new BuildError<Found>(failures, {
      ...foundBy(result, compiled),
      version: before === undefined ? '' : basename(before),
      published: false,
      failed,
      skipped: [...skipped.keys()],
    })
  }
}

function foundBy(result: BuildResult, compiled: Compiled) {
  return {
    rebuilt: result.rebuilt,
    left: result.left,
    total: compiled.nodes.filter(node => node.kind !== 'view').length,
    dataEnd: result.dataEnd,
    warnings: result.warnings,
    monitored: [],
    quarantined: result.quarantined,
  }
}
