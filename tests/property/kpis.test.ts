import fc from 'fast-check'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {differences, expected, found, report} from './compare.ts'
import {localTime, midnight} from './dates.ts'
import {ask, type Engine, openEngine} from './engine.ts'
import {eventSets} from './events.ts'
import {questions} from './questions.ts'
import {HISTOGRAMS, KPIS} from './reading.ts'
import {check, TIMEOUT} from './run.ts'
import {understand} from './world.ts'

const REFS = [...Object.keys(KPIS), ...Object.keys(HISTOGRAMS)]
/** Questions to each set of events. */
const WIDTH = 3

let engine: Engine
beforeAll(async () => {
  engine = await openEngine(REFS)
})
afterAll(() => engine?.close())

test('the reading knows every KPI and histogram, and their dimensions', () => {
  const {kpis, histograms} = engine.compiled.project.definitions
  const own = [...kpis.values()].filter(kpi => !kpi.ref.includes(' slot '))
  expect(own.map(kpi => kpi.ref).sort()).toEqual(Object.keys(KPIS).sort())
  expect(histograms.map(each => each.ref).sort()).toEqual(Object.keys(HISTOGRAMS).sort())
  for (const kpi of own)
    expect([kpi.ref, [...kpi.dimensions].sort()]).toEqual([kpi.ref, [...KPIS[kpi.ref]!.dimensions].sort()])
  for (const [ref, {dimensions, bounds}] of Object.entries(HISTOGRAMS)) {
    const histogram = histograms.find(each => each.ref === ref)!
    expect([ref, [...histogram.dimensions].sort()]).toEqual([ref, [...dimensions].sort()])
    expect([ref, histogram.slots.length]).toEqual([ref, bounds.length + 1])
  }
})

test('local time is that of Europe/Paris', () => {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Europe/Paris',
    dateStyle: 'short',
    timeStyle: 'medium',
    hour12: false,
  })
  const hour = 3_600_000
  for (let at = Date.UTC(2025, 8, 1); at < Date.UTC(2027, 0, 15); at += hour / 2) {
    const {date, clock} = localTime(at)
    const [day, time] = format.format(at).split(', ')
    expect(`${date} ${new Date(clock).toISOString().slice(11, 19)}`).toBe(`${day} ${time!.replace(/^24/, '00')}`)
    expect(localTime(midnight(date)).clock).toBe(0)
    expect(localTime(midnight(date)).date).toBe(date)
  }
})

test('every KPI and histogram answers any question as its definition reads', {timeout: TIMEOUT}, async () => {
  const arbitrary = eventSets().chain(({season, events}) =>
    fc.record({
      events: fc.constant(events),
      asked: fc.array(questions(season), {minLength: WIDTH, maxLength: WIDTH}),
    }),
  )
  await check(arbitrary, 20, async ({events, asked}) => {
    await engine.load({...events})
    const world = understand(events)
    for (const question of asked) {
      const got = found(await ask(engine.database, engine.compiled, question, REFS))
      const lines = differences(expected(world, question, REFS), got)
      if (lines.length > 0) throw new Error(report(lines, question, {...events}))
    }
  })
})
