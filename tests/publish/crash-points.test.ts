import {cpSync, existsSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {beforeAll, describe, expect, it} from 'vitest'
import {copyProject, DESK, temporaryFolder} from '../e2e/command-line.ts'
import {build, replaceIn} from './library.ts'
import {startBuild} from './processes.ts'
import {expectWhole, published} from './published.ts'

// The moments that count are too short to be met by chance: a build dies just before each step that moves, links or removes something.

const folder = temporaryFolder()
const project = join(folder, 'project')

/** A build that dies before its n-th step; gives the steps that it came to. */
async function crash(target: string, step: number): Promise<{steps: string[]; status: number | null}> {
  const log = join(folder, 'steps')
  rmSync(log, {force: true})
  const {status, stderr} = await startBuild(project, target, {
    NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'crash.mjs'))}`,
    KPI_TEST_CRASH: JSON.stringify([target, step, log]),
  }).ended
  if (step === 0) expect(status, stderr).toBe(0)
  return {steps: existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [], status}
}

let changes = 0
/** Other data, for a version of its own. */
function change(): void {
  replaceIn(project, join('seeds', 'tickets.csv'), `,${fee()}\n`, `,${fee(++changes)}\n`)
}
const fee = (n = changes) => (n === 0 ? '10.50' : `${10 + n}.50`)

beforeAll(() => {
  copyProject(DESK, project)
})

describe.sequential('a build that dies before a step', () => {
  const first = join(folder, 'first')
  let steps: string[] = []

  it('takes these steps to publish', async () => {
    ;({steps} = await crash(first, 0))
    await expectWhole(first)
    expect(steps.filter(step => /renameSync|symlinkSync/.test(step)).length).toBeGreaterThanOrEqual(8)
    expect(steps.find(step => step.startsWith('renameSync versions/'))).toBeDefined()
  })

  it('of the first version leaves no version or a whole one, and the next build publishes all of it', async () => {
    const from = steps.findIndex(step => step.startsWith('renameSync versions/'))
    // before the version's folder is moved, and before each link
    const points = steps.flatMap((step, i) => (i >= from && /^renameSync/.test(step) ? [i + 1] : []))
    expect(points.length).toBeGreaterThanOrEqual(5)
    for (const [i, step] of points.entries()) {
      const target = join(folder, `first-${i}`)
      expect((await crash(target, step)).status, steps[step - 1]).toBeNull()
      await build(project, target)
      await expectWhole(target)
      expect(readdirSync(target).filter(name => name.includes('.tmp'))).toEqual([])
      if (i < points.length - 1) rmSync(target, {recursive: true})
    }
  })

  it('of a later version leaves the one before or the new one, and the next build goes on', async () => {
    const target = join(folder, 'later')
    cpSync(first, target, {recursive: true, verbatimSymlinks: true, preserveTimestamps: true})
    let status: number | null = null
    let step = 0
    const seen = new Set<string>()
    while (status === null) {
      step++
      change()
      const before = published(target)
      const run = await crash(target, step)
      status = run.status
      const last = run.steps.at(-1)!
      seen.add(last.replace(/[0-9a-f]{16}/, 'ID').replace(/\.\d+\.tmp/, '.tmp'))
      await expectWhole(target)
      // the link's move is the one step that publishes
      const moved = run.steps.slice(0, -1).some(each => each === 'renameSync current')
      if (status === null && !moved) expect(published(target), `before ${last}`).toEqual(before)
      if (status === null && moved) expect(published(target).version, `before ${last}`).not.toBe(before.version)
      expect(step).toBeLessThan(40)
    }
    expect([...seen]).toEqual(expect.arrayContaining(['renameSync versions/ID', 'renameSync current']))
    await build(project, target)
    await expectWhole(target)
    expect(readdirSync(join(target, 'versions'))).toHaveLength(2)
  })
})
