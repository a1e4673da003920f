import {cpSync, mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {temporaryFolder} from '../e2e/command-line.ts'
import {desk, writeVariant} from './desk.ts'
import {build, expectReadable} from './library.ts'
import {type Running, startBuild} from './processes.ts'
import {expectSame, expectWhole, published} from './published.ts'

const folder = temporaryFolder()
const first = join(folder, 'first')
let project = ''

beforeAll(async () => {
  project = desk(folder, 100)
  await build(project, first)
  writeVariant(project, 101)
})

/** A target with the first version published. */
function copyOf(name: string): string {
  const target = join(folder, name)
  cpSync(first, target, {recursive: true, verbatimSymlinks: true, preserveTimestamps: true})
  return target
}

describe('Ctrl-C', () => {
  it.each([
    ['while it computes', 'computing'],
    ['while it writes the site', '  Parquet '],
  ])('%s changes nothing that is published, and the next build is fine', async (_, text) => {
    const target = copyOf(`interrupted ${text.trim()}`)
    const before = published(target)
    const running = startBuild(project, target)
    expect(await running.says(text)).toBe(true)
    running.signal('SIGINT')
    const {status, stdout, stderr} = await running.ended
    expect(status).not.toBe(0)
    expect(stdout).toBe('')
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(published(target)).toEqual(before)
    expect(await expectWhole(target)).toMatchObject({variant: 100})
    await build(project, target)
    expect(await expectWhole(target)).toMatchObject({variant: 101})
  })
})

describe('builds at once', () => {
  it('of one target: the first publishes, the other is refused', async () => {
    const target = copyOf('two')
    const one = startBuild(project, target)
    expect(await one.says('computing')).toBe(true)
    one.signal('SIGSTOP') // so that it is at work as long as it takes the other to find out
    const two = await startBuild(project, target).ended
    one.signal('SIGCONT')
    expect(two).toMatchObject({status: 1, stdout: ''})
    expect(two.stderr).toContain('error build-running')
    expect(two.stderr).toContain('another build is at work in this target (process ')
    expectReadable(two.stderr)
    expect((await one.ended).status).toBe(0)
    expect(await expectWhole(target)).toMatchObject({variant: 101})
  })

  it.each([
    ['an empty target', () => join(folder, 'empty')],
    ['a target with a version', () => copyOf('many')],
  ])('in %s: five starts publish one whole version', async (_, target) => {
    const place = target()
    const runs = await Promise.all(
      Array.from({length: 5}, () => startBuild(project, place)).map((each: Running) => each.ended),
    )
    expect(runs.map(run => run.status).sort()).toContain(0)
    for (const run of runs.filter(each => each.status !== 0)) {
      expect(run.status, run.stderr).toBe(1)
      expect(run.stderr).toContain('error build-running')
      expect(run.stderr).toContain('(process ') // the other build, not a file that can't be opened
    }
    expect(runs.filter(run => run.status === 0 && run.stdout.includes('"published": true'))).toHaveLength(1)
    expect(await expectWhole(place)).toMatchObject({variant: 101})
  })

  it('are not mistaken for one that died while it made the lock', async () => {
    const target = join(folder, 'died')
    mkdirSync(join(target, 'build'), {recursive: true})
    writeFileSync(join(target, 'build', 'lock.duckdb'), '')
    await build(project, target)
    await build(project, join(folder, 'clean'))
    await expectSame(target, join(folder, 'clean'))
  })
})
