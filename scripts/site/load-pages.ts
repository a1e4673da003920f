import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import type {Project} from '../compile/load.ts'
import {fault, type Problem, ProblemError, refuse} from '../core/problem.ts'
import {checkPages, defaultPages, type PagesModule} from './pages.ts'

/** The project's `pages.ts`, checked against the catalog, or pages made from the catalog's families; throws every problem of the file (status 2). */
export async function loadPages(project: Project): Promise<PagesModule> {
  const file = join(project.catalog.paths.reports, 'pages.ts')
  const absolute = join(project.folder, file)
  if (!existsSync(absolute)) return defaultPages(project.catalog)
  const module = await importModule(absolute, file)
  if (!Array.isArray(module.default)) {
    throw new ProblemError([
      fault('no-pages', `${file} has no default export with the list of pages`, {file, line: 1, column: 1}),
    ])
  }
  refuse(checkPages(module, project.catalog, file, readFileSync(absolute, 'utf8')))
  return module
}

/** Bundles a TypeScript module and imports it; what can't be read is a problem at its place. */
async function importModule(absolute: string, file: string): Promise<PagesModule> {
  const {build} = await import('esbuild')
  const folder = mkdtempSync(join(tmpdir(), 'kpi-pages-'))
  try {
    const result = await build({
      entryPoints: [absolute],
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      write: false,
      logLevel: 'silent',
    }).catch((error: {errors?: readonly Message[]; message: string}) => {
      throw new ProblemError(
        (error.errors ?? [{text: error.message, location: null}]).map(message => problemOf(message, file)),
      )
    })
    const entry = join(folder, 'pages.mjs')
    writeFileSync(entry, result.outputFiles[0]!.contents)
    return (await import(pathToFileURL(entry).href)) as PagesModule
  } catch (error) {
    if (error instanceof ProblemError) throw error
    throw new ProblemError([fault('broken-pages', `${file}: ${(error as Error).message}`, {file})])
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

interface Message {
  readonly text: string
  readonly location: {readonly line: number; readonly column: number; readonly length: number} | null
}

function problemOf({text, location}: Message, file: string): Problem {
  return fault('broken-pages', text, {
    file,
    ...(location ? {line: location.line, column: location.column + 1, length: Math.max(1, location.length)} : {}),
  })
}
