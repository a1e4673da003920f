import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {GRAINS} from '../../scripts/core/days.ts'
import {cutPeriods} from '../../scripts/query/periods.ts'

const DAY = 86_400_000
const text = (time: number) => new Date(time).toISOString().slice(0, 10)

/** A name of the period that a day belongs to, worked out from the calendar's own fields. */
function label(time: number, grain: string): string {
  const day = new Date(time)
  const [year, month] = [day.getUTCFullYear(), day.getUTCMonth()]
  if (grain === 'day') return text(time)
  if (grain === 'month') return `${year} ${month}`
  if (grain === 'quarter') return `${year} ${Math.floor(month / 3)}`
  if (grain === 'year') return `${year}`
  // ISO week: the week's Thursday says the year
  const thursday = new Date(time + (4 - (day.getUTCDay() || 7)) * DAY)
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1)
  return `${thursday.getUTCFullYear()} w${Math.ceil(((thursday.getTime() - first) / DAY + 1) / 7)}`
}

/** The same periods, found by walking from day to day. */
function walk(from: number, to: number, grain: string) {
  const periods: {start: string; end: string}[] = []
  let current: string | undefined
  for (let day = from; day <= to; day += DAY) {
    if (label(day, grain) !== current) periods.push({start: text(day), end: ''})
    current = label(day, grain)
    periods.at(-1)!.end = text(day + DAY)
  }
  return periods
}

describe('cutting a range into periods', () => {
  it('agrees with a walk from day to day, for any range and grain', () => {
    const start = Date.UTC(1995, 0, 1)
    fc.assert(
      fc.property(
        fc.integer({min: 0, max: 16_000}),
        fc.integer({min: 0, max: 800}),
        fc.constantFrom(...GRAINS),
        (offset, length, grain) => {
          const from = start + offset * DAY
          const to = from + length * DAY
          expect(cutPeriods(text(from), text(to), grain)).toEqual(walk(from, to, grain))
        },
      ),
      {numRuns: 200},
    )
  })

  it('cuts the first and the last', () => {
    expect(cutPeriods('2026-01-30', '2026-03-02', 'month')).toEqual([
      {start: '2026-01-30', end: '2026-02-01'},
      {start: '2026-02-01', end: '2026-03-01'},
      {start: '2026-03-01', end: '2026-03-03'},
    ])
  })

  it('begins weeks on Monday, over the turn of a year too', () => {
    expect(cutPeriods('2025-12-29', '2026-01-05', 'week')).toEqual([
      {start: '2025-12-29', end: '2026-01-05'},
      {start: '2026-01-05', end: '2026-01-06'},
    ])
  })

  it('is one period without a grain', () => {
    expect(cutPeriods('2024-02-28', '2024-02-29', undefined)).toEqual([{start: '2024-02-28', end: '2024-03-01'}])
  })
})
