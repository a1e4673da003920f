import type {Period} from '../periods.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/** Formats a local date (ISO) in a locale; options as for `Intl.DateTimeFormat`. */
export function formatDate(iso: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale} ${JSON.stringify(options)}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(locale, {...options, timeZone: 'UTC'})
    formats.set(key, format)
  }
  return format.format(new Date(`${iso}T00:00:00Z`))
}

/** The day before a date, ISO: the last day of a period with that end. */
export function dayBefore(iso: string): string {
  return new Date(Date.parse(`${iso}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

/** Year and quarter (1-4) of a period's first day. */
export function quarterOf(period: Period): {readonly year: string; readonly quarter: number} {
  return {year: period.start.slice(0, 4), quarter: Math.floor((Number(period.start.slice(5, 7)) - 1) / 3) + 1}
}

/** First and last day of a period: `19` to `25 October 2026`, with as much of the first date as differs. */
export function dayRange(period: Period, locale: string): {readonly first: string; readonly last: string} {
  const last = dayBefore(period.end)
  const sameMonth = period.start.slice(0, 7) === last.slice(0, 7)
  const sameYear = period.start.slice(0, 4) === last.slice(0, 4)
  const options: Intl.DateTimeFormatOptions = {
    day: 'numeric',
    ...(sameMonth ? {} : {month: 'long'}),
    ...(sameYear ? {} : {year: 'numeric'}),
  }
  return {
    first: formatDate(period.start, locale, options),
    last: formatDate(last, locale, {day: 'numeric', month: 'long', year: 'numeric'}),
  }
}

/** Whether a period is a single day. */
export function isOneDay({start, end}: Period): boolean {
  return dayBefore(end) === start
}
