import {readFileSync} from 'node:fs'
import {basename, join} from 'node:path'
import type {Compiled} from '../compile/project.ts'
import {fingerprint, fingerprintFolder} from '../core/hash.ts'
import type {Fingerprints} from '../plan/fingerprints.ts'
import {isAsPublished} from '../publish/working-copy.ts'
import type {TestRecord} from '../verify/record.ts'

/** What the fixed paths of a target lead to. */
export const ENTRIES = ['warehouse.duckdb', 'parquet', 'site']

/**
 * The id of the version that holds these contents, results of tests included: that of `before`, the published one, where nothing has changed. One that
 * somebody has written into since is followed by another of the same contents.
 */
export async function versionId(
  compiled: Compiled,
  prints: Fingerprints,
  record: TestRecord,
  before: string | undefined,
): Promise<string> {
  const {folder, catalog} = compiled.project
  const made = fingerprint(
    ...prints.nodes.values(),
    ...compiled.tests.map(test => test.sql),
    await fingerprintFolder(join(folder, catalog.paths.reports)),
    catalog.yaml.text,
    JSON.stringify(record),
    engineVersion(),
  )
  const [print, count = '1'] = before === undefined ? [] : basename(before).split('-')
  if (before === undefined || print !== made) return made
  return isAsPublished(before) ? basename(before) : `${made}-${Number(count) + 1}`
}

/** The engine's version: another one may render the site differently. */
function engineVersion(): string {
  const {version} = JSON.parse(readFileSync(join(process.env.KPI_ROOT!, 'package.json'), 'utf8')) as {version: string}
  return `${version} ${process.env.KPI_ENGINE ?? ''}`
}
