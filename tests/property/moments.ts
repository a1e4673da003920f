import fc from 'fast-check'
import {addDays, DAY, HOUR, MINUTE, midnight, SECOND} from './dates.ts'

/**
 * Days around which things happen: both changes of the clock, a Sunday before a Monday and a month, the ends of a year and of a
 * quarter.
 */
export const season = fc.constantFrom('2026-03-01', '2026-03-28', '2026-10-24', '2025-12-30', '2026-06-29')

/** An instant by its distance from a local midnight near the season's first day. */
export interface Moment {
  readonly day: number
  readonly clock: number
}

const CLOCKS = [
  // most often on the stroke of midnight, where one period ends and the next begins
  ...[12 * HOUR, 0, 0, 0, 0, 0, 9 * HOUR, 19 * HOUR, 22 * HOUR],
  ...[-1, -SECOND, 1, SECOND],
  // the clocks change two or three hours after midnight
  ...[HOUR, 2 * HOUR, 2 * HOUR - SECOND, 3 * HOUR, 3 * HOUR - SECOND, 4 * HOUR],
  ...[19 * HOUR - SECOND, 9 * HOUR + 30 * MINUTE, 23 * HOUR + 30 * MINUTE + 500],
]

export const moment: fc.Arbitrary<Moment> = fc.record({
  day: fc.integer({min: 0, max: 4}),
  clock: fc.constantFrom(...CLOCKS),
})

export function instantOf(first: string, {day, clock}: Moment): number {
  return midnight(addDays(first, day)) + clock
}

/** When something follows: after a delay, or at a moment of the season (at once if that has passed). */
export type When = {readonly after: number} | {readonly at: Moment}

const SHORT = [
  ...[MINUTE, 0, 1, SECOND, 90 * SECOND, 2 * MINUTE, 5 * MINUTE - 1, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE],
  ...[HOUR, 9 * HOUR, DAY - SECOND, DAY, DAY + 1, 25 * HOUR],
]
const LONG = [3 * DAY, 7 * DAY, 30 * DAY - 1, 30 * DAY, 182 * DAY]

/** @param far whether weeks and months may pass */
export function when(far: boolean): fc.Arbitrary<When> {
  const after = (delays: readonly number[]) => fc.constantFrom(...delays).map(delay => ({after: delay}))
  const at = moment.map(each => ({at: each}))
  return fc.oneof(
    {weight: 5, arbitrary: after(SHORT)},
    {weight: 4, arbitrary: at},
    ...(far ? [{weight: 1, arbitrary: after(LONG)}] : []),
  )
}

/** A local midnight of the season, where periods end. */
export const atMidnight: fc.Arbitrary<When> = fc.integer({min: 0, max: 4}).map(day => ({at: {day, clock: 0}}))

export function follow(first: string, base: number, next: When): number {
  return 'after' in next ? base + next.after : Math.max(base, instantOf(first, next.at))
}

/** Something that may be missing: present `likely` times out of `of`. */
export function maybe<T>(arbitrary: fc.Arbitrary<T>, likely: number, of: number): fc.Arbitrary<T | null> {
  return fc.oneof(
    {withCrossShrink: true},
    {weight: of - likely, arbitrary: fc.constant(null)},
    {weight: likely, arbitrary},
  )
}

/** Up to `most` things, each present two times out of three; a smaller counterexample has fewer. */
export function several<T>(arbitrary: fc.Arbitrary<T>, most: number): fc.Arbitrary<T[]> {
  return fc
    .array(maybe(arbitrary, 2, 3), {minLength: most, maxLength: most})
    .map(all => all.filter(each => each !== null))
}

/** As the contract writes instants. */
export function iso(instant: number): string {
  return new Date(instant).toISOString()
}
