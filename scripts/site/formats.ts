import type {Kpi} from '../catalog/definitions.ts'
import {dayBefore} from './texts/dates.ts'
import type {SiteTexts} from './texts/words.ts'

/** What stands where there is no value. */
export const NOTHING = '–'
const SPACE = '\u00a0'

/** How a figure is written: its unit, and whether its seconds add up to working time (hours) rather than being a delay (days). */
export interface Unit {
  readonly unit: string
  readonly hours?: boolean
  /** Without decimals; for money in a column with large amounts. */
  readonly whole?: boolean
}

/** The unit of a KPI. */
export function unitOf(kpi: Kpi): Unit {
  const summed = kpi.term.type === 'measure' && kpi.term.measure.aggregate === 'sum'
  return {unit: kpi.input.unit, ...(summed ? {hours: true} : {})}
}

/** Numbers in one language; every one of them deterministic. */
export interface Formats {
  /** A figure in its unit; "–" for NULL. */
  value(value: number | null, unit: Unit): string
  /** A figure in few characters, for axes. */
  short(value: number, unit: Unit): string
  /** A fraction as "12 %". */
  percent(fraction: number): string
  /** How far two figures are apart: per cent; points for fractions; the difference of scores. Without sign; 0 where it rounds to nothing. */
  distance(now: number, before: number, unit: Unit): {readonly text: string; readonly same: boolean}
  /** An instant (UTC) as date and time of a time zone, in words and as ISO text. */
  instant(utc: string, timezone: string): {readonly date: string; readonly time: string; readonly local: string}
}

type Style = 'plain' | 'money' | 'compact' | 'compact money'

/** Numbers as the language writes them, money in the catalog's currency. */
export function formatsOf(texts: SiteTexts, currency: string): Formats {
  const numbers = new Map<string, Intl.NumberFormat>()
  const number = (value: number, digits: number, style: Style = 'plain'): string => {
    const id = `${style} ${digits}`
    let format = numbers.get(id)
    if (!format) {
      format = new Intl.NumberFormat(texts.locale, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        ...(style === 'compact' || style === 'compact money' ? {notation: 'compact'} : {}),
        ...(style === 'money' || style === 'compact money' ? {style: 'currency', currency} : {}),
      })
      numbers.set(id, format)
    }
    return format
      .format(Object.is(value, -0) ? 0 : value)
      .replace(/\u202f/g, SPACE)
      .replace('-', '−')
  }
  const money = (value: number, digits: number) => number(value, digits, 'money')
  const percent = (fraction: number, digits: number) => texts.percent(number(fraction * 100, digits))
  const plain = (value: number) => number(value, Number.isInteger(value) ? 0 : 1)

  const value = (figure: number | null, unit: Unit): string => {
    if (figure === null || !Number.isFinite(figure)) return NOTHING
    switch (unit.unit) {
      case 'count':
        return plain(figure)
      case 'fraction':
        return percent(figure, 1)
      case 'seconds':
        return duration(figure, unit.hours ?? false, texts.units, number)
      case 'money':
        return money(figure, unit.whole || Math.abs(figure) >= 1000 ? 0 : 2)
      case 'score':
        return number(figure, 2)
      default:
        return number(figure, 1)
    }
  }

  return {
    value,
    short: (figure, unit) => {
      if (unit.unit === 'fraction') return percent(figure, 0)
      if (unit.unit === 'seconds') return value(figure, unit)
      const long = Math.abs(figure) >= 10_000
      if (unit.unit === 'money') return number(figure, 0, long ? 'compact money' : 'money')
      return number(figure, Number.isInteger(figure) ? 0 : 1, long ? 'compact' : 'plain')
    },
    percent: fraction => percent(fraction, fraction > 0 && fraction < 0.0995 ? 1 : 0),
    distance: (now, before, unit) => {
      const difference = Math.abs(now - before)
      if (unit.unit === 'fraction') {
        const points = Math.round(difference * 1000) / 10
        return {text: texts.points(number(points, Number.isInteger(points) ? 0 : 1), points), same: points === 0}
      }
      if (unit.unit === 'score') return {text: number(difference, 2), same: difference < 0.005}
      const relative = difference / Math.abs(before)
      const digits = relative < 0.0995 ? 1 : 0
      return {text: texts.percent(number(relative * 100, digits)), same: relative < 0.0005}
    },
    instant: (utc, timezone) => {
      const local = localTime(utc, timezone)
      // what ends at midnight ends with the day before
      const [day, time] = [local.slice(0, 10), local.slice(11, 16)]
      if (local.endsWith('T00:00:00')) return {date: texts.date(dayBefore(day)), time: '24:00', local}
      return {date: texts.date(day), time, local}
    },
  }
}

/** An instant (UTC, `2026-03-01 08:15:30`) as local time: `2026-03-01T09:15:30`. */
export function localTime(utc: string, timezone: string): string {
  const instant = new Date(`${utc.replace(' ', 'T').replace(/Z$/, '')}Z`)
  return new Intl.DateTimeFormat('sv-SE', {timeZone: timezone, dateStyle: 'short', timeStyle: 'medium'})
    .format(instant)
    .replace(' ', 'T')
}

/** Two units at most: "45 s", "1 min 8 s", "3 h 12 min", "4 d 2 h". */
function duration(
  seconds: number,
  hoursOnly: boolean,
  units: SiteTexts['units'],
  number: (value: number, digits: number) => string,
): string {
  const sign = seconds < 0 ? '−' : ''
  const exact = Math.abs(seconds)
  if (exact < 59.5 && !(hoursOnly && exact === 0))
    return `${sign}${number(exact, exact < 10 && !Number.isInteger(exact) ? 1 : 0)}${SPACE}${units.second}`
  const total = Math.round(exact)
  if (hoursOnly && (total === 0 || total >= 36_000))
    return `${sign}${number(Math.round(exact / 3600), 0)}${SPACE}${units.hour}`
  if (total < 3600) return sign + two(Math.floor(total / 60), units.minute, total % 60, units.second)
  const minutes = Math.round(exact / 60)
  const hours = Math.floor(minutes / 60)
  if (hoursOnly || hours < 48) return sign + two(hours, units.hour, minutes % 60, units.minute)
  const whole = Math.round(exact / 3600)
  return sign + two(Math.floor(whole / 24), units.day, whole % 24, units.hour)

  function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
    return `${number(large, 0)}${SPACE}${largeUnit}${small === 0 ? '' : `${SPACE}${small}${SPACE}${smallUnit}`}`
  }
}
