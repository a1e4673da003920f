import {describe, expect, it} from 'vitest'
import {type PeriodQuestion, periodsOf} from '../../scripts/query/spans.ts'

const range = {firstDay: '2024-02-10', dataEnd: '2026-03-20T12:00:00'}
const spans = (question: PeriodQuestion) => {
  const told: string[] = []
  const found = periodsOf(question, range, (code, message) => {
    told.push(`${code}: ${message}`)
    return undefined
  })
  const days = (each: {start: string; end: string} | string) =>
    typeof each === 'string' ? each : `${each.start} ${each.end}`
  return {told, periods: found?.periods.map(days), comparisons: found?.comparisons?.map(days)}
}

describe('named periods', () => {
  it.each([
    ['2026', '2026-01-01 2027-01-01'],
    ['2026-Q1', '2026-01-01 2026-04-01'],
    ['2026-Q4', '2026-10-01 2027-01-01'],
    ['2026-02', '2026-02-01 2026-03-01'],
    ['2026-02-28', '2026-02-28 2026-03-01'],
    ['2026-W01', '2025-12-29 2026-01-05'],
    ['2026-W53', '2026-12-28 2027-01-04'],
    ['2025-W52', '2025-12-22 2025-12-29'],
    // the data end within March 20th: what is over ends with the 19th
    ['last-day', '2026-03-19 2026-03-20'],
    ['last-week', '2026-03-09 2026-03-16'],
    ['this-week', '2026-03-16 2026-03-20'],
    ['last-month', '2026-02-01 2026-03-01'],
    ['this-quarter', '2026-01-01 2026-03-20'],
    ['last-year', '2025-01-01 2026-01-01'],
  ])('%s', (period, days) => expect(spans({period})).toMatchObject({told: [], periods: [days]}))

  it.each(['2025-W53', '2026-W00', '2026-13', '2026-Q5', '2026-02-29', 'last-monday', 'next-week', '26', ''])(
    '%j is none',
    period => expect(spans({period}).told).toEqual([`wrong-period: --period: "${period}" is no period`]),
  )
})

describe('the days up to the data’s end', () => {
  it.each([
    ['7d', '2026-03-13 2026-03-20'],
    ['4w', '2026-02-20 2026-03-20'],
    ['3m', '2025-12-20 2026-03-20'],
  ])('%s', (last, days) => expect(spans({last}).periods).toEqual([days]))

  it.each(['7', 'd', '0d', '1.5m', '7 d', '1y'])('%j is no length', last => {
    expect(spans({last}).told).toEqual([`wrong-length: --last: "${last}" is no length of time`])
  })
})

describe('rolling periods', () => {
  it('end with each day, and reach back before the first', () => {
    expect(spans({from: '2026-03-01', to: '2026-03-02', rolling: '7d'}).periods).toEqual([
      '2026-02-23 2026-03-02',
      '2026-02-24 2026-03-03',
    ])
  })

  it('of months begin on the same day of the month, in a shorter one on its last', () => {
    expect(spans({from: '2026-03-29', to: '2026-03-31', rolling: '1m'}).periods).toEqual([
      '2026-02-28 2026-03-30',
      '2026-02-28 2026-03-31',
      '2026-03-01 2026-04-01',
    ])
  })

  it('end with each period of a grain, the last cut', () => {
    expect(spans({from: '2026-02-10', to: '2026-03-05', rolling: '4w', grain: 'month'}).periods).toEqual([
      '2026-02-01 2026-03-01',
      '2026-02-06 2026-03-06',
    ])
  })

  it('are compared with those just before, or a year earlier', () => {
    const week = {from: '2026-03-01', to: '2026-03-01', rolling: '2w'}
    expect(spans({...week, compare: 'previous'}).comparisons).toEqual(['2026-02-02 2026-02-16'])
    expect(spans({...week, compare: 'year'}).comparisons).toEqual(['2025-02-17 2025-03-03'])
    expect(spans({...week, rolling: '3m', compare: 'year'}).comparisons).toEqual(['2024-12-02 2025-03-02'])
  })
})

