import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
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

  it('throws the first failure after those under way have ended, and starts nothing more', async () => {
    const events: string[] = []
    const task = (name: string, after: string[], work: () => Promise<void>): Task => ({name, after, run: work})
    const tasks = [
      task('slow', [], async () => {
        for (let i = 0; i < 10; i++) await pause()
        events.push('slow ended')
      }),
      task('failing', [], async () => {
        await pause()
        throw new Error('first')
      }),
      task('later', ['failing'], async () => void events.push('later ran')),
      task('waiting', ['slow'], async () => void events.push('waiting ran')),
    ]
    await expect(runTasks(tasks, 2)).rejects.toThrow('first')
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
