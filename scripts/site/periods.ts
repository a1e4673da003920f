import {addDays, following, type Grain, startOf} from '../core/days.ts'
import {extent, type Period, type Range} from '../query/calendar.ts'
import {cutPeriods} from '../query/periods.ts'

export {
  before,
  type Compared,
  calendarPeriod,
  isPartial,
  lastDayOf,
  type Period,
  periodOf,
  type Range,
  yearBefore,
} from '../query/calendar.ts'

/** A grain's periods inside a period, the first and last cut to it. */
export function periodsWithin({start, end}: Period, grain: Grain, range: Range): Period[] {
  return cutPeriods(start, addDays(end, -1), grain).map(each => {
    const cut = startOf(each.start, grain) !== each.start || following(startOf(each.start, grain), grain) !== each.end
    return {grain, ...each, ...extent(each.start, each.end, range), ...(cut ? {cut} : {})}
  })
}

/** Place of a period's days among others; -1 where they are not there. */
export function indexOf(periods: readonly Period[], {start, end}: Period): number {
  return periods.findIndex(each => each.start === start && each.end === end)
}
