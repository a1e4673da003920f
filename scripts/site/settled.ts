import {days} from '../catalog/durations.ts'
import type {Period, Range} from './periods.ts'

/** What the catalog promises of a KPI or component. */
export interface Lasting {
  readonly fixed?: boolean | undefined
  readonly fluctuates_by?: readonly string[] | undefined
  readonly settles_after?: string | undefined
}

/** Whether no later event changes a figure: its period is over and, where it fluctuates in this breakdown (`total` for none), its settling time too. */
export function isSettled(
  {fixed, fluctuates_by: by = [], settles_after: settles}: Lasting,
  dimension: string,
  {complete, end}: Pick<Period, 'complete' | 'end'>,
  {dataEnd}: Range,
): boolean {
  if (!complete) return false
  if (fixed !== false && !by.includes(dimension)) return true
  if (settles === undefined) return false
  return Date.parse(`${end}T00:00:00Z`) + days(settles) * 86_400_000 <= Date.parse(`${dataEnd}Z`)
}
