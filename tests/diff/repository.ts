import {execFileSync} from 'node:child_process'
import {cpSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll} from 'vitest'
import {type DiffArguments, diff} from '../../scripts/commands/diff.ts'
import {TEMPLATES} from '../../scripts/compile/models.ts'
import {ROOT} from '../e2e/command-line.ts'
import {LIBRARY} from '../engine/library.ts'

export interface Repository {
  readonly top: string
  readonly project: string
  readonly target: string
  /** Where this process and those that it starts put temporary folders. */
  readonly temporaries: string
}

/** To be made at a file's top level, whose tests then all have their temporary folders in it. A git repository with the library in a subfolder, its macros and templates beside it, and one source that git does not keep. */
export function makeRepository(folder: string): Repository {
  const temporaries = join(folder, 'temporary')
  mkdirSync(temporaries)
  const before = process.env.TMPDIR
  process.env.TMPDIR = temporaries
  afterAll(() => {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  })
  const top = join(folder, 'repository')
  const project = join(top, 'branches', 'library')
  mkdirSync(join(top, 'templates'), {recursive: true})
  cpSync(LIBRARY, project, {recursive: true, filter: path => !path.startsWith(join(LIBRARY, 'target'))})
  cpSync(join(ROOT, 'macros'), join(top, 'macros'), {recursive: true})
  for (const name of [...TEMPLATES.map(each => `${each}.sql`), 'marts.yml'])
    cpSync(join(ROOT, 'models/marts', name), join(top, 'templates', name))
  edit(project, 'kpi-catalog.yml', ['../../../macros', '../../macros'], ['../../../models/marts', '../../templates'])
  writeFileSync(join(top, '.gitignore'), 'target/\nvisits.ndjson\n')
  git(top, 'init', '--quiet', '--initial-branch', 'main')
  commit(top, 'The library')
  return {top, project, target: join(project, 'target'), temporaries}
}

export function git(folder: string, ...args: string[]): string {
  const name = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost', '-c', 'commit.gpgsign=false']
  return execFileSync('git', [...name, ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim()
}

export function commit(top: string, message: string): string {
  git(top, 'add', '--all')
  git(top, 'commit', '--quiet', '--message', message)
  return git(top, 'rev-parse', 'HEAD')
}

/** Replaces texts that stand in a file once each. */
export function edit(project: string, file: string, ...edits: [string, string][]): void {
  const path = join(project, file)
  let text = readFileSync(path, 'utf8')
  for (const [from, to] of edits) {
    if (text.split(from).length !== 2) throw new Error(`${file} has "${from}" ${text.split(from).length - 1} times`)
    text = text.replace(from, () => to)
  }
  writeFileSync(path, text)
}

export const difference = (options: DiffArguments) =>
  diff(
    options,
    () => undefined,
    () => undefined,
  )
