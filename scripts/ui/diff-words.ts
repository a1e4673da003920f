import type {Cause} from '../compare/causes.ts'
import type {HistogramChange} from '../compare/histograms.ts'
import type {RelationChange} from '../compare/relations.ts'
import type {Difference, KpiChange, Otherwise, Side} from '../compare/report.ts'
import {named} from '../compare/revision.ts'
import type {Change, Moves} from '../compare/values.ts'
import {GRAINS} from '../core/days.ts'
import {formatSeconds, formatValue} from './format.ts'

/** What is compared with, in words. */
export function sideText(side: Side): string {
  const what = {
    published: side.name === '' ? 'what is published' : `published version ${side.name}`,
    target: `what ${side.name} publishes`,
    revision: side.commit === null ? side.name : named(side.name, side.commit),
    project: 'the project as it is now',
  }[side.what]
  return `${what}; data to ${side.data_end === null ? '–' : `${side.data_end} UTC`}`
}

/** What makes values move besides the project, one sentence each. */
export function otherwiseText({kind, before, after, names, of}: Otherwise): string {
  switch (kind) {
    case 'timezone':
      return `the time zone is ${after}, it was ${before}`
    case 'as_of':
      return `${after === null ? 'not as of an instant' : `as of ${after} UTC`}, it was ${before === null ? 'not' : `as of ${before} UTC`}`
    case 'bad_rows':
      return `rows that can’t be read: ${after}, it was ${before}`
    case 'sample':
      return `built ${after === null ? 'on all sources' : `on a sample (${after})`}, it was ${before === null ? 'on all' : `on a sample (${before})`}`
    case 'written_into':
      return `${before} was written into after it was published`
    case 'sources':
      return `the data of ${names.length} of ${of} sources differ: ${names.join(', ')}`
  }
}

/** A period, short: 2026, 2026-Q1, 2026-03, week of 2026-03-02, 2026-03-04. */
export function periodText(grain: string, start: string): string {
  const month = Number(start.slice(5, 7))
  if (grain === 'year') return start.slice(0, 4)
  if (grain === 'quarter') return `${start.slice(0, 4)}-Q${Math.ceil(month / 3)}`
  if (grain === 'month') return start.slice(0, 7)
  return grain === 'week' ? `week of ${start}` : start
}

/** Where a change is: period and breakdown. */
export function whereText({
  grain,
  period_start,
  dimension,
  dimension_value,
}: Omit<Change, 'before' | 'after' | 'absolute' | 'relative'>): string {
  const period = periodText(grain, period_start)
  return dimension === 'total' ? period : `${period}, ${dimension} ${dimension_value}`
}

export interface ChangeTexts {
  readonly before: string
  readonly after: string
  readonly absolute: string
  readonly relative: string
}

/** Both values of a change and how far they lie apart; with all digits where rounded ones look alike. */
export function changeTexts(change: Change, unit: string, currency: string): ChangeTexts {
  const {before, after, absolute, relative} = change
  const [was, is] = [before, after].map(value => formatValue(value, unit, currency))
  const isTiny = was === is
  return {
    before: isTiny ? String(before) : was!,
    after: isTiny ? String(after) : is!,
    absolute: absolute === null ? '–' : `${sign(absolute)}${size(Math.abs(absolute))}`,
    relative: relative === null ? '–' : `${sign(relative)}${percent(Math.abs(relative))}`,
  }

  function size(value: number): string {
    if (isTiny) return String(Number(value.toPrecision(3)))
    if (unit === 'fraction') return `${(value * 100).toLocaleString('en-GB', {maximumFractionDigits: 1})} pt`
    return unit === 'seconds' ? formatSeconds(value) : formatValue(value, unit, currency)
  }
}

function sign(value: number): string {
  return value < 0 ? '−' : '+'
}

function percent(fraction: number): string {
  const value = fraction * 100
  if (value > 0 && value < 0.05) return `${Number(value.toPrecision(1))} %`
  return `${value.toLocaleString('en-GB', {minimumFractionDigits: value < 1000 ? 1 : 0, maximumFractionDigits: value < 1000 ? 1 : 0})} %`
}

/** Whether values moved that were said to be settled: of a fixed KPI, those of closed periods. */
export function isBroken({values}: KpiChange): boolean {
  return (values?.moves ?? []).some(each => each.settled > 0)
}

