import {pairOf, VALUE_SEPARATOR} from '../catalog/definitions.ts'
import type {Project} from '../compile/load.ts'
import {groupBy} from '../core/group-by.ts'
import type {Askable} from '../query/request.ts'
import type {FigureRow} from './figures.ts'
import type {Need} from './needs.ts'
import type {Each} from './pages.ts'
import {lastDayOf, type Range} from './periods.ts'
import {type Preset, presetOf} from './presets.ts'
import {type Question, questionsOf, timesOf} from './questions.ts'

// A page for each value of a dimension: what is needed in total is asked by that dimension, what is needed by another one by both, so
// that a few statements answer all of these pages.

/** Between the two values of a pair of dimensions. */
export const PAIR_SEPARATOR = VALUE_SEPARATOR

/** The period of a value's page: from the day it began to the data's last day. */
export function entityPeriod(since: string | undefined, range: Range): Preset {
  const {firstDay} = range
  const first = since === undefined || since.slice(0, 10) < firstDay ? firstDay : since.slice(0, 10)
  const last = lastDayOf(range)
  return presetOf({from: first, to: last < first ? first : last, compare: 'none', filters: {where: new Map()}}, range)
}

/** The statements that answer the pages of all values of a dimension. */
export function entityQuestions(
  project: Project,
  needs: readonly Need[],
  {dimension}: Each,
  presets: readonly Preset[],
): Question[] {
  const asked = needs
    .filter(need => need.figure.dimensions.includes(dimension) && need.by !== dimension)
    .map(({figure, by, over}): Need => {
      const pair = by === undefined ? dimension : pairOf(dimension, by)
      const known: Askable = {...figure, dimensions: [...new Set([...figure.dimensions, pair])]}
      return {figure: known, over, by: pair}
    })
  return questionsOf(project, asked, timesOf(presets), {where: new Map()})
}

/** The figures of each value, as if only it were looked at. */
export function narrowed(rows: readonly FigureRow[], {dimension}: Each): Map<string, FigureRow[]> {
  const own = rows.flatMap((row): {value: string; row: FigureRow}[] => {
    if (row.dimension_value === null) return []
    if (row.dimension === dimension)
      return [{value: row.dimension_value, row: {...row, dimension: 'total', dimension_value: null}}]
    const [value, ...rest] = row.dimension_value.split(PAIR_SEPARATOR) as [string, ...string[]]
    const other = row.dimension.slice(pairOf(dimension, '').length)
    return [{value, row: {...row, dimension: other, dimension_value: rest.join(PAIR_SEPARATOR)}}]
  })
  return new Map([...groupBy(own, each => each.value)].map(([value, found]) => [value, found.map(each => each.row)]))
}
