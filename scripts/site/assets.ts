import {existsSync, readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import type {Project} from '../compile/load.ts'
import {recall, remember} from '../core/cache.ts'
import {fingerprint} from '../core/hash.ts'
import {fault, ProblemError} from '../core/problem.ts'

/** The engine's own folder: its `reports/` serves projects that have no style or script of their own. */
export const ROOT = process.env.KPI_ROOT ?? join(import.meta.dirname, '..', '..')

/** The style sheet and the script, as small as esbuild makes them. */
export async function readAssets(project: Project): Promise<{readonly style: string; readonly script: string}> {
  const [style, script] = await Promise.all([
    bundle(assetFile(project, 'style.css'), {from: project.folder}),
    bundle(assetFile(project, 'client.ts'), {from: project.folder}),
  ])
  return {style, script}
}

let explore: Promise<string> | undefined

/** The script that draws pages in the browser, for dates and filters of the reader's choice: the same for every project. */
export function exploreScript(): Promise<string> {
  explore ??= recalled('explore', () =>
    bundle(join(ROOT, 'scripts', 'explore', 'main.ts'), {
      alias: {linkedom: join(ROOT, 'scripts', 'explore', 'document.ts')}, // the browser has a document
    }),
  )
  return explore
}

/** A script of the engine's own; the bundled engine knows its version, and makes it once. */
export async function recalled(name: string, make: () => Promise<string>): Promise<string> {
  const engine = process.env.KPI_ENGINE
  if (engine === undefined) return make()
  const key = `${name}-${fingerprint(engine, readFileSync(join(ROOT, 'package.json'), 'utf8'))}`
  const known = recall(key)
  if (typeof known === 'string') return known
  const made = await make()
  remember(key, made)
  return made
}

export interface BundleOptions {
  /** The folder from which messages name files; else the engine's. */
  readonly from?: string
  /** JSON by name, written in. */
  readonly define?: Record<string, string>
  /** Files in place of packages. */
  readonly alias?: Record<string, string>
  /** Where it runs; else in a browser. */
  readonly platform?: 'node'
}

/** A file with everything that it imports, minified; what can't be read throws esbuild's words with file and line. */
export async function bundle(
  entry: string,
  {from = ROOT, define = {}, alias = {}, platform}: BundleOptions = {},
): Promise<string> {
  const {build} = await import('esbuild')
  const {outputFiles} = await build({
    absWorkingDir: resolve(from), // the process's own may be gone
    entryPoints: [entry],
    bundle: true,
    alias,
    minify: true,
    ...(platform === 'node'
      ? {platform, format: 'cjs', target: 'node20', external: ['canvas']} // linkedom can do without it
      : {format: 'iife', target: ['es2022', 'chrome120', 'safari17', 'firefox120']}),
    charset: 'utf8',
    define,
    write: false,
    logLevel: 'silent',
  })
  return outputFiles[0]!.text
}

function assetFile(project: Project, name: string): string {
  const found = [join(project.folder, project.catalog.paths.reports, name), join(ROOT, 'reports', name)].find(
    existsSync,
  )
  if (found === undefined)
    throw new ProblemError([fault('missing-asset', `${join(project.catalog.paths.reports, name)} does not exist`)])
  return found
}
