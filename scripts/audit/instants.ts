import {addDays, daysBetween, following, type Grain, startOf} from '../core/days.ts'

/** The end of a local day. */
export interface Instant {
  readonly day: string
  /** The day after it: periods that end by then are over. */
  readonly next: string
  /** UTC, as `2026-03-31 22:00:00`. */
  readonly utc: string
}

/** How many ends of periods of each grain are replayed by default. */
const ENDS: readonly (readonly [Grain, number])[] = [
  ['month', 3],
  ['week', 4],
  ['day', 5],
]

/**
 * The days at whose end the past is replayed by default: the last days of the last three months, four weeks and five days that ended
 * before the data do (at their very end there is nothing to compare). Local days, ascending.
 * @param lastDay the last day that ended before the data do
 */
export function defaultDays(firstDay: string, lastDay: string): string[] {
  const days = new Set<string>()
  for (const [grain, count] of ENDS) {
    // the first period that has not ended by then
    const current = startOf(addDays(lastDay, 1), grain)
    for (let back = 0; back < count; back++) days.add(addDays(following(current, grain, -back), -1))
  }
  return within([...days], firstDay, lastDay)
}

/** So many days, evenly spread over the data. */
export function spreadDays(count: number, firstDay: string, lastDay: string): string[] {
  const span = daysBetween(firstDay, lastDay)
  const days = Array.from({length: count}, (_, i) => addDays(firstDay, Math.round((span * (i + 1)) / (count + 1))))
  return within([...new Set(days)], firstDay, lastDay)
}

function within(days: readonly string[], firstDay: string, lastDay: string): string[] {
  return days.filter(day => day >= firstDay && day <= lastDay).sort()
}
