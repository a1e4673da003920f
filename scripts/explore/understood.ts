import type {Project} from '../compile/load.ts'
import type {Filters} from '../query/filters.ts'
import {AddressError, selectionOf, WHERE} from '../site/address.ts'
import type {SiteContent} from '../site/image.ts'
import {lastDayOf} from '../site/periods.ts'
import type {PresetId} from '../site/presets.ts'
import {filterTexts} from '../site/texts/filters.ts'

/** A page of one value is narrowed to it, whatever else is chosen. */
export function narrowedTo(dimension: string, value: string, filters: Filters): Filters {
  return {...filters, where: new Map([...filters.where, [dimension, [value]]])}
}

/** What an address asks for. Throws an Error in the reader's words where it can't be understood. */
export function understood(
  search: string,
  preset: PresetId | undefined,
  entity: string | undefined,
  {catalog}: Project,
  {values, range}: Pick<SiteContent, 'values' | 'range'>,
  language: string,
) {
  try {
    const selection = selectionOf(search, preset)
    if (entity !== undefined && selection.from === undefined) throw new AddressError('from')
    // as the form's fields: what lies outside of the data has nothing to tell
    if (selection.from !== undefined && selection.from < range.firstDay) throw new AddressError('from')
    if (selection.to !== undefined && selection.to > lastDayOf(range)) throw new AddressError('to')
    for (const [dimension, chosen] of selection.filters.where) {
      const known = dimension in catalog.dimensions && chosen.every(value => values.get(dimension)?.includes(value))
      if (!known) throw new AddressError(`${WHERE}${dimension}=${chosen.join(',')}`)
    }
    return selection
  } catch (error) {
    if (!(error instanceof AddressError)) throw error
    throw Object.assign(new Error(filterTexts(language).wrongAddress(error.parameter)), {isSaid: true})
  }
}
