import type {Measure} from './definitions.ts'
import type {Declarations} from './models.ts'

/**
 * Whether a time slot and weekdays can narrow what is made of these measures: what is dated by whole days has no time of day, a stock
 * neither time nor weekday.
 */
export function timesOf(
  measures: readonly Measure[],
  {models}: Declarations,
): {readonly hasHours: boolean; readonly hasWeekdays: boolean} {
  const hasWeekdays = measures.every(measure => measure.kind !== 'stock')
  const byDay = (measure: Measure) => models.get(measure.fact)?.columns?.[measure.date!]?.type === 'DATE'
  return {hasHours: hasWeekdays && !measures.some(byDay), hasWeekdays}
}
