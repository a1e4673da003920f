import {addDays, addMonths, GRAINS, type Grain, isDay, startOf} from '../core/days.ts'
import {suggestion} from '../core/suggest.ts'
import {
  type Period as CalendarPeriod,
  calendarPeriod,
  comparedPeriod,
  periodOf,
  type Range,
  spanOf,
} from './calendar.ts'
import {type Length, readLength, windowEnding} from './lengths.ts'
import {type Chosen, lastOf, readNamed, relativePeriod} from './named-periods.ts'
import {cutPeriods, type Period} from './periods.ts'
import type {Say} from './say.ts'

/** Which days a question is about, as it is asked: `from` and `to`, or a period's name, or how many days up to the data's end. */
export interface PeriodQuestion {
  readonly from?: string
  /** The last day, included. */
  readonly to?: string
  /** `last-month`, `this-year`, `2026-Q1`. */
  readonly period?: string
  /** `7d`, `4w`, `3m`, up to the data's last whole day. */
  readonly last?: string
  readonly grain?: string
  /** `7d`: at the end of each period, the value of the days of this length that end there. */
  readonly rolling?: string
  /** `month`: at the end of each period, the value from the start of its month. */
  readonly toDate?: string
  /** `previous` or `year`. */
  readonly compare?: string
}

/** Why a period is not compared. */
export type Uncompared = 'not-over' | 'before-data' | 'no-days'

/** For each period, in their order, the one with which it is compared, or why there is none. */
export type Comparisons = readonly (Period | Uncompared)[]

export interface Spans {
  readonly periods: readonly Period[]
  readonly comparisons?: Comparisons
}

const COMPARES = ['previous', 'year'] as const
/** Periods of which values to date are asked for. */
const TO_DATE = ['week', 'month', 'quarter', 'year'] as const
/** Stands for the data while only the words of a question are checked. */
const ANY: Range = {firstDay: '0001-01-01', dataEnd: '9999-12-31T00:00:00'}

/** Whether only the data can say which days a question means, or with which others they can be compared. */
export function looksAtData({period, last, compare}: PeriodQuestion): boolean {
  return last !== undefined || compare !== undefined || /^(last|this)-/.test(period ?? '')
}

/** The periods of a question; what is wrong with it is told, and undefined given. */
export function periodsOf(question: PeriodQuestion, range: Range = ANY, say: Say): Spans | undefined {
  const {rolling, toDate, compare} = question
  const grain = GRAINS.find(each => each === question.grain)
  const chosen = chosenDays(question, range, say)
  const length = rolling === undefined ? undefined : lengthOf('--rolling', rolling, say)
  if (rolling !== undefined && toDate !== undefined)
    say('two-series', '--rolling and --to-date exclude each other', 'ask for one, then for the other')
  const unit = TO_DATE.find(each => each === toDate)
  if (toDate !== undefined && !unit)
    say('unknown-grain', `--to-date: there is no "${toDate}" to date`, suggestion(toDate, TO_DATE, 'periods'))
  if (unit && grain && GRAINS.indexOf(grain) >= GRAINS.indexOf(unit))
    say('wrong-grain', `--to-date ${unit} has no value for each ${grain}`, `a --grain shorter than a ${unit}`)
  if (compare !== undefined && !COMPARES.includes(compare as 'year'))
    say('unknown-comparison', `--compare: "${compare}" is no comparison`, suggestion(compare, COMPARES, 'comparisons'))
  if (!chosen) return undefined
  const parts = length
    ? rollingParts(chosen.period, grain ?? 'day', length, range)
    : unit
      ? toDateParts(chosen.period, grain ?? 'day', unit, range)
      : grain
        ? grainParts(chosen.period, grain, range)
        : [chosen]
  if (compare === undefined) return {periods: parts.map(daysOf)}
  const fair = parts.map(part => (length || unit ? part : asFarAsOver(part, range)))
  return {
    periods: fair.map(daysOf),
    comparisons: fair.map(each => comparison(each, length, compare as 'previous' | 'year', range)),
  }
}

const daysOf = ({period: {start, end}}: Chosen): Period => ({start, end})

