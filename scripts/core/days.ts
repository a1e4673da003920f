export const GRAINS = ['day', 'week', 'month', 'quarter', 'year'] as const
export type Grain = (typeof GRAINS)[number]

// Local dates are ISO texts (`2026-03-31`): they compare as they stand, and no time zone can shift them.

/** The day so many days later (or, negative, earlier). */
export function addDays(day: string, count: number): string {
  return write(new Date(read(day).getTime() + count * 86_400_000))
}

/** The same day so many months later; in a shorter month its last day. */
export function addMonths(day: string, count: number): string {
  const date = read(day)
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(date.getUTCDate(), last))
  return write(first)
}

/** How many days lie between two, the first included and the second not. */
export function daysBetween(start: string, end: string): number {
  return Math.round((read(end).getTime() - read(start).getTime()) / 86_400_000)
}

/** First day of the period of a grain that contains the day. Weeks are ISO weeks: they begin on a Monday. */
export function startOf(day: string, grain: Grain): string {
  const date = read(day)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  switch (grain) {
    case 'day':
      return day
    case 'week':
      return addDays(day, -((date.getUTCDay() + 6) % 7))
    case 'month':
      return write(new Date(Date.UTC(year, month, 1)))
    case 'quarter':
      return write(new Date(Date.UTC(year, month - (month % 3), 1)))
    case 'year':
      return write(new Date(Date.UTC(year, 0, 1)))
  }
}

/** First day of a period so many periods later (or earlier) than the one that begins on `start`. */
export function following(start: string, grain: Grain, count = 1): string {
  if (grain === 'day') return addDays(start, count)
  if (grain === 'week') return addDays(start, 7 * count)
  return addMonths(start, count * {month: 1, quarter: 3, year: 12}[grain])
}

/** Whether a text is a day of the calendar. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = read(text)
  return !Number.isNaN(date.getTime()) && write(date) === text
}

const read = (day: string) => new Date(`${day}T00:00:00Z`)
const write = (date: Date) => date.toISOString().slice(0, 10)
