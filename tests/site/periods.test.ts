import {describe, expect, test} from 'vitest'
import {isPartial} from '../../scripts/site/periods.ts'
import {presetOf, type Selection} from '../../scripts/site/presets.ts'

const range = (dataEnd: string, firstDay = '2025-01-15') => ({firstDay, dataEnd})
const show = (selection: Partial<Selection>, dataEnd: string, firstDay?: string) =>
  presetOf({compare: 'previous', filters: {where: new Map()}, ...selection}, range(dataEnd, firstDay))
const days = (period: {start: string; end: string} | undefined) => period && `${period.start} ${period.end}`

describe('a preset', () => {
  const noon = '2026-03-20T12:00:00'

  test.each([
    ['last-7', '2026-03-13 2026-03-20', '2026-03-06 2026-03-13', 'day', 7],
    ['last-30', '2026-02-18 2026-03-20', '2026-01-19 2026-02-18', 'day', 30],
    ['last-90', '2025-12-20 2026-03-20', '2025-09-21 2025-12-20', 'week', 14],
    ['this-month', '2026-03-01 2026-03-20', '2026-02-01 2026-02-20', 'day', 19],
    ['last-month', '2026-02-01 2026-03-01', '2026-01-01 2026-02-01', 'month', 13],
    ['this-quarter', '2026-01-01 2026-03-20', '2025-10-01 2025-12-18', 'week', 12],
    ['last-quarter', '2025-10-01 2026-01-01', '2025-07-01 2025-10-01', 'quarter', 5],
    ['this-year', '2026-01-01 2026-03-20', '2025-01-01 2025-03-20', 'week', 12],
    ['last-year', '2025-01-01 2026-01-01', undefined, 'month', 12],
  ] as const)('%s: its days, those compared with, its trend', (preset, current, previous, grain, periods) => {
    const shown = show({preset}, noon)
    expect(days(shown.current)).toBe(current)
    expect(days(shown.previous)).toBe(previous)
    expect(shown.grain).toBe(grain)
    expect(shown.window).toHaveLength(periods)
  })

  test('of months compares the last complete one; the trend ends with the one that is not over', () => {
    const {window} = show({preset: 'last-month'}, noon)
    expect(days(window.at(-1))).toBe('2026-03-01 2026-04-01')
    expect(window.map(isPartial).lastIndexOf(false)).toBe(window.length - 2)
  })

  test('counts a day that ended at midnight as over, and its month as the one that runs', () => {
    const end = '2026-03-01T00:00:00'
    expect(days(show({preset: 'last-7'}, end).current)).toBe('2026-02-22 2026-03-01')
    expect(days(show({preset: 'last-month'}, end).current)).toBe('2026-02-01 2026-03-01')
    expect(days(show({preset: 'this-month'}, end).current)).toBe('2026-02-01 2026-03-01')
  })

  test('on the first day of a month has that day, not over', () => {
    const {current} = show({preset: 'this-month'}, '2026-03-01T09:00:00')
    expect(current).toMatchObject({start: '2026-03-01', end: '2026-03-02', complete: false})
  })

  test('compares as many days of a shorter month as there are', () => {
    expect(days(show({preset: 'this-month'}, '2026-03-31T10:00:00').previous)).toBe('2026-02-01 2026-03-01')
  })

  test('has no period where the data have none, and no comparison before them', () => {
    const young = show({preset: 'last-month'}, noon, '2026-03-02')
    expect(young.current).toBeUndefined()
    expect(young.window).toEqual([])
    expect(show({preset: 'last-month'}, noon, '2026-02-10').previous).toBeUndefined()
    expect(show({preset: 'last-month'}, '').current).toBeUndefined()
  })

  test('tells where the data begin inside a period', () => {
    expect(show({preset: 'last-month'}, noon, '2026-01-10').window.map(isPartial)).toEqual([true, false, true])
  })
})

describe("dates of the reader's choice", () => {
  const end = '2026-03-20T12:00:00'
  const chosen = (from: string, to: string, rest: Partial<Selection> = {}) => show({from, to, ...rest}, end)

  test('are compared with as many days before them', () => {
    const {current, previous, compared} = chosen('2026-02-10', '2026-02-19')
    expect(current).toMatchObject({grain: 'span', complete: true, covered: true})
    expect(days(previous)).toBe('2026-01-31 2026-02-10')
    expect(compared).toEqual({by: 'previous', grain: 'span', days: 10})
  })

  test('that are a whole month are compared with the month before', () => {
    expect(days(chosen('2026-02-01', '2026-02-28').previous)).toBe('2026-01-01 2026-02-01')
  })

  test('are compared with the year before, weeks with the same weekdays', () => {
    expect(days(chosen('2026-02-10', '2026-02-19', {compare: 'year'}).previous)).toBe('2025-02-10 2025-02-20')
    expect(days(chosen('2026-02-09', '2026-02-15', {compare: 'year'}).previous)).toBe('2025-02-10 2025-02-17')
    expect(chosen('2026-02-10', '2026-02-19', {compare: 'none'}).previous).toBeUndefined()
  })

  test('are cut by the grain, the comparison beside them', () => {
    const {window, before} = chosen('2026-02-10', '2026-02-24', {grain: 'week'})
    expect(window.map(days)).toEqual(['2026-02-10 2026-02-16', '2026-02-16 2026-02-23', '2026-02-23 2026-02-25'])
    expect(window.map(isPartial)).toEqual([true, false, true])
    expect(before.map(days)).toEqual(['2026-01-26 2026-02-01', '2026-02-01 2026-02-08', '2026-02-08 2026-02-10'])
  })
})
