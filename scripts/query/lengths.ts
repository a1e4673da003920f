import {addDays, addMonths} from '../core/days.ts'

/** How long a period is. */
export interface Length {
  readonly count: number
  readonly unit: 'day' | 'week' | 'month'
}

const UNITS = {d: 'day', w: 'week', m: 'month'} as const

/** Reads `7d`, `4w`, `3m`; undefined for anything else. */
export function readLength(text: string): Length | undefined {
  const match = /^([1-9]\d{0,3})([dwm])$/.exec(text)
  return match ? {count: Number(match[1]), unit: UNITS[match[2] as keyof typeof UNITS]} : undefined
}

/** First day of the period of this length that ends before `end`: months go back to the same day of the month, in a shorter one to its last day. */
export function windowEnding(end: string, {count, unit}: Length): string {
  return unit === 'month' ? addMonths(end, -count) : addDays(end, -count * (unit === 'week' ? 7 : 1))
}
