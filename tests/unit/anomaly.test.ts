import {describe, expect, it} from 'vitest'
import {addDays} from '../../scripts/core/days.ts'
import {judge, median, type Rule} from '../../scripts/verify/anomaly.ts'

const RULE: Rule = {grain: 'week', judge: 1, history: 12, minimum: 6, threshold: 5, change: 0.2}

/** A series whose values rest on themselves, as counts do. */
const series = (values: readonly (number | null)[], step = 7, sample?: number) =>
  values.map((value, i) => ({start: addDays('2026-01-05', step * i), value, sample: sample ?? value ?? 0}))

const last = (values: readonly (number | null)[], unit = 'number', rule: Partial<Rule> = {}, sample?: number) =>
  judge(series(values, 7, sample), unit, {...RULE, ...rule})

describe('the median', () => {
  it.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 2, 10], 3],
  ])('of %j is %i', (values, expected) => expect(median(values)).toBe(expected))
})

describe('an anomaly', () => {
  // median of 16 18 20 22 24 26: 21; distances 1 1 3 3 5 5, their median 3
  const HISTORY = [20, 18, 22, 16, 24, 26]

  it('is what lies more than five deviations from the median', () => {
    const {judged, anomalies} = last([...HISTORY, 50])
    expect(judged).toBe(1)
    expect(anomalies).toEqual([
      {start: '2026-02-16', value: 50, usual: 21, compared: 6, score: expect.closeTo(29 / (1.4826 * 3), 10)},
    ])
  })

  it('is not what lies on the border, above or below', () => {
    const border = 5 * 1.4826 * 3
    expect(last([...HISTORY, 21 + border]).anomalies).toEqual([])
    expect(last([...HISTORY, 21 + border + 0.01]).anomalies).toHaveLength(1)
    expect(last([...HISTORY, 21 - border - 0.01]).anomalies[0]!.score).toBeLessThan(-5)
  })

  it('is not a small share of the usual value, however steady that was', () => {
    const steady = [1000, 1001, 999, 1000, 1002, 998]
    expect(last([...steady, 1199]).anomalies).toEqual([])
    expect(last([...steady, 1201]).anomalies).toHaveLength(1)
    expect(last([...steady, 1021], 'number', {change: 0.02}).anomalies).toHaveLength(1)
  })

  it('is told by the mean distance where most of the history is alike, and by any where all is', () => {
    // the median distance is 0, the mean distance 6 / 6 = 1
    expect(last([10, 10, 10, 10, 10, 16, 16.2]).anomalies).toEqual([])
    expect(last([10, 10, 10, 10, 10, 16, 16.3]).anomalies).toHaveLength(1)
    expect(last([10, 10, 10, 10, 10, 10, 13]).anomalies).toMatchObject([{score: null, usual: 10}])
  })

  it('of a count is beyond what chance explains', () => {
    // √100 = 10
    expect(last([100, 100, 100, 100, 100, 100, 149], 'count').anomalies).toEqual([])
    expect(last([100, 100, 100, 100, 100, 100, 151], 'count').anomalies).toHaveLength(1)
    // of a usual 1 (0 days before the first are left out): 1
    expect(last([1, 0, 0, 0, 0, 0, 0, 5], 'count').anomalies).toEqual([])
    expect(last([1, 0, 0, 0, 0, 0, 0, 6], 'count').anomalies).toHaveLength(1)
  })

  it('of a share is beyond what chance explains for what it rests on', () => {
    const half = [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
    // n = 4: √(0.25 / 4) = 0.25, so that even 0 and 1 are possible; n = 400: 0.025
    expect(last([...half, 1], 'fraction', {}, 4).anomalies).toEqual([])
    expect(last([...half, 0.62], 'fraction', {}, 400).anomalies).toEqual([])
    expect(last([...half, 0.63], 'fraction', {}, 400).anomalies).toHaveLength(1)
    // what always held is held to hold in 401 of 402 cases
    expect(last([1, 1, 1, 1, 1, 1, 0.75], 'fraction', {}, 400).anomalies).toHaveLength(1)
  })
})

describe('a period', () => {
  it('is compared with the same weekday: a quiet Sunday is none', () => {
    const weeks = Array.from({length: 8}, () => [100, 110, 105, 95, 100, 60, 10]).flat()
    const rule: Rule = {...RULE, grain: 'day', judge: undefined}
    expect(judge(series(weeks, 1), 'count', rule)).toEqual({judged: 7, anomalies: []})
    const [...odd] = weeks
    odd[odd.length - 1] = 100 // Sunday like a Monday
    expect(judge(series(odd, 1), 'count', rule).anomalies.map(each => each.start)).toEqual(['2026-03-01'])
  })

  it('is not judged on a short history, and not where it has no value', () => {
    expect(last([10, 10, 10, 10, 10, 90])).toEqual({judged: 0, anomalies: []})
    expect(last([10, 10, null, 10, 10, 10, 90])).toEqual({judged: 0, anomalies: []})
    expect(last([10, 10, 10, 10, 10, 10, null])).toEqual({judged: 0, anomalies: []})
    expect(last([])).toEqual({judged: 0, anomalies: []})
  })

  it('before the first with anything in it does not count', () => {
    expect(last([0, 0, 0, 0, 0, 0, 0, 90], 'count')).toEqual({judged: 0, anomalies: []})
  })

  it('that was odd spoils the history of the next ones little', () => {
    const values = [20, 21, 19, 20, 22, 18, 20, 21, 500, 20]
    expect(last(values).anomalies).toEqual([])
    expect(judge(series(values), 'number', {...RULE, judge: 2}).anomalies).toMatchObject([{value: 500, usual: 20}])
  })
})
