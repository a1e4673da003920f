import {addDays, addMonths, daysBetween, following, type Grain, startOf} from '../core/days.ts'

/** A period of the calendar, or any span of days. */
export interface Period {
  readonly grain: Grain | 'span'
  /** Local dates, ISO; the end is excluded. */
  readonly start: string
  readonly end: string
  /** Over at the data's last instant. */
  readonly complete: boolean
  /** The data reach back to its first day. */
  readonly covered: boolean
  /** A period of the calendar of which only these days are looked at. */
  readonly cut?: boolean
}

/** What the data cover. */
export interface Range {
  /** The first day with data, ISO. */
  readonly firstDay: string
  /** The data's last instant, local: `2026-03-01T09:15:30`; empty without data. */
  readonly dataEnd: string
}

/** The last day with data: what ends at midnight ends with the day before. */
export function lastDayOf({dataEnd}: Range): string {
  const today = dataEnd.slice(0, 10)
  return dataEnd.endsWith('T00:00:00') ? addDays(today, -1) : today
}

/** How a period relates to the one that it is compared with. */
export interface Compared {
  /** The one before; the same days a year earlier; as many days at the same place of the one before. */
  readonly by: 'previous' | 'year' | 'to-date'
  /** Of the period itself, or of the one that it is a part of. */
  readonly grain: Grain | 'span'
  /** How many days it has. */
  readonly days: number
}

/** Whether a period's values are not those of a whole period: it is not over, the data begin inside it, or only some of its days are looked at. */
export function isPartial(period: Period): boolean {
  return !period.complete || !period.covered || period.cut === true
}

/** The days from `start` to `end` (excluded), known as a period of the calendar where they are one. */
export function periodOf(start: string, end: string, range: Range): Period {
  return {grain: grainOf(start, end), start, end, ...extent(start, end, range)}
}

/** The days from `start` to `end` (excluded) as they are, even where the calendar has a name for them. */
export function spanOf(start: string, end: string, range: Range): Period {
  return {...periodOf(start, end, range), grain: 'span'}
}

/** The period of a grain that contains a day. */
export function calendarPeriod(day: string, grain: Grain, range: Range): Period {
  const start = startOf(day, grain)
  const end = following(start, grain)
  return {grain, start, end, ...extent(start, end, range)}
}

/** Whether days are over at the data's last instant, and whether the data reach back to the first of them. */
export function extent(
  start: string,
  end: string,
  {firstDay, dataEnd}: Range,
): {readonly complete: boolean; readonly covered: boolean} {
  return {complete: `${end}T00:00:00` <= dataEnd, covered: start >= firstDay}
}

/** The longest grain of which the days are one whole period. */
function grainOf(start: string, end: string): Grain | 'span' {
  const grains: readonly Grain[] = ['year', 'quarter', 'month', 'week', 'day']
  return grains.find(grain => startOf(start, grain) === start && following(start, grain) === end) ?? 'span'
}

/** The period before one of the calendar; of a span, as many days before it. */
export function before(period: Period, range: Range): Period {
  const {grain, start, end} = period
  if (grain === 'span') return periodOf(addDays(start, -daysBetween(start, end)), start, range)
  return calendarPeriod(following(start, grain, -1), grain, range)
}

/** The same days a year earlier; of weeks, those with the same weekdays (52 weeks earlier). */
export function yearBefore(period: Period, range: Range): Period {
  const {grain, start, end} = period
  if (grain === 'week') return calendarPeriod(addDays(start, -364), grain, range)
  if (grain !== 'span') return calendarPeriod(addMonths(start, -12), grain, range)
  const earlier = addMonths(start, -12)
  return spanOf(earlier, addDays(earlier, daysBetween(start, end)), range)
}

/**
 * With what a period is compared. `of` is the grain of the calendar period that it is a part of, if it is one: then as many days at the
 * same place of the one before (or of the one a year before), at most to its end. Undefined where that has no such days.
 */
export function comparedPeriod(
  current: Period,
  of: Grain | undefined,
  compare: 'previous' | 'year',
  range: Range,
): {readonly period: Period; readonly compared: Compared} | undefined {
  const days = daysBetween(current.start, current.end)
  if (of === undefined) {
    const period = compare === 'year' ? yearBefore(current, range) : before(current, range)
    return {period, compared: {by: compare, grain: current.grain, days}}
  }
  const whole = startOf(current.start, of)
  const [first, after] = placeBefore(whole, of, compare)
  const start = addDays(first, daysBetween(whole, current.start))
  if (start >= after) return undefined
  const end = addDays(start, days)
  return {
    period: spanOf(start, end < after ? end : after, range),
    compared: compare === 'year' ? {by: 'year', grain: current.grain, days} : {by: 'to-date', grain: of, days},
  }
}

/** First day of the period before (or a year before) the one that begins on `whole`, and the day after its last. */
function placeBefore(whole: string, of: Grain, compare: 'previous' | 'year'): [string, string] {
  const first =
    compare === 'previous' ? following(whole, of, -1) : of === 'week' ? addDays(whole, -364) : addMonths(whole, -12)
  return [first, following(first, of)]
}
