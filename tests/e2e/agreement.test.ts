import fc from 'fast-check'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {loadProject, type Project} from '../../scripts/compile/load.ts'
import {GRAINS} from '../../scripts/core/days.ts'
import {type Answer, answer} from '../../scripts/query/answer.ts'
import {type Question, understand} from '../../scripts/query/request.ts'
import type {Database} from '../../scripts/sql/duckdb.ts'
import {ROOT} from './command-line.ts'
import {demonstration, openWarehouse} from './demonstration.ts'

// One definition compiles to three statements: the marts, an exact query, a table macro. Here they meet on real numbers.

type Figures = Pick<Answer, 'numerator' | 'denominator' | 'value' | 'sample_size'>
interface Stored extends Figures {
  readonly kpi_ref: string
  readonly period_start: string
  readonly dimension_value: string | null
}

let project: Project
let database: Database
/** Values of each dimension that occur in the data. */
const values: Record<string, string[]> = {}

beforeAll(async () => {
  const target = await demonstration()
  project = await loadProject(ROOT)
  database = await openWarehouse(target)
  const rows = await database.rows<{dimension: string; all: string[]}>(
    `select dimension, list(distinct dimension_value order by dimension_value) as all from marts.kpi_values where dimension <> 'total' group by dimension`,
  )
  for (const {dimension, all} of rows) values[dimension] = all
})
afterAll(() => database.close())

const ask = (question: Question) => answer(database, project, understand(question, project))
const figures = ({numerator, denominator, value, sample_size}: Figures) =>
  [numerator, denominator, value, sample_size].join(' | ')
const kpis = () => [...project.definitions.kpis.values()]

/** The first and last day of the marts' periods of a grain. */
async function calendar(grain: string): Promise<{from: string; to: string}> {
  const [row] = await database.rows<{from: string; to: string}>(
    `select cast(min(period_start) as varchar) as "from", cast(max(period_end) - 1 as varchar) as "to" from marts.kpi_values where grain = '${grain}'`,
  )
  return row!
}

/** Differences between the marts' rows and a query's, both ways. */
async function differences(grain: string, by: string | undefined, from: string, to: string): Promise<string[]> {
  const refs = kpis()
    .filter(kpi => by === undefined || kpi.dimensions.includes(by))
    .map(kpi => kpi.ref)
  const stored = await database.rows<Stored>(
    `select kpi_ref, period_start, dimension_value, numerator, denominator, value, sample_size from marts.kpi_values
     where grain = '${grain}' and dimension = '${by ?? 'total'}' and period_start between '${from}' and '${to}'`,
  )
  const answers = await ask({refs, from, to, grain, ...(by === undefined ? {} : {by})})
  const key = (row: Stored) => `${row.kpi_ref} ${row.period_start} ${row.dimension_value}`
  const left = new Map(stored.map(row => [key(row), figures(row)]))
  const right = new Map(answers.map(row => [key(row), figures(row)]))
  expect(left.size).toBe(stored.length)
  expect(right.size).toBe(answers.length)
  expect(left.size).toBeGreaterThan(refs.length)
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter(each => left.get(each) !== right.get(each))
    .map(each => `${each}: ${left.get(each)} in the marts, ${right.get(each)} by query`)
}

describe('the marts hold what a query answers', () => {
  it.each(GRAINS)('in total, for each %s of the calendar', async grain => {
    const {from, to} = await calendar(grain)
    expect(await differences(grain, undefined, from, to)).toEqual([])
  })

  it.each(['month', 'year'])('by every dimension, for each %s of the calendar', async grain => {
    const {from, to} = await calendar(grain)
    for (const by of Object.keys(values)) expect(await differences(grain, by, from, to), by).toEqual([])
  })

  it.each([
    ['day', '2026-03-20', '2026-04-05'], // with the change of clocks
    ['week', '2026-10-05', '2026-11-01'],
    ['quarter', '2026-01-01', '2026-06-30'],
  ])('by every dimension, for some %ss', async (grain, from, to) => {
    for (const by of Object.keys(values)) expect(await differences(grain, by, from, to), by).toEqual([])
  })
})

