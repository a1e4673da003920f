import {cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {parse} from 'yaml'
import {copyProject, DESK, kpi, temporaryFolder} from '../e2e/command-line.ts'

const CASES = join(import.meta.dirname, 'cases')

/** One mistake, made in a copy of the help-desk project, and the command that meets it. */
interface Case {
  /** Arguments, separated by blanks. */
  readonly run: string
  /** Texts of files that are replaced: file → [[from, to], …]. */
  readonly replace?: Readonly<Record<string, [string, string][]>>
  /** Whole files that are written, bytes with `!!binary`; null removes one. */
  readonly files?: Readonly<Record<string, string | Uint8Array | null>>
  /** Texts of files in place of which a very long one stands: file → [text, number of characters]. */
  readonly inflate?: Readonly<Record<string, [string, number]>>
  /** The project is built before the mistake is made; what is published must then stay, byte for byte. */
  readonly built?: boolean
}

const folder = temporaryFolder()
const base = join(folder, 'base')
const built = join(folder, 'built')

beforeAll(async () => {
  copyProject(DESK, base)
  copyProject(DESK, built)
  const run = await kpi(['build'], built)
  expect(run.status, run.stderr).toBe(0)
})

function prepare(name: string, {replace = {}, files = {}, inflate = {}, built: isBuilt = false}: Case): string {
  const project = join(folder, name)
  cpSync(isBuilt ? built : base, project, {recursive: true, verbatimSymlinks: true})
  for (const [file, edits] of Object.entries(replace)) {
    let text = readFileSync(join(project, file), 'utf8')
    for (const [from, to] of edits) {
      expect(text.split(from), `${file} has "${from}" once`).toHaveLength(2)
      text = text.replace(from, () => to)
    }
    writeFileSync(join(project, file), text)
  }
  for (const [file, [from, length]] of Object.entries(inflate)) {
    const text = readFileSync(join(project, file), 'utf8')
    expect(text.split(from), `${file} has "${from}" once`).toHaveLength(2)
    writeFileSync(
      join(project, file),
      text.replace(from, () => 'x'.repeat(length)),
    )
  }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, file)), {recursive: true})
    if (text === null) rmSync(join(project, file))
    else writeFileSync(join(project, file), text)
  }
  return project
}

/** Everything that is published, and what the link to it says. */
function published(project: string): Map<string, string> {
  const target = join(project, 'target')
  const files = existsSync(join(target, 'current'))
    ? readdirSync(join(target, 'current'), {recursive: true, withFileTypes: true}).filter(entry => entry.isFile())
    : []
  return new Map([
    ...files.map(entry => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'base64')] as const),
    ...['warehouse.duckdb']
      .filter(name => existsSync(join(target, name)))
      .map(name => [`target/${name}`, readFileSync(join(target, name), 'base64')] as const),
  ])
}

const names = readdirSync(CASES).sort()

describe.each(names)('%s', name => {
  const mistake = parse(readFileSync(join(CASES, name, 'case.yml'), 'utf8'), {customTags: ['binary']}) as Case

  it('is told', async () => {
    const project = prepare(name, mistake)
    const before = published(project)
    const run = await kpi(mistake.run.split(' ').filter(Boolean), project)
    // how long a step took, and whether that was long enough to be shown, is the machine's business
    const stderr = run.stderr.replaceAll(project, '<project>').replaceAll(/^ {2}\S.* {2}\d+\.\d s\n/gm, '')
    const told = `exit ${run.status}\n\n${stderr}`

    const file = join(CASES, name, 'expected.txt')
    if (process.env.UPDATE_GOLDEN) writeFileSync(file, told)
    expect(told).toBe(readFileSync(file, 'utf8'))
    if (!mistake.run.startsWith('test')) expect(run.stdout).toBe('') // kpi test says how many examples hold
    if (mistake.built) expect(before.size).toBeGreaterThan(4)
    expect(published(project)).toEqual(before)
  })
})
