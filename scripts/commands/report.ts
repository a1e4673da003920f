import {statSync} from 'node:fs'
import {join} from 'node:path'
import {readRecords} from '../audit/records.ts'
import {loadProject} from '../compile/load.ts'
import {compileProject} from '../compile/project.ts'
import type {Problem} from '../core/problem.ts'
import {type PlaceOptions, settle} from '../core/settings.ts'
import {lockTarget} from '../publish/lock.ts'
import {checkReports} from '../site/check.ts'
import type {Publication} from '../site/publication.ts'
import {filesBelow, publishedVersion, republish} from './republish.ts'

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
 * Parquet files are those of the version before, but for what `kpi audit` has found since. Reads no source and computes nothing. Throws
 * where nothing is built, where the warehouse was built from another catalog or other models (status 1), and what is wrong with the pages
 * (status 2); tells what of the target's records can't be read.
 */
export async function report(options: PlaceOptions, tell?: (problem: Problem) => void): Promise<ReportSummary> {
  const started = performance.now()
  const place = settle(options)
  const compiled = compileProject(await loadProject(place))
  await checkReports(compiled.project)
  publishedVersion(place.target)
  const lock = await lockTarget(place.target)
  try {
    const republished = await republish(compiled, place, readRecords(place.target, tell))
    const site = sizeOf(join(publishedVersion(place.target), 'site'))
    return {...republished, ...site, ms: performance.now() - started}
  } finally {
    lock.close()
  }
}

function sizeOf(site: string): {readonly pages: number; readonly bytes: number} {
  const files = filesBelow(site)
  return {
    pages: files.filter(file => file.endsWith('.html')).length,
    bytes: files.reduce((sum, file) => sum + statSync(file).size, 0),
  }
}
