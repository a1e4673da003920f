import {addDays, following, GRAINS, type Grain, isDay, startOf} from '../core/days.ts'
import {calendarPeriod, lastDayOf, type Period, periodOf, type Range, spanOf} from './calendar.ts'
import type {Length} from './lengths.ts'
import {windowEnding} from './lengths.ts'

/** A period, and the grain of the calendar period that it is the beginning of. */
export interface Chosen {
  readonly period: Period
  readonly of?: Grain
}

/** So many days that are over: the last of them is the last whole day of the data. None without data. */
export function lastDays(count: number, range: Range): Chosen | undefined {
  return lastOf({count, unit: 'day'}, range)
}

/** The days of this length that are over. None without data. */
export function lastOf(length: Length, range: Range): Chosen | undefined {
  if (range.dataEnd === '') return undefined
  const today = range.dataEnd.slice(0, 10) // the days before it are over
  return {period: spanOf(windowEnding(today, length), today, range)}
}

/** The last period of a grain that is over, or the one that the data's last day lies in, as far as its days are over. None without data. */
export function relativePeriod(which: 'last' | 'this', grain: Grain, range: Range): Chosen | undefined {
  const {dataEnd} = range
  if (dataEnd === '') return undefined
  const today = dataEnd.slice(0, 10)
  if (which === 'last') return {period: calendarPeriod(following(startOf(today, grain), grain, -1), grain, range)}
  const whole = calendarPeriod(lastDayOf(range), grain, range)
  if (whole.complete) return {period: whole}
  if (whole.start === today) return {period: {...periodOf(today, addDays(today, 1), range), grain: 'day'}, of: grain}
  return {period: spanOf(whole.start, today, range), of: grain}
}

/** A named period as it is written: relative to the data's end, or a period of the calendar. */
export type Named =
  | {readonly which: 'last' | 'this'; readonly grain: Grain}
  | {readonly grain: Grain; readonly day: string}

/** Reads `last-month`, `this-year`, `2026`, `2026-Q1`, `2026-03`, `2026-W14`, `2026-03-31`; undefined for anything else. */
export function readNamed(text: string): Named | undefined {
  const relative = /^(last|this)-([a-z]+)$/.exec(text)
  if (relative) {
    const grain = GRAINS.find(each => each === relative[2])
    return grain && {which: relative[1] as 'last' | 'this', grain}
  }
  const calendar = /^(\d{4})(?:-(?:Q([1-4])|W(\d{2})|(\d{2})))?$/.exec(text)
  if (!calendar) return isDay(text) ? {grain: 'day', day: text} : undefined
  const [, year, quarter, week, month] = calendar
  if (quarter) return {grain: 'quarter', day: `${year}-${String(Number(quarter) * 3 - 2).padStart(2, '0')}-01`}
  if (week) return isoWeek(Number(year), Number(week))
  const day = `${year}-${month ?? '01'}-01`
  return isDay(day) ? {grain: month ? 'month' : 'year', day} : undefined
}

/** Weeks of a year are counted from the one that holds January 4th; some years have 53. */
function isoWeek(year: number, week: number): Named | undefined {
  const first = startOf(`${String(year).padStart(4, '0')}-01-04`, 'week')
  const day = addDays(first, 7 * (week - 1))
  const thursday = addDays(day, 3)
  return week > 0 && thursday.startsWith(String(year).padStart(4, '0')) ? {grain: 'week', day} : undefined
}