it('answers periods that begin or end on the same day, as pages ask for them, as it answers each alone', async () => {
  const spans = [
    ['2026-07-01', '2026-07-02'],
    ['2026-07-01', '2026-08-01'],
    ['2026-07-31', '2026-08-01'],
    ['2026-07-01', '2026-10-01'],
  ] as const
  const asked = understand({refs: kpis().map(kpi => kpi.ref), from: '2026-07-01', to: '2026-07-01'}, project)
  const over = (periods: readonly (readonly [string, string])[]) =>
    answer(database, project, {...asked, periods: periods.map(([start, end]) => ({start, end}))})
  const told = (answers: readonly Answer[]) =>
    answers.map(row => `${row.kpi_ref} ${row.period_start} ${row.period_end}: ${figures(row)}`).sort()
  const alone = (await Promise.all(spans.map(span => over([span])))).flat()
  expect(alone).toHaveLength(kpis().length * spans.length)
  expect(told(await over(spans))).toEqual(told(alone))
})

it('has dimensions and values to compare', () => {
  const used = new Set(kpis().flatMap(kpi => kpi.dimensions))
  expect(Object.keys(values).sort()).toEqual([...used].sort())
  for (const dimension of used) expect(values[dimension]!.length, dimension).toBeGreaterThan(1)
})

/** A KPI's table macro, called as one would from SQL. */
async function callMacro(ref: string, from: string, to: string, filters: readonly string[] = []): Promise<string[]> {
  const {columnName} = project.definitions.kpis.get(ref)!
  const given = [`date '${from}', date '${to}' + 1`, ...filters].join(', ')
  return (await database.rows<Figures>(`select * from marts.${columnName}(${given})`)).map(figures)
}