describe('periods to date', () => {
  it('begin with the month of their last day', () => {
    expect(spans({from: '2026-01-31', to: '2026-02-02', toDate: 'month'}).periods).toEqual([
      '2026-01-01 2026-02-01',
      '2026-02-01 2026-02-02',
      '2026-02-01 2026-02-03',
    ])
  })

  it('are compared with as many days of the one before, at most all of them', () => {
    const march = {from: '2026-02-27', to: '2026-03-01', toDate: 'month', compare: 'previous'}
    expect(spans(march).comparisons).toEqual([
      '2026-01-01 2026-01-28',
      '2026-01-01 2026-01-29',
      '2026-02-01 2026-02-02',
    ])
    const end = {from: '2025-03-30', to: '2025-03-31', toDate: 'month', compare: 'previous'}
    expect(spans(end).comparisons).toEqual(['2025-02-01 2025-03-01', '2025-02-01 2025-03-01'])
  })

  it('of a leap year stay within the year before', () => {
    const leap = {from: '2024-12-31', to: '2024-12-31', toDate: 'year', compare: 'year'}
    expect(spans(leap).comparisons).toEqual(['before-data'])
    const ask = (question: PeriodQuestion) =>
      periodsOf(question, {firstDay: '2000-01-01', dataEnd: '2030-01-01T00:00:00'}, () => undefined)!.comparisons
    expect(ask(leap)).toEqual([{start: '2023-01-01', end: '2024-01-01'}])
  })
})

describe('a comparison', () => {
  it.each([
    ['a month with the one before', {period: '2026-02', compare: 'previous'}, '2026-01-01 2026-02-01'],
    ['a month with that of the year before', {period: '2026-02', compare: 'year'}, '2025-02-01 2025-03-01'],
    [
      'any days with as many before',
      {from: '2026-02-03', to: '2026-02-12', compare: 'previous'},
      '2026-01-24 2026-02-03',
    ],
    [
      'any days with the same a year before',
      {from: '2026-02-03', to: '2026-02-12', compare: 'year'},
      '2025-02-03 2025-02-13',
    ],
    [
      'a week with that of the same weekdays, 52 weeks before',
      {period: '2026-W02', compare: 'year'},
      '2025-01-06 2025-01-13',
    ],
    ['what has begun with as many days', {period: 'this-month', compare: 'previous'}, '2026-02-01 2026-02-20'],
    ['what is not over as far as its days are', {period: '2026-Q1', compare: 'previous'}, '2025-10-01 2025-12-18'],
    ['… with the same days a year before', {period: '2026', compare: 'year'}, '2025-01-01 2025-03-20'],
    ['what has not begun with nothing', {period: '2026-04', compare: 'previous'}, 'not-over'],
    ['what reaches before the data with nothing', {period: '2024', compare: 'previous'}, 'before-data'],
    ['the first of the data with nothing', {period: '2024-03', compare: 'previous'}, 'before-data'],
  ])('compares %s', (_, question, days) => expect(spans(question).comparisons).toEqual([days]))

  it('compares the cut periods of a series with the same days of the ones before', () => {
    const question = {from: '2026-01-30', to: '2026-03-10', grain: 'month', compare: 'previous'}
    expect(spans(question)).toMatchObject({
      periods: ['2026-01-30 2026-02-01', '2026-02-01 2026-03-01', '2026-03-01 2026-03-11'],
      comparisons: ['2025-12-30 2026-01-01', '2026-01-01 2026-02-01', '2026-02-01 2026-02-11'],
    })
    expect(spans({...question, from: '2025-03-30', to: '2025-03-31'}).comparisons).toEqual(['no-days'])
  })

  it('shows what is not over as far as it is compared', () => {
    expect(spans({period: '2026-Q1', compare: 'previous'}).periods).toEqual(['2026-01-01 2026-03-20'])
    expect(spans({period: '2026-Q1'}).periods).toEqual(['2026-01-01 2026-04-01'])
  })
})
