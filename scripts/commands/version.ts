import {basename, join} from 'node:path'
import type {AuditRecord} from '../audit/record.ts'
import type {Records} from '../audit/records.ts'
import {SETTINGS_FILE} from '../catalog/settings-file.ts'
import type {Compiled} from '../compile/project.ts'
import {siteEngine} from '../core/engine.ts'
import {fingerprint, fingerprintFolder} from '../core/hash.ts'
import type {Fingerprints} from '../plan/fingerprints.ts'
import {isAsPublished} from '../publish/working-copy.ts'
import {normalSql} from '../sql/normal.ts'
import {readExamples} from '../verify/examples.ts'
import {readModelTests} from '../verify/model-tests.ts'

/** What the fixed paths of a target lead to. */
export const ENTRIES = ['warehouse.duckdb', 'parquet', 'site']

/** What the results of `kpi audit` are called among what a version is made of. */
export const AUDIT_INPUT = 'results of the audit'

/** A version: its id, and what that is made of, by what it is called. */
export interface Version {
  readonly id: string
  readonly inputs: Readonly<Record<string, string>>
}

/**
 * The version that holds these contents, results of tests and audits included: with the id of `before`, the published one, where nothing has
 * changed but comments and layout. One that somebody has written into since is followed by another of the same contents, and so is
 * any where it has to be `another`.
 */
export async function versionOf(
  compiled: Compiled,
  prints: Fingerprints,
  records: Records,
  before: string | undefined,
  another = false,
): Promise<Version> {
  const inputs = await inputsOf(compiled, prints, records)
  const made = fingerprint(...Object.entries(inputs).flat())
  const [print, count = '1'] = before === undefined ? [] : basename(before).split('-')
  if (before === undefined || print !== made) return {id: made, inputs}
  if (!another && isAsPublished(before)) return {id: basename(before), inputs}
  return {id: `${made}-${Number(count) + 1}`, inputs}
}

/** Everything of a project that a version shows, and all that the files say but how they are laid out. */
async function inputsOf(compiled: Compiled, prints: Fingerprints, {tests, audit}: Records): Promise<Version['inputs']> {
  const {folder, catalog, declarations} = compiled.project
  const json = (value: unknown) => fingerprint(JSON.stringify(value))
  return {
    data: fingerprint(...prints.nodes.values()),
    catalog: json(catalog.yaml.data),
    declarations: json(
      [...declarations.sources.values(), ...declarations.models.values()].map(({yaml: _, ...each}) => each),
    ),
    'data tests': json(compiled.tests.map(({place: _, sql, ...test}) => ({...test, sql: normalSql(sql)}))),
    examples: json(
      [...readExamples(compiled, []), ...readModelTests(compiled, [])].map(({yaml, input}) => [yaml.file, input]),
    ),
    'results of tests': json(tests),
    [AUDIT_INPUT]: auditPrint(audit),
    reports: await fingerprintFolder(join(folder, catalog.paths.reports)),
    'engine version': siteEngine(),
  }
}

/** Fingerprint of the results of audits. */
export function auditPrint(audit: AuditRecord): string {
  return fingerprint(JSON.stringify(audit))
}

/** Files and folders of a project, relative to it, from which a build is made. */
export function pathsOf({project: {catalog}}: Compiled): string[] {
  const {models, macros, templates, reports, examples, data_tests, model_tests} = catalog.paths
  return [catalog.yaml.file, SETTINGS_FILE, ...models, ...macros, templates, reports, examples, data_tests, model_tests]
}
