import {existsSync} from 'node:fs'
import {join} from 'node:path'
import type {Project} from '../compile/load.ts'
import {fault, ProblemError} from '../core/problem.ts'

/** The engine's own folder: its `reports/` serves projects that have no style or script of their own. */
export const ROOT = process.env.KPI_ROOT ?? join(import.meta.dirname, '..', '..')

/** The style sheet and the script, as small as esbuild makes them. */
export async function readAssets(project: Project): Promise<{readonly style: string; readonly script: string}> {
  const [style, script] = await Promise.all([
    bundle(assetFile(project, 'style.css')),
    bundle(assetFile(project, 'client.ts')),
  ])
  return {style, script}
}

/** The script that draws pages in the browser, for dates and filters of the reader's choice. */
export function exploreScript(): Promise<string> {
  return bundle(join(ROOT, 'scripts', 'explore', 'main.ts'), {
    alias: {linkedom: join(ROOT, 'scripts', 'explore', 'document.ts')}, // the browser has a document
  })
}

export interface BundleOptions {
  /** JSON by name, written in. */
  readonly define?: Record<string, string>
  /** Files in place of packages. */
  readonly alias?: Record<string, string>
}

/** A file with everything that it imports, minified; what can't be read throws esbuild's words with file and line. */
export async function bundle(entry: string, {define = {}, alias = {}}: BundleOptions = {}): Promise<string> {
  const {build} = await import('esbuild')
  const {outputFiles} = await build({
    entryPoints: [entry],
    bundle: true,
    alias,
    minify: true,
    format: 'iife',
    target: ['es2022', 'chrome120', 'safari17', 'firefox120'],
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
