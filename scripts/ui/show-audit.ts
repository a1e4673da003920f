import type {Audited, KpiSheet} from '../commands/show.ts'
import {addDays} from '../core/days.ts'

/** What the last audit of a KPI found, in a sentence or two. */
export function auditedText({audited}: Pick<KpiSheet, 'audited'>): string {
  if (audited === null) return 'never; kpi audit does it'
  const {days, is_current_definition: isCurrent} = audited
  const replayed =
    days.length === 1 ? `the end of ${days[0]}` : `the ends of ${days.length} days, ${days[0]} to ${days.at(-1)}`
  return `at ${replayed}: ${found(audited)}${isCurrent ? '' : ' (of an earlier definition)'}`
}

function found({observation, compared, moved, broken, last_moved_days: last, largest, ...rest}: Audited): string {
  if (observation === 'not_compared') return 'no past figure to compare'
  if (observation === 'unchanged') return `${count(compared)} figures, none moved`
  const {example, inherits, settles_too_early: isEarly, settles_after_days: allowed} = rest
  const parts = [
    observation === 'broken'
      ? `broken: ${count(broken)} of ${count(compared)} figures moved although they should not`
      : `${count(moved)} of ${count(compared)} figures moved`,
    ...(last === null ? [] : [`last seen ${last} ${last === 1 ? 'day' : 'days'} after the end of the period`]),
    ...(largest === null ? [] : [`totals by at most ${(largest * 100).toFixed(1)} %`]),
    ...(isEarly ? [`settles_after (${allowed} ${allowed === 1 ? 'day' : 'days'}) is too short`] : []),
    ...(example ? [`for example ${figure(example)}`] : []),
    ...(inherits.length > 0 ? [`through ${inherits.join(', ')}`] : []),
  ]
  return parts.join('; ')
}

function figure(example: NonNullable<Audited['example']>): string {
  const {day, grain, period_start: start, period_end: end, dimension, dimension_value: value} = example
  const period = grain === 'day' ? start : `${grain} ${start} to ${addDays(end, -1)}`
  const part = dimension === 'total' ? '' : `, ${dimension} ${value}`
  return `${period}${part}: ${example.value_then ?? 'no value'} at the end of ${day}, ${example.value_now ?? 'no value'} today`
}

function count(value: number): string {
  return value.toLocaleString('en-GB')
}
