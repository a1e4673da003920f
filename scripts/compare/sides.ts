import {copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {loadProject, type Project} from '../compile/load.ts'
import {type Compiled, compileProject} from '../compile/project.ts'
import {fault, type Problem, ProblemError} from '../core/problem.ts'
import {build} from '../execute/build.ts'
import type {Listener} from '../execute/events.ts'
import {openWorkingCopy} from '../publish/working-copy.ts'
import {openSmall} from '../sql/duckdb.ts'
import {locate} from '../warehouse/locate.ts'
import {named, type Revision} from './revision.ts'
import type {Settings} from './settings.ts'

/** With which options both sides are built. */
export type BuildSettings = Required<Pick<Settings, 'asOf' | 'onBadRows' | 'sources'>> & Pick<Settings, 'sample'>

/** What a side is built upon: a published version, or a finished warehouse; neither for nothing. */
export interface Start {
  readonly version?: string
  readonly file?: string
}

/** How many revisions' warehouses are kept. */
const KEPT = 2
/** Texts longer than this are not carried along with a problem. */
const SHOWN = 1 << 20

/**
 * Brings a warehouse of a compiled project up to date in `folder`, starting from what there is: only what is stale is computed, and no
 * data test is run. Gives the file, closed.
 */
export async function buildSide(
  compiled: Compiled,
  folder: string,
  start: Start,
  settings: BuildSettings,
  listen: Listener,
): Promise<string> {
  mkdirSync(folder, {recursive: true})
  const file = join(folder, 'warehouse.duckdb')
  if (start.file !== undefined) copyFileSync(start.file, file)
  const database = await openWorkingCopy(file, start.version)
  try {
    await build(database, compiled, {
      scratch: folder,
      onBadRows: settings.onBadRows,
      ...(settings.sources === null ? {} : {sources: settings.sources}),
      ...(settings.asOf === null ? {} : {asOf: settings.asOf}),
      ...(settings.sample === undefined ? {} : {sample: settings.sample}),
      listen,
    })
  } finally {
    database.close()
  }
  return file
}

/** Reads and compiles a revision's project from its worktree; problems name the revision and show its text. */
export async function compileRevision(revision: Revision, tree: string, settings: BuildSettings): Promise<Compiled> {
  return asOfRevision(revision, tree, async () => {
    const project = await loadProject(tree)
    return compileProject(settings.sources === null ? await withData(project, revision.project) : project)
  })
}

/**
 * The warehouse of a revision's project: brought up to date in `folder` from the one that is kept of that commit, else from `start`; then kept
 * in `cache` for next time, with those of few other commits.
 */
export async function buildRevision(
  revision: Revision,
  compiled: Compiled,
  cache: string,
  folder: string,
  start: Start,
  settings: BuildSettings,
  listen: Listener,
): Promise<string> {
  mkdirSync(folder, {recursive: true})
  const kept = join(cache, `${revision.commit}.duckdb`)
  const file = await asOfRevision(revision, compiled.project.folder, () =>
    buildSide(compiled, folder, existsSync(kept) ? {file: kept} : start, settings, listen),
  )
  const draft = join(folder, 'kept.duckdb')
  copyFileSync(file, draft)
  renameSync(draft, kept)
  const others = readdirSync(cache)
    .filter(name => /^[0-9a-f]{40,64}\.duckdb$/.test(name))
    .map(name => ({path: join(cache, name), at: statSync(join(cache, name)).mtimeMs}))
    .sort((a, b) => b.at - a.at)
  for (const {path} of others.slice(KEPT)) rmSync(path, {force: true})
  return file
}

/** Problems of a revision are told with its name; their code frames show its text, not today's. */
async function asOfRevision<T>({name, commit}: Revision, tree: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const short = commit.slice(0, 7)
    const told = error.problems.map((problem): Problem => {
      if (problem.file === undefined) return problem
      const path = resolve(tree, problem.file)
      const text =
        problem.text ?? (existsSync(path) && statSync(path).size <= SHOWN ? readFileSync(path, 'utf8') : undefined)
      return {...problem, file: `${short}:${problem.file}`, ...(text === undefined ? {} : {text})}
    })
    const head = fault('revision-failed', `the project as of ${named(name, commit)} can't be built by this engine`, {
      hint: 'choose a revision that it can build, or compare with --against DIR',
    })
    throw new ProblemError([head, ...told], error.status)
  }
}

/** What git does not keep is not in a worktree: such sources are read where the project itself reads them. */
async function withData(project: Project, own: string): Promise<Project> {
  const finder = await openSmall()
  try {
    const sources = new Map(project.declarations.sources)
    for (const [name, source] of sources) {
      if ((await locate(finder, source, project.folder, undefined, [])) === undefined)
        sources.set(name, {...source, path: resolve(own, source.path)})
    }
    return {...project, declarations: {...project.declarations, sources}}
  } finally {
    finder.close()
  }
}