/** Why, in few words. */
export function causeText({kind, names}: Cause): string {
  const list = names.join(', ')
  return {
    definition: 'definition',
    kpi: `definition of ${list}`,
    model: `model ${list}`,
    source: `data of ${list}`,
    timezone: 'time zone',
    calendar: 'calendar',
    template: 'template or macro',
  }[kind]
}

/** The grains of changes, from the shortest to the longest. */
export function grainsText(grains: Iterable<string>): string {
  const present = new Set(grains)
  const sorted = GRAINS.filter(grain => present.has(grain))
  const [first, last] = [sorted[0]!, sorted.at(-1)!]
  const isRange = sorted.length > 2 && sorted.length === GRAINS.indexOf(last) - GRAINS.indexOf(first) + 1
  return isRange ? `${first}–${last}` : sorted.join(', ')
}

/** How many values moved, how many of them had none or are gone, in which grains, periods (of the shortest of these) and breakdowns. */
export function extentText(moves: readonly Moves[]): string {
  const rows = moves.reduce((sum, each) => sum + each.moved, 0)
  const grain = GRAINS.find(each => moves.some(move => move.grain === each))!
  const shortest = moves.filter(each => each.grain === grain)
  const first = periodText(grain, shortest.map(each => each.first_period).sort()[0]!)
  const last = periodText(
    grain,
    shortest
      .map(each => each.last_period)
      .sort()
      .at(-1)!,
  )
  const dimensions = [...new Set(moves.map(each => each.dimension))]
  return [
    `${rows.toLocaleString('en-GB')} value${rows === 1 ? '' : 's'}${presenceText(moves)}`,
    grainsText(moves.map(each => each.grain)),
    first === last ? first : `${first} to ${last}`,
    dimensions.join(', '),
  ].join('; ')
}

function presenceText(moves: readonly Moves[]): string {
  const count = (key: 'appeared' | 'disappeared') => moves.reduce((sum, each) => sum + each[key], 0)
  const said = (number: number, what: string) => (number > 0 ? `, ${number.toLocaleString('en-GB')} ${what}` : '')
  return said(count('appeared'), 'new') + said(count('disappeared'), 'gone')
}

/** How many KPIs did what, in a sentence. */
export function summaryText({summary}: Difference): string {
  const {kpis, moved} = summary
  const words = [
    ...([
      ['new', 'new'],
      ['removed', 'removed'],
      ['renamed', 'renamed'],
    ] as const),
    ...([
      ['redefined', 'redefined without moving'],
      ['basis', 'on another basis'],
      ['settled', 'settled otherwise'],
    ] as const),
    ...([['described', 'described otherwise']] as const),
  ]
  const rest = words.flatMap(([key, word]) => (summary[key] > 0 ? [`${summary[key]} ${word}`] : []))
  const first = moved === 0 ? `none of ${kpis} KPIs moved` : `${moved} of ${kpis} KPIs moved`
  return [first, ...rest].join('; ')
}

/** A histogram's change, after its ref. */
export function histogramText(each: HistogramChange): string {
  if (each.change !== 'moved') return each.change
  const {largest, moved} = each
  const where = largest === null ? '' : `; ${whereText(largest)}, ${largest.slot}: ${largest.before} → ${largest.after}`
  return `${moved.toLocaleString('en-GB')} slot${moved === 1 ? '' : 's'}, ${grainsText(each.grains)}${where}`
}

/** A table's change, after its name. */
export function relationText({change, columns, rows, keys}: RelationChange): string {
  const count = (value: number | null) => (value ?? 0).toLocaleString('en-GB')
  if (change === 'new') return `new, ${count(rows.after)} rows`
  if (change === 'removed') return `removed, ${count(rows.before)} rows`
  const said = [
    ...columns.added.map(name => `+${name}`),
    ...columns.removed.map(name => `−${name}`),
    ...columns.retyped,
    ...(rows.before === rows.after ? [] : [`${count(rows.before)} → ${count(rows.after)} rows`]),
    ...(keys === undefined
      ? []
      : [
          [
            ...(keys.added > 0 ? [`${count(keys.added)} added`] : []),
            ...(keys.removed > 0 ? [`${count(keys.removed)} removed`] : []),
            ...(keys.changed > 0 ? [`${count(keys.changed)} changed`] : []),
          ].join(', '),
        ]),
  ]
  return said.join(', ')
}
