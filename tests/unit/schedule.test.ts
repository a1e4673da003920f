import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {EXIT, fault, ProblemError} from '../../scripts/core/problem.ts'
import {runTasks, type Task} from '../../scripts/execute/schedule.ts'

const pause = () => new Promise<void>(resolve => setTimeout(resolve, 1))

describe('running tasks', () => {
  it('runs each once, after those it names, never more than the limit at a time', async () => {
    const graph = fc.array(fc.array(fc.nat(20), {maxLength: 3}), {minLength: 1, maxLength: 12})
    await fc.assert(
      fc.asyncProperty(graph, fc.integer({min: 1, max: 4}), async (edges, limit) => {
        const done: string[] = []
        let running = 0
        let most = 0
        const tasks: Task[] = edges.map((before, i) => ({
          name: `t${i}`,
          after: i === 0 ? ['elsewhere'] : before.map(each => `t${each % i}`),
          run: async () => {
            most = Math.max(most, ++running)
            for (const each of tasks[i]!.after) if (each !== 'elsewhere') expect(done).toContain(each)
            await pause()
            running--
            done.push(`t${i}`)
          },
        }))
        await runTasks([...tasks].reverse(), limit)
        expect([...done].sort()).toEqual(tasks.map(task => task.name).sort())
        expect(most).toBeLessThanOrEqual(limit)
      }),
      {numRuns: 30},
    )
  })

  it('uses the limit', async () => {
    let running = 0
    let most = 0
    const tasks = ['a', 'b', 'c', 'd'].map(name => ({
      name,
      after: [],
      run: async () => {
        most = Math.max(most, ++running)
        await pause()
        running--
      },
    }))
    await runTasks(tasks, 3)
    expect(most).toBe(3)
  })

  /** Tasks that note that they ran; those whose name begins with `bad` fail. */
  function tasksOf(graph: Readonly<Record<string, readonly string[]>>, ran: string[], error: (name: string) => Error) {
    return Object.entries(graph).map(
      ([name, after]): Task => ({
        name,
        after,
        run: async () => {
          await pause()
          if (name.startsWith('bad')) throw error(name)
          ran.push(name)
        },
      }),
    )
  }
  const told = (name: string) => new ProblemError([fault('x', name)], EXIT.failed)
  const GRAPH = {
    bad: [],
    good: [],
    after_bad: ['bad'],
    both: ['good', 'after_bad'],
    after_good: ['good'],
    bad_too: ['good'],
  }

  it('skips only what comes after a task that fails, and gives all that failed, in the order of the tasks', async () => {
    const ran: string[] = []
    const {failed, skipped} = await runTasks(tasksOf(GRAPH, ran, told), 2)
    expect([...failed.keys()]).toEqual(['bad', 'bad_too'])
    expect([...skipped]).toEqual([
      ['after_bad', 'bad'],
      ['both', 'bad'],
    ])
    expect(ran).toEqual(['good', 'after_good'])
  })

  it('skips what comes after a task that had failed before', async () => {
    const ran: string[] = []
    const failed = new Map([['gone', told('gone')]])
    const outcome = await runTasks(tasksOf({a: ['gone'], b: [], c: ['a', 'b']}, ran, told), 2, {failed})
    expect([...outcome.failed.keys()]).toEqual(['gone'])
    expect([...outcome.skipped.keys()]).toEqual(['a', 'c'])
    expect(ran).toEqual(['b'])
  })

  it('begins nothing more after a failure where that is asked for', async () => {
    const ran: string[] = []
    const {failed, skipped} = await runTasks(tasksOf(GRAPH, ran, told), 1, {failFast: true})
    expect([...failed.keys()]).toEqual(['bad'])
    expect([...skipped.keys()]).toEqual(['good', 'after_bad', 'both', 'after_good', 'bad_too'])
    expect(ran).toEqual([])
  })

  it.each([
    ['that is no problem of its task', () => new Error('disk'), {}],
    ['that concerns all', () => told('disk'), {concernsAll: () => true}],
  ])('throws an error %s after those under way have ended, and starts nothing more', async (_, error, options) => {
    const events: string[] = []
    const slow = async () => {
      for (let i = 0; i < 10; i++) await pause()
      events.push('slow ended')
    }
    const tasks = [
      {name: 'slow', after: [], run: slow},
      ...tasksOf({bad: [], waiting: ['slow'], free: []}, events, error),
    ]
    await expect(runTasks(tasks, 2, options)).rejects.toThrow('disk')
    expect(events).toEqual(['slow ended'])
  })

  it('tells of tasks that wait for each other', async () => {
    const run = async () => undefined
    const tasks = [
      {name: 'a', after: ['b'], run},
      {name: 'b', after: ['a'], run},
    ]
    await expect(runTasks(tasks, 2)).rejects.toThrow('a, b')
  })
})
