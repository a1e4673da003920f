import type {Grain} from '../compile/marts.ts'

/** Local dates, end excluded. */
export interface Period {
  readonly start: string
  readonly end: string
}

/** The periods of a grain that `from`–`to` (both included) touches, the first and last cut to them; without a grain, one. */
export function cutPeriods(from: string, to: string, grain: Grain | undefined): Period[] {
  const end = text(addDays(date(to), 1))
  if (grain === undefined) return [{start: from, end}]
  const periods: Period[] = []
  for (let start = bucket(date(from), grain); text(start) < end; ) {
    const next = following(start, grain)
    periods.push({start: later(text(start), from), end: earlier(text(next), end)})
    start = next
  }
  return periods
}

/** First day of the period of `grain` that contains the day. */
function bucket(day: Date, grain: Grain): Date {
  const [year, month] = [day.getUTCFullYear(), day.getUTCMonth()]
  switch (grain) {
    case 'day':
      return day
    case 'week':
      return addDays(day, -((day.getUTCDay() + 6) % 7))
    case 'month':
      return new Date(Date.UTC(year, month, 1))
    case 'quarter':
      return new Date(Date.UTC(year, month - (month % 3), 1))
    case 'year':
      return new Date(Date.UTC(year, 0, 1))
  }
}

function following(start: Date, grain: Grain): Date {
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth()]
  switch (grain) {
    case 'day':
      return addDays(start, 1)
    case 'week':
      return addDays(start, 7)
    case 'month':
      return new Date(Date.UTC(year, month + 1, 1))
    case 'quarter':
      return new Date(Date.UTC(year, month + 3, 1))
    case 'year':
      return new Date(Date.UTC(year + 1, 0, 1))
  }
}

const date = (day: string) => new Date(`${day}T00:00:00Z`)
const text = (day: Date) => day.toISOString().slice(0, 10)
const addDays = (day: Date, count: number) => new Date(day.getTime() + count * 86_400_000)
const later = (a: string, b: string) => (a > b ? a : b)
const earlier = (a: string, b: string) => (a < b ? a : b)
