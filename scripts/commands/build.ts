import {copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {loadProject} from '../compile/load.ts'
import {compileProject, writeCompiled} from '../compile/project.ts'
import {fingerprint, fingerprintFolder} from '../core/hash.ts'
import {EXIT, fault, ProblemError} from '../core/problem.ts'
import {settle} from '../core/settings.ts'
import {type BuildResult, build as runBuild} from '../execute/build.ts'
import type {Listener} from '../execute/events.ts'
import {selectNodes} from '../plan/select.ts'
import {writeParquet} from '../publish/parquet.ts'
import {currentVersion, publishVersion} from '../publish/versions.ts'
import {writeSite} from '../site/index.ts'
import {type Database, openDatabase} from '../sql/duckdb.ts'
import {instant} from './instant.ts'

export interface BuildArguments {
  readonly project?: string
  readonly target?: string
  readonly sources?: string
  /** ISO 8601 with its zone: build everything as it stood then. */
  readonly asOf?: string
  readonly onBadRows?: 'fail' | 'quarantine'
  /** Only these nodes and what they read; see `selectNodes`. */
  readonly selectors?: readonly string[]
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
  readonly ms: number
}

/** `kpi build`: sources → staging → facts → marts, then publishes the warehouse, Parquet and site as one version. */
export async function build(options: BuildArguments, listen: Listener): Promise<BuildSummary> {
  const started = performance.now()
  const place = settle(options)
  const asOf = options.asOf === undefined ? undefined : instant(options.asOf)
  const compiled = compileProject(await loadProject(place.project))
  const only = options.selectors?.length ? selectNodes(compiled.nodes, options.selectors) : undefined
  const work = join(place.target, 'build')
  mkdirSync(work, {recursive: true})
  writeCompiled(compiled, place.target)
  const before = currentVersion(place.target)
  const file = join(work, 'warehouse.duckdb')
  const database = await openBuild(file, before)
  try {
    const result = await runBuild(database, compiled, {
      scratch: work,
      failures: join(place.target, 'failures'),
      listen,
      sources: place.sources,
      asOf,
      onBadRows: options.onBadRows,
      only,
    })
    const id = fingerprint(
      ...result.fingerprints.nodes.values(),
      ...compiled.tests.map(test => test.sql),
      await fingerprintFolder(join(place.project, compiled.project.catalog.paths.reports)),
      engineVersion(),
    )
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
      if (before === version) rmSync(file, {force: true})
      return {...summary, published: false, ms: performance.now() - started}
    }
    const draft = join(work, 'version')
    rmSync(draft, {recursive: true, force: true})
    const parquet = performance.now()
    await writeParquet(
      database,
      compiled,
      new Set(result.rebuilt),
      join(draft, 'parquet'),
      before && join(before, 'parquet'),
    )
    listen({type: 'stage', name: 'Parquet', ms: performance.now() - parquet})
    const rendering = performance.now()
    const site = await writeSite(database, compiled.project, join(draft, 'site'), {
      version: id,
      dataEnd: result.dataEnd,
    })
    listen({type: 'stage', name: 'site', ms: performance.now() - rendering, detail: `${site.pages} pages`})
    database.close()
    mkdirSync(join(place.target, 'versions'), {recursive: true})
    renameSync(file, join(draft, 'warehouse.duckdb'))
    rmSync(version, {recursive: true, force: true})
    renameSync(draft, version)
    publishVersion(place.target, version, ['warehouse.duckdb', 'parquet', 'site'])
    return {...summary, published: true, ms: performance.now() - started}
  } catch (error) {
    try {
      database.close()
    } catch {
      // closed before the failure; that failure is what matters
    }
    throw error
  }
}

/** The engine's version: another one may render the site differently. */
function engineVersion(): string {
  return (JSON.parse(readFileSync(join(process.env.KPI_ROOT!, 'package.json'), 'utf8')) as {version: string}).version
}

/** Opens the build's own database: what an interrupted build left, else a copy of the published one, else a new one. */
async function openBuild(file: string, published: string | undefined): Promise<Database> {
  if (!existsSync(file) && published !== undefined && existsSync(join(published, 'warehouse.duckdb'))) {
    copyFileSync(join(published, 'warehouse.duckdb'), `${file}.copy`)
    renameSync(`${file}.copy`, file)
  }
  try {
    return await openDatabase(file)
  } catch (error) {
    if (/lock/i.test((error as Error).message)) {
      const pid = /PID (\d+)/.exec((error as Error).message)?.[1]
      throw new ProblemError(
        [
          fault('build-running', `another build is at work in this target${pid ? ` (process ${pid})` : ''}`, {
            hint: 'wait for it to end, or choose another --target',
          }),
        ],
        EXIT.failed,
      )
    }
    throw error
  }
}
