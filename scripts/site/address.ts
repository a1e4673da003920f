import {GRAINS, type Grain, isDay} from '../core/days.ts'
import type {Filters} from '../query/filters.ts'
import {COMPARES, type Compare, type PresetId, type Selection} from './presets.ts'

/** Before the name of a dimension in the address. */
export const WHERE = 'where.'

/** What is wrong with an address, as the name of its parameter. */
export class AddressError extends Error {
  readonly parameter: string
  constructor(parameter: string) {
    super(parameter)
    this.parameter = parameter
  }
}

/**
 * What an address asks for: `?from=2026-01-05&to=2026-02-10&grain=week&compare=year&where.channel=web&where.channel=app
 * &hours_from=09:00&hours_to=19:00&weekdays=1&weekdays=2`; without dates the page's preset. Throws an AddressError for what
 * can't be understood.
 */
export function selectionOf(search: string, preset: PresetId | undefined): Selection {
  const given = new URLSearchParams(search)
  const [from, to] = [given.get('from'), given.get('to')]
  if ((from === null) !== (to === null)) throw new AddressError(from === null ? 'from' : 'to')
  if (from !== null && !isDay(from)) throw new AddressError('from')
  if (to !== null && (!isDay(to) || to < from!)) throw new AddressError('to')
  const grain = given.get('grain')
  if (grain !== null && !GRAINS.includes(grain as Grain)) throw new AddressError('grain')
  const compare = given.get('compare') ?? 'previous'
  if (!COMPARES.includes(compare as Compare)) throw new AddressError('compare')
  return {
    ...(from !== null ? {from, to: to!} : preset === undefined ? {} : {preset}),
    ...(grain === null ? {} : {grain: grain as Grain}),
    compare: compare as Compare,
    filters: filtersOf(given),
  }
}

function filtersOf(given: URLSearchParams): Filters {
  const where = new Map<string, string[]>()
  for (const name of new Set(given.keys()))
    if (name.startsWith(WHERE)) where.set(name.slice(WHERE.length), given.getAll(name))
  const [from, to] = [given.get('hours_from'), given.get('hours_to')]
  // an empty slot would be read as one that crosses midnight: the whole day
  if (from !== null && from === to) throw new AddressError('hours_to')
  const weekdays = given.getAll('weekdays').map(Number)
  if (weekdays.some(day => !(Number.isInteger(day) && day >= 1 && day <= 7))) throw new AddressError('weekdays')
  return {
    where,
    ...(from === null && to === null ? {} : {hours: {from: clock(from, 'hours_from'), to: clock(to, 'hours_to')}}),
    ...(weekdays.length === 0 ? {} : {weekdays}),
  }
}

/** `09:00` as a time of SQL. */
function clock(text: string | null, parameter: string): string {
  if (text === null || !/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text)) throw new AddressError(parameter)
  return `${text}:00`
}
