import {isFiltered, notApplied} from '../query/applicable.ts'
import type {Askable} from '../query/request.ts'
import {formatDate} from './texts/dates.ts'
import {filterTexts} from './texts/filters.ts'
import {dimensionName, labelOf, type View} from './view.ts'

/** The filters in words: "Channel: web, app", "09:00–19:00", "Mon, Tue"; none where there are none. */
export function filtersSaid(view: View): string[] {
  const {where, hours, weekdays} = view.preset.filters
  const words = filterTexts(view.language)
  const clock = (time: string) => time.slice(0, 5)
  return [
    ...[...where].map(
      ([dimension, values]) =>
        `${dimensionName(view, dimension)}${view.texts.colon} ${values.map(value => labelOf(view, dimension, value)).join(', ')}`,
    ),
    ...(hours ? [words.hoursSaid(clock(hours.from), clock(hours.to))] : []),
    ...(weekdays ? [weekdays.map(day => weekdayName(day, view.texts.locale)).join(', ')] : []),
  ]
}

/** A weekday (Monday = 1) in few letters. */
export function weekdayName(day: number, locale: string): string {
  return formatDate(`2024-01-0${day}`, locale, {weekday: 'short'}) // the first of January 2024 was a Monday
}

/** "not filtered by member", where some filters leave all these figures alone; none where each of them applies to some. */
export function notFiltered(
  view: View,
  figures: readonly Pick<Askable, 'dimensions' | 'hasHours' | 'hasWeekdays'>[],
): string | undefined {
  const {filters} = view.preset
  if (!isFiltered(filters) || figures.length === 0) return undefined
  const [first, ...rest] = figures.map(figure => notApplied(figure, filters))
  const names = first!.filter(name => rest.every(each => each.includes(name)))
  return names.length === 0 ? undefined : said(view, names)
}

function said(view: View, names: readonly string[]): string {
  const words = filterTexts(view.language)
  return words.notFilteredBy(
    names.map(name =>
      name === 'hours' ? words.hoursName : name === 'weekdays' ? words.weekdaysName : inner(dimensionName(view, name)),
    ),
  )
}

function inner(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
