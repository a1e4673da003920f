import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {expect, it} from 'vitest'
import {temporaryFolder} from '../e2e/command-line.ts'
import {desk, writeVariant} from './desk.ts'
import {build} from './library.ts'
import {startBuild} from './processes.ts'
import {expectSame, expectWhole, published} from './published.ts'

// A build may die at any moment, and what is published stays whole. Two targets suffer side by side, ten times each.

const LANES = 2
const KILLS = 10
const SEED = 20260307
const folder = temporaryFolder()

/** Numbers from 0 to 1, the same every time (mulberry32). */
function draws(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Moments spread over the whole of a build, in no order: one at random in each of as many equal parts. */
function moments(seed: number, count: number): number[] {
  const draw = draws(seed)
  return Array.from({length: count}, (_, i) => ({at: (i + draw()) / count, order: draw()}))
    .sort((a, b) => a.order - b.order)
    .map(({at}) => at)
}

async function lane(number: number): Promise<{died: number; published: number}> {
  const place = join(folder, String(number))
  const target = join(place, 'target')
  const project = desk(place, 100)
  await build(project, target)
  writeVariant(project, 101)
  let started = performance.now()
  expect((await startBuild(project, target).ended).status).toBe(0)
  let duration = performance.now() - started

  expect(await expectWhole(target)).toMatchObject({variant: 101})
  let before = published(target)
  const tally = {died: 0, published: 0}
  for (const [i, moment] of moments(SEED + number, KILLS).entries()) {
    writeVariant(project, 102 + i)
    const running = startBuild(project, target)
    started = performance.now()
    await Promise.race([sleep(moment * duration), running.ended])
    running.signal('SIGKILL')
    const {status, stderr} = await running.ended
    if (status === null) tally.died++
    else {
      // quicker than measured, since it goes on from what the killed ones had done: the moments to come follow
      expect(status, stderr).toBe(0)
      duration = Math.min(duration, performance.now() - started)
    }

    const after = published(target)
    if (after.version === before.version) expect(after).toEqual(before)
    else {
      // nothing but the data of this build
      const {variant} = await expectWhole(target)
      expect(variant, `after ${Math.round(moment * 100)} %`).toBe(102 + i)
      tally.published++
    }
    before = after
  }

  const end = await build(project, target)
  expect(await expectWhole(target)).toEqual({version: end.version, variant: 102 + KILLS - 1})
  await build(project, join(place, 'clean'))
  await expectSame(target, join(place, 'clean'))
  return tally
}

// about 20 s on two cores; the time allowed is for busy ones
it('leaves a whole version whenever it is killed, and the next build equals a clean one', {
  timeout: 300_000,
}, async () => {
  const tallies = await Promise.all(Array.from({length: LANES}, (_, i) => lane(i)))
  const died = tallies.reduce((sum, tally) => sum + tally.died, 0)
  expect(died).toBeGreaterThan((LANES * KILLS) / 2) // otherwise the moments came too late
})
