import type {Filters} from './filters.ts'
import type {Askable} from './request.ts'

/** The filters that a figure goes without, since it lacks what they look at: names of dimensions, `hours`, `weekdays`. */
export function notApplied(
  {dimensions, hasHours, hasWeekdays}: Pick<Askable, 'dimensions' | 'hasHours' | 'hasWeekdays'>,
  {where, hours, weekdays}: Filters,
): string[] {
  return [
    ...[...where.keys()].filter(dimension => !dimensions.includes(dimension)),
    ...(hours && !hasHours ? ['hours'] : []),
    ...(weekdays && !hasWeekdays ? ['weekdays'] : []),
  ]
}

/** Whether any filter is set. */
export function isFiltered({where, hours, weekdays}: Filters): boolean {
  return where.size > 0 || hours !== undefined || weekdays !== undefined
}
