import {describe, expect, it} from 'vitest'
import {DURATION, days, seconds} from '../../scripts/catalog/durations.ts'

describe('durations', () => {
  it.each([
    ['45 s', 45, 1],
    ['2 min', 120, 1],
    ['24 h', 86_400, 1],
    ['25 h', 90_000, 2],
    ['1 day', 86_400, 1],
    ['30 days', 2_592_000, 30],
    ['3 hours', 10_800, 1],
  ])('%s is %i seconds, within %i days', (text, inSeconds, inDays) => {
    expect(DURATION.test(text)).toBe(true)
    expect(seconds(text)).toBe(inSeconds)
    expect(days(text)).toBe(inDays)
  })

  it.each(['30', '30days', '1.5 h', '-1 day', '1 week', '2 min 30 s', ' 1 h', ''])('%j is none', text => {
    expect(DURATION.test(text)).toBe(false)
  })
})
