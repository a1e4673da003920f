import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {SourceMap, type SourceMapPayload} from 'node:module'
import {tmpdir} from 'node:os'
import {join, relative, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {fault, type Problem, ProblemError} from '../core/problem.ts'

/** A module that was bundled, and where its statements stand in the files it was written in. */
export interface Imported<T> {
  readonly module: T
  /** What its code has thrown, as a problem at the place in the project's files that threw it; `file` where that is not known. */
  blame(error: unknown): Problem
}

/** Bundles a TypeScript module of the project and imports it; throws what can't be read as problems at their places (status 2). */
export async function importModule<T>(project: string, file: string): Promise<Imported<T>> {
  const {build} = await import('esbuild')
  const folder = mkdtempSync(join(tmpdir(), 'kpi-pages-'))
  const entry = join(folder, 'pages.mjs')
  try {
    const {outputFiles} = await build({
      absWorkingDir: resolve(project),
      entryPoints: [resolve(project, file)],
      outfile: entry,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      sourcemap: 'external',
      write: false,
      logLevel: 'silent',
    }).catch((error: {errors?: readonly Message[]; message: string}) => {
      throw new ProblemError(
        (error.errors ?? [{text: error.message, location: null}]).map(message => problemOf(message, file, project)),
      )
    })
    const [map, code] = [...outputFiles].sort((a, b) => b.path.length - a.path.length)
    writeFileSync(entry, code!.contents)
    const blame = (error: unknown) => blamed(error, entry, map!.text, project, file)
    try {
      return {module: (await import(pathToFileURL(entry).href)) as T, blame}
    } catch (error) {
      throw new ProblemError([blame(error)])
    }
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

interface Message {
  readonly text: string
  readonly location: {
    readonly file?: string
    readonly line: number
    readonly column: number
    readonly length: number
  } | null
}

function problemOf({text, location}: Message, file: string, project: string): Problem {
  if (!location) return fault('broken-pages', text, {file})
  return fault('broken-pages', text, {
    file: location.file === undefined ? file : relative(project, resolve(project, location.file)),
    line: location.line,
    column: location.column + 1,
    length: Math.max(1, location.length),
  })
}

function blamed(error: unknown, entry: string, map: string, project: string, file: string): Problem {
  if (!(error instanceof Error)) return fault('broken-pages', `${file}: ${String(error)}`, {file})
  const [message] = error.message.split('\n')
  return fault('broken-pages', message!, placeIn(error.stack ?? '', entry, map, project) ?? {file})
}

/** The innermost place in a stack that lies in one of the project's own files. */
function placeIn(stack: string, entry: string, map: string, project: string) {
  const source = new SourceMap(JSON.parse(map) as SourceMapPayload)
  for (const line of stack.split('\n')) {
    const at = /:(\d+):(\d+)\)?$/.exec(line)
    if (!at || !line.includes(entry)) continue
    const found = source.findEntry(Number(at[1]) - 1, Number(at[2]) - 1)
    if (!('originalSource' in found)) continue
    const name = relative(project, resolve(entry, '..', found.originalSource))
    if (name.startsWith('..') || name.includes('node_modules')) continue
    const [row, column] = [found.originalLine + 1, found.originalColumn + 1]
    const written = readFileSync(join(project, name), 'utf8').split('\n')[row - 1] ?? ''
    return {file: name, line: row, column, length: /^[\w$.]+/.exec(written.slice(column - 1))?.[0].length ?? 1}
  }
  return undefined
}
