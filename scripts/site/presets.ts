import {addDays, daysBetween, following, type Grain} from '../core/days.ts'
import {comparedPeriod} from '../query/calendar.ts'
import type {Filters} from '../query/filters.ts'
import {type Chosen, lastDays, relativePeriod} from '../query/named-periods.ts'
import {type Compared, calendarPeriod, isPartial, type Period, periodOf, periodsWithin, type Range} from './periods.ts'

/** The periods that have pages of their own. */
export const PRESETS = [
  'last-7',
  'last-30',
  'last-90',
  'this-month',
  'last-month',
  'this-quarter',
  'last-quarter',
  'this-year',
  'last-year',
] as const
export type PresetId = (typeof PRESETS)[number]
/** The preset of the pages without a suffix. */
export const DEFAULT_PRESET: PresetId = 'last-month'

/** With what a period is compared. */
export const COMPARES = ['previous', 'year', 'none'] as const
export type Compare = (typeof COMPARES)[number]

/** What the reader asks for. */
export interface Selection {
  /** One of the presets; else the dates say. */
  readonly preset?: PresetId
  /** First and last day, both included. */
  readonly from?: string
  readonly to?: string
  /** Of the trend; else what suits the period. */
  readonly grain?: Grain
  readonly compare: Compare
  readonly filters: Filters
}

/** A period with its comparison and trend: what one page shows. */
export interface Preset {
  /** None: dates of the reader's choice. */
  readonly id?: PresetId
  /** Of the trend. */
  readonly grain: Grain
  readonly compare: Compare
  /** The period shown; none where the data have none. */
  readonly current?: Period
  readonly previous?: Period
  /** How the two relate. */
  readonly compared?: Compared
  /** The trend's periods: inside the period shown, or those that lead to it. */
  readonly window: readonly Period[]
  /** The comparison's periods beside those of a trend inside the period shown. */
  readonly before: readonly Period[]
  /** The data's first day, ISO. */
  readonly firstDay: string
  readonly filters: Filters
}

/** Periods of a trend that leads to the period shown. */
const WINDOW = 13
const NO_FILTERS: Filters = {where: new Map()}

/** Every preset, with what it shows of the data. */
export function presetsOf(range: Range): Preset[] {
  return PRESETS.map(preset => presetOf({preset, compare: 'previous', filters: NO_FILTERS}, range))
}

/** What a selection shows of the data. */
export function presetOf(selection: Selection, range: Range): Preset {
  const {preset: id, compare, filters} = selection
  const chosen = id === undefined ? chosenPeriod(selection, range) : presetPeriod(id, range)
  const current = chosen && chosen.period.end > range.firstDay ? chosen.period : undefined
  const grain = selection.grain ?? (current ? suitableGrain(current, id) : 'month')
  const shared = {...(id === undefined ? {} : {id}), grain, compare, firstDay: range.firstDay, filters}
  if (!current) return {...shared, window: [], before: []}
  const previous = compare === 'none' ? undefined : comparedPeriod(current, chosen!.of, compare, range)
  const reaching = previous && previous.period.end > range.firstDay ? previous : undefined
  const window = trend(current, grain, range)
  const inside = !window.some(each => each.start === current.start && each.end === current.end)
  return {
    ...shared,
    current,
    ...(reaching ? {previous: reaching.period, compared: reaching.compared} : {}),
    window,
    before: inside && reaching ? alongside(window, current, reaching.period, grain, range) : [],
  }
}

/** The period before, where both are whole: only those are compared. */
export function comparison({current, previous}: Preset): Period | undefined {
  return current && previous && !isPartial(current) && !isPartial(previous) ? previous : undefined
}

function chosenPeriod({from, to}: Selection, range: Range): Chosen | undefined {
  return from === undefined || to === undefined ? undefined : {period: periodOf(from, addDays(to, 1), range)}
}

function presetPeriod(id: PresetId, range: Range): Chosen | undefined {
  const [which, what] = id.split('-') as ['last' | 'this', string]
  return /^\d+$/.test(what) ? lastDays(Number(what), range) : relativePeriod(which, what as Grain, range)
}

function suitableGrain({grain, start, end}: Period, id: PresetId | undefined): Grain {
  if (id === 'this-month' || id === 'last-month') return id === 'last-month' ? 'month' : 'day'
  if (grain === 'month' || grain === 'quarter') return id === undefined ? 'week' : grain
  if (grain === 'year') return 'month'
  const days = daysBetween(start, end)
  return days <= 35 ? 'day' : days <= 185 ? 'week' : 'month'
}

/** The periods inside the one shown; where that is a single one, those that lead to it, and one that is not over yet. */
function trend(current: Period, grain: Grain, range: Range): Period[] {
  const inside = periodsWithin(current, grain, range)
  const [only] = inside
  if (inside.length > 1 || !only || only.cut || current.grain === 'span') return inside
  const next = calendarPeriod(current.end, grain, range)
  const begun = current.complete && !next.complete && `${next.start}T00:00:00` < range.dataEnd
  const last = begun ? next : current
  const starts = Array.from({length: WINDOW}, (_, i) => following(last.start, grain, i + 1 - WINDOW))
  return starts.map(start => calendarPeriod(start, grain, range)).filter(period => period.end > range.firstDay)
}

/** For each period of a trend inside the one shown, the comparison's at the same place; shorter ones end earlier. */
function alongside(window: readonly Period[], current: Period, previous: Period, grain: Grain, range: Range): Period[] {
  const away = daysBetween(previous.start, current.start)
  if (grain === 'month' || grain === 'quarter' || grain === 'year')
    return periodsWithin(previous, grain, range).slice(0, window.length)
  return window.flatMap(({start, end, cut}) => {
    const [from, to] = [addDays(start, -away), addDays(end, -away)]
    if (from >= previous.end) return []
    const until = to < previous.end ? to : previous.end
    return [{...periodOf(from, until, range), grain, ...(cut || until !== to ? {cut: true} : {})}]
  })
}
