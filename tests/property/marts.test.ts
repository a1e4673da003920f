import fc from 'fast-check'
import {beforeAll, expect, test} from 'vitest'
import type {Compiled} from '../../scripts/compile/project.ts'
import {type Database, literal} from '../../scripts/sql/duckdb.ts'
import {withBuild} from './builds.ts'
import {differences, expected, type Figures, found, key, report} from './compare.ts'
import {bucketOf, GRAINS, localTime} from './dates.ts'
import {ask, loadEngineProject} from './engine.ts'
import {eventSets} from './events.ts'
import type {Figure} from './figures.ts'
import {asks, DIMENSIONS, type Question, questions} from './questions.ts'
import {HISTOGRAMS, KPIS, read, readBy} from './reading.ts'
import {check, TIMEOUT} from './run.ts'
import {understand, type World} from './world.ts'

const CARDS = Object.keys(KPIS)
const BARS = Object.keys(HISTOGRAMS)
const REFS = [...CARDS, ...BARS]

let compiled: Compiled
beforeAll(async () => {
  compiled = await loadEngineProject()
})

interface Row {
  readonly ref: string
  readonly grain: string
  readonly period_start: string
  readonly period_end: string
  readonly dimension: string
  readonly dimension_value: string | null
  readonly numerator: number | null
  readonly denominator: number | null
  readonly value: number | null
  readonly sample: number
}

const place = (grain: string, dimension: string, ref: string) => `${grain} by ${dimension}: ${ref}`

/** Everything that the marts of KPIs and histograms hold about the KPIs read. */
async function martFigures(database: Database): Promise<Map<string, Figure>> {
  const rows = await database.rows<Row>(`
    select kpi_ref as ref, grain, period_start, period_end, dimension, dimension_value, numerator, denominator, value,
      sample_size as sample
    from marts.kpi_values where kpi_ref in (${CARDS.map(literal).join(', ')})
    union all
    select component_ref || ' slot ' || slot, grain, period_start, period_end, dimension, dimension_value, null, null, count,
      count
    from marts.kpi_histograms where component_ref in (${BARS.map(literal).join(', ')})
      and (dimension = 'total' or count > 0)`)
  const figures = new Map<string, Figure>()
  for (const {ref, grain, period_start, period_end, dimension, dimension_value, ...figure} of rows)
    figures.set(key(place(grain, dimension, ref), period_start, period_end, dimension_value), figure)
  expect(figures.size).toBe(rows.length)
  return figures
}

/** The same, read: totals of every bucket from the first to the last, breakdowns where there is something to tell. */
function readFigures(world: World, days: {first: string; last: string}): Figures {
  const figures = new Map<string, Figure>()
  for (const grain of GRAINS) {
    for (let start = bucketOf(days.first, grain).start; start <= days.last; ) {
      const bucket = bucketOf(start, grain)
      for (const [ref, figure] of read(world, bucket, REFS))
        figures.set(key(place(grain, 'total', ref), bucket.start, bucket.end, null), figure)
      for (const dimension of DIMENSIONS) {
        for (const [value, answers] of readBy(world, bucket, REFS, dimension))
          for (const [ref, figure] of answers)
            figures.set(key(place(grain, dimension, ref), bucket.start, bucket.end, value), figure)
      }
      start = bucket.end
    }
  }
  return figures
}

/** The days that the marts cover; they hold everything that is dated. */
async function daysOf(database: Database, world: World): Promise<{first: string; last: string}> {
  const [days] = await database.rows<{first: string; last: string}>(
    "select min(period_start) as first, max(period_start) as last from marts.kpi_values where grain = 'day'",
  )
  for (const each of world.conversations) {
    const dated = [each.requested, each.handled, each.cancelled, each.closed, ...each.written.map(({at}) => at)]
    for (const instant of dated) {
      if (instant === null) continue
      const {date} = localTime(instant)
      expect(date >= days!.first && date <= days!.last, `${date} in ${days!.first} to ${days!.last}`).toBe(true)
    }
  }
  return days!
}

/** What the KPIs' table macros answer to a question without a breakdown. */
async function macroFigures(database: Database, question: Question): Promise<Figures> {
  const list = (values: readonly (string | number)[]) => `[${values.map(value => literal(String(value))).join(', ')}]`
  const figures = new Map<string, Figure>()
  for (const {start, end, where = {}, hours, weekdays} of asks(question)) {
    const clock = (minutes: number) =>
      literal(`${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00`)
    const selects = CARDS.map(ref => {
      const filters = Object.entries(where).filter(([dimension]) => KPIS[ref]!.dimensions.includes(dimension))
      const parameters = [
        `date ${literal(start)}`,
        `date ${literal(end)}`,
        ...filters.map(([dimension, values]) => `${dimension} := ${list(values)}`),
        ...(hours ? [`hours_from := time ${clock(hours.from)}`, `hours_to := time ${clock(hours.to)}`] : []),
        ...(weekdays ? [`weekdays := [${weekdays.join(', ')}]`] : []),
      ]
      const name = ref.toLowerCase().replaceAll('-', '_')
      return `select ${literal(ref)} as ref, numerator, denominator, value, sample_size as sample from marts.${name}(${parameters.join(', ')})`
    })
    for (const {ref, ...figure} of await database.rows<Figure & {ref: string}>(selects.join('\nunion all ')))
      figures.set(key(ref, start, end, null), figure)
  }
  return figures
}

test('marts, queries and table macros hold what the definitions read', {timeout: TIMEOUT}, async () => {
  const arbitrary = eventSets(false).chain(({season, events}) =>
    fc.record({events: fc.constant(events), question: questions(season)}),
  )
  await check(arbitrary, 2, async ({events, question}) => {
    const {by: _by, ...total} = question
    await withBuild(compiled, {...events}, {}, async database => {
      const world = understand(events)
      const marts = differences(readFigures(world, await daysOf(database, world)), await martFigures(database))
      if (marts.length > 0) throw new Error(report(marts, {marts: 'as built'}, {...events}))
      const queried = found(await ask(database, compiled, question, REFS))
      const queries = differences(expected(world, question, REFS), queried)
      if (queries.length > 0) throw new Error(report(queries, question, {...events}))
      const macros = differences(expected(world, total, CARDS), await macroFigures(database, total))
      if (macros.length > 0) throw new Error(report(macros, {macros: total}, {...events}))
    })
  })
})
