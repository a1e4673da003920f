import {addDays, following, type Grain, startOf} from '../core/days.ts'

/** Local dates, end excluded. */
export interface Period {
  readonly start: string
  readonly end: string
}

/** The periods of a grain that `from`–`to` (both included) touches, the first and last cut to them; without a grain, one. */
export function cutPeriods(from: string, to: string, grain: Grain | undefined): Period[] {
  const end = addDays(to, 1)
  if (grain === undefined) return [{start: from, end}]
  const periods: Period[] = []
  for (let start = startOf(from, grain); start < end; ) {
    const next = following(start, grain)
    periods.push({start: later(start, from), end: earlier(next, end)})
    start = next
  }
  return periods
}

const later = (a: string, b: string) => (a > b ? a : b)
const earlier = (a: string, b: string) => (a < b ? a : b)
