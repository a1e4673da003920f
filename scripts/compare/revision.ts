import {execFile, execFileSync} from 'node:child_process'
import {existsSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {fault, ProblemError} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import type {Scratch} from './scratch.ts'

const run = promisify(execFile)

/** A commit of the repository in which a project lies. */
export interface Revision {
  /** As it was asked for. */
  readonly name: string
  readonly commit: string
  /** The project's folder. */
  readonly project: string
  /** The project's place in the repository; empty at its top. */
  readonly prefix: string
}

/** To a command that git runs, variables name a repository and its index: here the project's folder decides. */
const {GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, GIT_PREFIX: _prefix, ...ENVIRONMENT} = process.env
// a checkout of one's own runs nothing of the repository's
const QUIET = ['-c', 'core.hooksPath=/dev/null', '-c', 'advice.detachedHead=false']

async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const {stdout} = await run('git', [...QUIET, ...args], {cwd: folder, env: ENVIRONMENT, maxBuffer: 1 << 26})
  return stdout.trim()
}

/**
 * Finds a revision: a branch, tag or commit, or `NAME...` for where the current branch left NAME. Problems (status 2): no git, no repository,
 * no such revision.
 */
export async function findRevision(project: string, name: string): Promise<Revision> {
  let prefix: string
  try {
    prefix = await git(project, 'rev-parse', '--show-prefix')
  } catch (error) {
    throw new ProblemError([
      (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? fault('no-git', '--base needs git, which is not installed', {hint: 'compare with --against DIR instead'})
        : fault('not-a-repository', `${project} is in no git repository, so it has no revision ${name}`, {
            hint: 'without --base, what is published is compared; --against DIR names another target',
          }),
    ])
  }
  const forked = name.endsWith('...')
  const written = forked ? name.slice(0, -'...'.length) : name
  const commit = await commitOf(project, written)
  if (commit === undefined) throw new ProblemError([await noSuchRevision(project, written)])
  if (!forked) return {name, commit, project, prefix}
  const fork = await git(project, 'merge-base', commit, 'HEAD').catch(() => undefined)
  if (fork !== undefined) return {name, commit: fork, project, prefix}
  throw new ProblemError([
    fault('no-common-revision', `${written} and the current branch have no revision in common here`, {
      hint: `fetch more of the history (git fetch --unshallow), or compare with --base ${written}`,
    }),
  ])
}

async function commitOf(project: string, name: string): Promise<string | undefined> {
  if (name === '' || name.startsWith('-')) return undefined
  return git(project, 'rev-parse', '--verify', '--quiet', `${name}^{commit}`).catch(() => undefined)
}

async function noSuchRevision(project: string, name: string) {
  const isShallow = (await git(project, 'rev-parse', '--is-shallow-repository').catch(() => '')) === 'true'
  const names = (await git(project, 'for-each-ref', '--format=%(refname:short)').catch(() => '')).split('\n')
  return fault('no-such-revision', `git knows no revision "${name}"`, {
    hint: isShallow
      ? 'this clone has only part of the history: fetch the revision first (git fetch --depth 1 origin BRANCH)'
      : suggestion(name, names.filter(Boolean), 'branches and tags'),
  })
}

/**
 * Checks a revision out into a worktree in a temporary folder, which is removed with the scratch folder. Gives the project's folder in it;
 * a problem (status 2) where the revision has no project there.
 */
export async function checkOut({name, commit, project, prefix}: Revision, scratch: Scratch): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'kpi-base-'))
  const tree = join(folder, 'tree')
  scratch.undo(() => {
    rmSync(folder, {recursive: true, force: true})
    // git forgets a worktree whose folder is gone
    execFileSync('git', [...QUIET, 'worktree', 'prune'], {cwd: project, env: ENVIRONMENT, stdio: 'ignore'})
  })
  await git(project, 'worktree', 'add', '--quiet', '--detach', tree, commit)
  const then = join(tree, prefix)
  if (existsSync(join(then, 'kpi-catalog.yml'))) return then
  throw new ProblemError([
    fault('no-project-then', `${named(name, commit)} has no kpi-catalog.yml${prefix === '' ? '' : ` in ${prefix}`}`, {
      hint: 'choose a revision that has the project',
    }),
  ])
}

/** A revision as people read it: its name and the beginning of its commit. */
export function named(name: string, commit: string): string {
  const short = commit.slice(0, 7)
  return commit.startsWith(name) ? short : `${name} (${short})`
}
