import type {Filter} from '../compile/groups.ts'
import type {Bindings} from '../sql/literals.ts'
import type {Filters} from './filters.ts'

/** The conditions of a question's filters, but for those that are `missing` (dimensions, `hours`, `weekdays`); their values are bound. */
export function conditionsOf({where, hours, weekdays}: Filters, missing: readonly string[]): Filter[] {
  const has = (name: string) => !missing.includes(name)
  const conditions: Filter[] = [...where.keys()]
    .filter(has)
    .map(dimension => ({kind: 'values', dimension, parameter: `$${dimension}`, optional: false}))
  if (hours && has('hours'))
    conditions.push({
      kind: 'hours',
      parameter: '$hours_from',
      from: 'cast($hours_from as time)',
      to: 'cast($hours_to as time)',
      optional: false,
    })
  if (weekdays && has('weekdays')) conditions.push({kind: 'weekdays', parameter: '$weekdays', optional: false})
  return conditions
}

/** The values that conditions name, and no other. */
export function valuesOf({where, hours, weekdays}: Filters, conditions: readonly Filter[]): Bindings {
  const used = new Set(conditions.map(({kind, dimension}) => dimension ?? kind))
  return {
    ...Object.fromEntries([...where].filter(([name]) => used.has(name))),
    ...(hours && used.has('hours') ? {hours_from: hours.from, hours_to: hours.to} : {}),
    ...(weekdays && used.has('weekdays') ? {weekdays: weekdays.map(String)} : {}),
  }
}
