import {cpSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {afterAll} from 'vitest'
import {$} from 'zx'
import {bundle} from '../../bin/bundle.mjs'
import {TEMPLATES} from '../../scripts/compile/models.ts'

/** The repository's folder, in which the engine and its demonstration project lie. */
export const ROOT = process.env.KPI_ROOT!

/** The small help-desk project on which golden statements and messages are shown. */
export const DESK = join(ROOT, 'tests', 'golden', 'project')

export interface Run {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

type Main = (args: readonly string[]) => Promise<void>
let loaded: Promise<{main: Main}> | undefined

/**
 * Runs the command line in this process: what `bin/kpi.mjs` starts, without the second that a process takes to start and load. Runs wait
 * for each other, since the working folder, the output and the exit status are the process's own.
 */
export function kpi(args: readonly string[], cwd = ROOT): Promise<Run> {
  const run = before.then(() => runHere(args, cwd))
  before = run.catch(() => undefined)
  return run
}
let before: Promise<unknown> = Promise.resolve()

async function runHere(args: readonly string[], cwd: string): Promise<Run> {
  loaded ??= bundle().then(entry => import(/* @vite-ignore */ pathToFileURL(entry).href))
  const {main} = await loaded
  const [folder, status] = [process.cwd(), process.exitCode]
  const texts = {stdout: '', stderr: ''}
  const streams = (['stdout', 'stderr'] as const).map(name => {
    const stream = process[name]
    const write = stream.write
    stream.write = ((text: string | Uint8Array) => {
      texts[name] += typeof text === 'string' ? text : Buffer.from(text).toString()
      return true
    }) as typeof write
    return () => {
      stream.write = write
    }
  })
  try {
    process.chdir(cwd)
    process.exitCode = undefined
    await main(args)
    return {status: Number(process.exitCode ?? 0), ...texts}
  } finally {
    for (const restore of streams) restore()
    process.exitCode = status
    process.chdir(folder)
  }
}

/** Runs the command line as its user would, in a folder and a process of its own. */
export async function kpiProcess(args: readonly string[], cwd = ROOT): Promise<Run> {
  const {exitCode, stdout, stderr} = await $({
    cwd,
    nothrow: true,
    quiet: true,
  })`${process.execPath} ${join(ROOT, 'bin', 'kpi.mjs')} ${args}`
  return {status: exitCode, stdout, stderr}
}

/** Runs a command that must succeed and gives what it writes as JSON. */
export async function kpiJson<T>(args: readonly string[], cwd = ROOT): Promise<T> {
  const run = await kpi([...args, '--format', 'json'], cwd)
  if (run.status !== 0) throw new Error(`kpi ${args.join(' ')} ended with ${run.status}:\n${run.stderr}`)
  return JSON.parse(run.stdout) as T
}

/** A temporary folder, removed after the tests of the file that asks for it (at its top level). */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kpi-test-'))
  afterAll(() => rmSync(folder, {recursive: true, force: true}))
  return folder
}

/** Copies a project with this repository's macros and mart templates, so that it needs nothing outside its folder. */
export function copyProject(from: string, to: string): string {
  cpSync(from, to, {recursive: true})
  cpSync(join(ROOT, 'macros'), join(to, 'macros'), {recursive: true})
  for (const name of TEMPLATES)
    cpSync(join(ROOT, 'models', 'marts', `${name}.sql`), join(to, 'models', 'marts', `${name}.sql`))
  return to
}
