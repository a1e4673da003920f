/** Local dates and times of Europe/Paris, worked out from the European rule: summer time from the last Sunday of March to that of October, 01:00 UTC. */
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

function lastSunday(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0))
  return last.getTime() - last.getUTCDay() * DAY
}

/** How far local time is ahead of UTC at an instant. */
function offsetAt(instant: number): number {
  const year = new Date(instant).getUTCFullYear()
  const summer = instant >= lastSunday(year, 2) + HOUR && instant < lastSunday(year, 9) + HOUR
  return summer ? 2 * HOUR : HOUR
}

/** What a clock in Paris shows at an instant. */
export interface LocalTime {
  /** `2026-03-29` */
  readonly date: string
  /** Monday = 1. */
  readonly weekday: number
  /** Milliseconds that the clock shows since midnight. */
  readonly clock: number
}

export function localTime(instant: number): LocalTime {
  const shown = instant + offsetAt(instant)
  const day = Math.floor(shown / DAY)
  const weekday = new Date(day * DAY).getUTCDay()
  return {date: dateText(day * DAY), weekday: weekday === 0 ? 7 : weekday, clock: shown - day * DAY}
}

/** The instant at which a local day begins. */
export function midnight(date: string): number {
  const shown = Date.parse(`${date}T00:00:00Z`)
  const winter = shown - HOUR
  return offsetAt(winter) === HOUR ? winter : shown - 2 * HOUR
}

export function addDays(date: string, count: number): string {
  return dateText(Date.parse(`${date}T00:00:00Z`) + count * DAY)
}

function dateText(shown: number): string {
  return new Date(shown).toISOString().slice(0, 10)
}

export type Grain = 'day' | 'week' | 'month' | 'quarter' | 'year'
export const GRAINS: readonly Grain[] = ['day', 'week', 'month', 'quarter', 'year']

/** The period of a grain that a local day lies in: its first day and the day after its last. */
export function bucketOf(date: string, grain: Grain): {start: string; end: string} {
  if (grain === 'day') return {start: date, end: addDays(date, 1)}
  if (grain === 'week') {
    let start = date
    while (localTime(midnight(start)).weekday !== 1) start = addDays(start, -1)
    return {start, end: addDays(start, 7)}
  }
  const months = {month: 1, quarter: 3, year: 12}[grain]
  const year = Number(date.slice(0, 4))
  const month = Number(date.slice(5, 7)) - 1
  const first = month - (month % months)
  return {start: dateText(Date.UTC(year, first, 1)), end: dateText(Date.UTC(year, first + months, 1))}
}