describe('a table macro', () => {
  it('of every KPI gives the marts’ total, for a period of each grain', async () => {
    const wrong: string[] = []
    for (const [i, kpi] of kpis().entries()) {
      const rows = await database.rows<Stored & {grain: string; last_day: string}>(
        `select grain, cast(period_start as varchar) as period_start, cast(period_end - 1 as varchar) as last_day, numerator, denominator, value, sample_size
         from marts.kpi_values where kpi_ref = '${kpi.ref}' and dimension = 'total'
         qualify row_number() over (partition by grain order by hash(period_start, ${i})) = 1`,
      )
      expect(rows).toHaveLength(GRAINS.length)
      const periods = rows.map(row => `('${row.grain}', date '${row.period_start}', date '${row.last_day}' + 1)`)
      const found = await database.rows<Figures & {grain: string}>(
        `select periods.grain, answers.* from (values ${periods.join(', ')}) as periods(grain, first, after),
           lateral (select * from marts.${kpi.columnName}(periods.first, periods.after)) as answers`,
      )
      expect(found).toHaveLength(rows.length)
      for (const row of rows) {
        const told = figures(found.find(each => each.grain === row.grain)!)
        if (told !== figures(row))
          wrong.push(`${kpi.ref} ${row.grain} ${row.period_start}: ${told}, not ${figures(row)}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('of every KPI with one value of each of its dimensions gives the marts’ breakdown', async () => {
    const wrong: string[] = []
    for (const [i, kpi] of kpis().entries()) {
      const rows = await database.rows<Stored & {dimension: string; last_day: string}>(
        `select dimension, dimension_value, cast(period_start as varchar) as period_start, cast(period_end - 1 as varchar) as last_day, numerator, denominator, value, sample_size
         from marts.kpi_values where kpi_ref = '${kpi.ref}' and dimension <> 'total' and grain = 'month'
         qualify row_number() over (partition by dimension order by hash(period_start, dimension_value, ${i})) = 1`,
      )
      expect(rows.map(row => row.dimension).sort()).toEqual([...kpi.dimensions].sort())
      for (const row of rows) {
        const found = await callMacro(kpi.ref, row.period_start, row.last_day, [
          `${row.dimension} := ['${row.dimension_value}']`,
        ])
        if (found.join() !== figures(row))
          wrong.push(
            `${kpi.ref} ${row.dimension} ${row.dimension_value} ${row.period_start}: ${found.join()}, not ${figures(row)}`,
          )
      }
    }
    expect(wrong).toEqual([])
  })

  it('gives what a query gives, for any KPI, period and filters', async () => {
    const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
    const clock = (minutes: number) =>
      `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
    const dimensions = Object.keys(values)
    const anyQuestion = fc.record({
      kpi: fc.nat(10_000),
      start: fc.nat(390),
      length: fc.oneof(fc.nat(3), fc.nat(60)),
      where: fc.dictionary(fc.constantFrom(...dimensions), fc.array(fc.nat(100), {minLength: 1, maxLength: 3}), {
        maxKeys: 2,
      }),
      hours: fc.option(fc.tuple(fc.nat(95), fc.integer({min: 1, max: 96})).filter(([from, to]) => from !== to)),
      weekdays: fc.option(fc.uniqueArray(fc.constantFrom(...DAYS), {minLength: 1})),
    })
    let told = 0
    await fc.assert(
      fc.asyncProperty(anyQuestion, async drawn => {
        const kpi = kpis()[drawn.kpi % kpis().length]!
        const from = new Date(Date.UTC(2025, 9, 1 + drawn.start)).toISOString().slice(0, 10)
        const to = new Date(Date.UTC(2025, 9, 1 + drawn.start + drawn.length)).toISOString().slice(0, 10)
        const where = Object.entries(drawn.where)
          .filter(([dimension]) => kpi.dimensions.includes(dimension))
          .map(
            ([dimension, picks]) =>
              [
                dimension,
                [...new Set(picks.map(pick => values[dimension]![pick % values[dimension]!.length]!))],
              ] as const,
          )
        const hours = drawn.hours && kpi.hasHours ? drawn.hours.map(quarter => clock(quarter * 15)) : undefined
        const weekdays = kpi.hasWeekdays ? drawn.weekdays : null
        const [asked] = await ask({
          refs: [kpi.ref],
          from,
          to,
          where: where.map(([dimension, list]) => `${dimension}=${list.join(',')}`),
          ...(hours ? {hours: hours.join('-')} : {}),
          ...(weekdays ? {weekdays: weekdays.join(',')} : {}),
        })
        if (asked!.sample_size > 0) told++
        expect(asked!.filters_not_applied).toEqual([])
        const filters = [
          ...where.map(([dimension, list]) => `${dimension} := [${list.map(each => `'${each}'`).join(', ')}]`),
          ...(hours ? [`hours_from := '${hours[0]}:00'`, `hours_to := '${hours[1]}:00'`] : []),
          ...(weekdays ? [`weekdays := [${weekdays.map(each => DAYS.indexOf(each) + 1).join(', ')}]`] : []),
        ]
        expect(await callMacro(kpi.ref, from, to, filters)).toEqual([figures(asked!)])
      }),
      {numRuns: 120, seed: 20_260_329},
    )
    expect(told).toBeGreaterThan(30) // enough of the questions met rows
  })
})

describe('what filters leave', () => {
  it('adds up again over dimension values, hours and weekdays for whatever can be added up', async () => {
    const period = {from: '2026-03-01', to: '2026-03-31'}
    const counts = kpis().filter(kpi => kpi.additivity !== 'none' && kpi.hasHours && kpi.hasWeekdays)
    expect(counts.length).toBeGreaterThan(10)
    const refs = counts.map(kpi => kpi.ref)
    const sum = async (questions: readonly Partial<Question>[]) => {
      const sums = new Map(refs.map(ref => [ref, 0]))
      for (const question of questions)
        for (const each of await ask({refs, ...period, ...question}))
          sums.set(each.kpi_ref, sums.get(each.kpi_ref)! + each.value!)
      return Object.fromEntries([...sums].map(([ref, value]) => [ref, Math.round(value * 1e4) / 1e4]))
    }
    const whole = await sum([{}])
    expect(await sum([{hours: '06:00-13:15'}, {hours: '13:15-22:00'}, {hours: '22:00-06:00'}])).toEqual(whole)
    expect(await sum([{weekdays: 'mon-thu'}, {weekdays: 'fri,sat'}, {weekdays: 'sun'}])).toEqual(whole)
    expect(await sum([{grain: 'day'}])).not.toEqual(whole) // those that look at their period cannot be added up over days
    for (const by of Object.keys(values)) {
      const broken = counts.filter(kpi => kpi.dimensions.includes(by)).map(kpi => kpi.ref)
      if (broken.length === 0) continue
      const parts = new Map(broken.map(ref => [ref, 0]))
      for (const each of await ask({refs: broken, ...period, by}))
        parts.set(each.kpi_ref, parts.get(each.kpi_ref)! + each.value!)
      for (const [ref, total] of parts) expect(Math.round(total * 1e4) / 1e4, `${ref} by ${by}`).toBe(whole[ref])
    }
  })

  it('adds up over days for whatever is additive', async () => {
    const additive = kpis()
      .filter(kpi => kpi.additivity === 'additive')
      .map(kpi => kpi.ref)
    const rows = await database.rows<{kpi_ref: string; months: number; days: number}>(
      `select kpi_ref, cast(sum(value) filter (where grain = 'month') as decimal(18, 4)) as months, cast(sum(value) filter (where grain = 'day') as decimal(18, 4)) as days
       from marts.kpi_values where dimension = 'total' group by kpi_ref`,
    )
    const differing = rows.filter(row => additive.includes(row.kpi_ref) && String(row.months) !== String(row.days))
    expect(additive.length).toBeGreaterThan(5)
    expect(differing).toEqual([])
  })
})