function chosenDays(question: PeriodQuestion, range: Range, say: Say): Chosen | undefined {
  const {from, to, period, last} = question
  const ways = [from !== undefined || to !== undefined, period !== undefined, last !== undefined].filter(Boolean).length
  const hint = 'give --from and --to, or --period last-month, or --last 30d'
  if (ways === 0) return say('no-period', 'no period is given', hint)
  if (ways > 1) return say('two-periods', '--from and --to, --period and --last exclude each other', hint)
  if (period !== undefined) return namedPeriod(period, range, say)
  if (last !== undefined) {
    const length = lengthOf('--last', last, say)
    return length && (lastOf(length, range) ?? noData(say))
  }
  if (from === undefined || to === undefined)
    return say('no-period', `--${from === undefined ? 'from' : 'to'} is missing`, hint)
  const days = [day(from, '--from', say), day(to, '--to', say)] as const
  if (!days[0] || !days[1]) return undefined
  if (from > to) return say('wrong-period', `--from ${from} lies after --to ${to}`)
  return {period: periodOf(from, addDays(to, 1), range)}
}

function namedPeriod(text: string, range: Range, say: Say): Chosen | undefined {
  const named = readNamed(text)
  if (!named)
    return say(
      'wrong-period',
      `--period: "${text}" is no period`,
      'write it as 2026, 2026-Q1, 2026-03, 2026-W14 or 2026-03-31; or last-week, this-month, …',
    )
  if ('day' in named) return {period: calendarPeriod(named.day, named.grain, range)}
  return relativePeriod(named.which, named.grain, range) ?? noData(say)
}

const noData = (say: Say) => say('no-data', 'the data have no day yet', 'give --from and --to')

function lengthOf(option: string, text: string, say: Say): Length | undefined {
  return (
    readLength(text) ??
    say('wrong-length', `${option}: "${text}" is no length of time`, 'write it as 7d, 4w or 3m: days, weeks, months')
  )
}

function day(text: string, option: string, say: Say): string | undefined {
  return isDay(text) ? text : say('wrong-date', `${option}: "${text}" is not a date`, 'write it as 2026-03-31')
}

/** The grain's periods, the first and last cut to the days chosen. */
function grainParts({start, end}: Period, grain: Grain, range: Range): Chosen[] {
  return cutPeriods(start, addDays(end, -1), grain).map(each => {
    const whole = calendarPeriod(each.start, grain, range)
    const isWhole = whole.start === each.start && whole.end === each.end
    return isWhole ? {period: whole} : {period: spanOf(each.start, each.end, range), of: grain}
  })
}

function rollingParts({start, end}: Period, grain: Grain, length: Length, range: Range): Chosen[] {
  return cutPeriods(start, addDays(end, -1), grain).map(each => ({
    period: spanOf(windowEnding(each.end, length), each.end, range),
  }))
}

function toDateParts({start, end}: Period, grain: Grain, unit: Grain, range: Range): Chosen[] {
  return cutPeriods(start, addDays(end, -1), grain).map(each => ({
    period: spanOf(startOf(addDays(each.end, -1), unit), each.end, range),
    of: unit,
  }))
}

/** A period that is not over, as far as its days are; what has not begun stays as it is. */
function asFarAsOver(part: Chosen, range: Range): Chosen {
  const today = range.dataEnd.slice(0, 10) // the days before it are over
  const {complete, start, grain} = part.period
  if (complete || start >= today) return part
  const of = part.of ?? (grain === 'span' ? undefined : grain)
  return {period: spanOf(start, today, range), ...(of === undefined ? {} : {of})}
}

function comparison(
  {period, of}: Chosen,
  length: Length | undefined,
  compare: 'previous' | 'year',
  range: Range,
): Period | Uncompared {
  if (!period.complete) return 'not-over'
  if (!period.covered) return 'before-data'
  const other = length
    ? windowBefore(period, length, compare, range)
    : comparedPeriod(period, of, compare, range)?.period
  if (!other) return 'no-days'
  return other.covered ? {start: other.start, end: other.end} : 'before-data'
}

/** The period of the same length just before a rolling one, or a year earlier: weeks 52 weeks, days and months the same dates. */
function windowBefore(
  {start, end}: Period,
  length: Length,
  compare: 'previous' | 'year',
  range: Range,
): CalendarPeriod {
  if (compare === 'previous') return spanOf(windowEnding(start, length), start, range)
  const after = length.unit === 'week' ? addDays(end, -364) : addMonths(end, -12)
  return spanOf(windowEnding(after, length), after, range)
}
