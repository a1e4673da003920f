import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Project} from '../compile/load.ts'
import {fault, ProblemError} from '../core/problem.ts'

/** The engine's own folder: its `reports/` serves projects that have no style or script of their own. */
const ROOT = process.env.KPI_ROOT ?? join(import.meta.dirname, '..', '..')

/** The style sheet and the script, as small as esbuild makes them. */
export async function readAssets(project: Project): Promise<{readonly style: string; readonly script: string}> {
  const {transform} = await import('esbuild')
  const style = await transform(readFileSync(assetFile(project, 'style.css'), 'utf8'), {
    loader: 'css',
    minify: true,
    charset: 'utf8',
  })
  const script = await transform(readFileSync(assetFile(project, 'client.ts'), 'utf8'), {
    loader: 'ts',
    minify: true,
    format: 'iife',
    target: 'es2020',
    charset: 'utf8',
  })
  return {style: style.code, script: script.code}
}

function assetFile(project: Project, name: string): string {
  const found = [join(project.folder, project.catalog.paths.reports, name), join(ROOT, 'reports', name)].find(
    existsSync,
  )
  if (found === undefined)
    throw new ProblemError([fault('missing-asset', `${join(project.catalog.paths.reports, name)} does not exist`)])
  return found
}
