import {isHidden} from '../catalog/catalog.ts'
import {dimensionsIn} from '../catalog/definitions.ts'
import type {Project} from '../compile/load.ts'
import {PAIR_SEPARATOR} from './entities.ts'
import type {SiteRows} from './figures.ts'
import type {People} from './people.ts'
import {dimensionOf} from './view.ts'

/** What pages show, with pseudonyms in place of hidden people, without their names and what else models tell of them. */
export function withPseudonyms(rows: SiteRows, project: Project, people: People): SiteRows {
  const {catalog, definitions} = project
  const hides = (dimension: string) => isHidden(catalog, dimension)
  const alias = (dimension: string, value: string): string => {
    const names = dimensionsIn(dimension)
    if (names.length === 1) return people.alias(dimension, value)
    return value
      .split(PAIR_SEPARATOR)
      .map((each, i) => people.alias(names[i]!, each))
      .join(PAIR_SEPARATOR)
  }
  const lists = [...rows.lists].map(([ref, found]) => {
    const component = definitions.components.get(ref)
    const model = component?.form === 'list' ? component.list : ''
    const cell = (column: string, value: string | null) => {
      const dimension = dimensionOf(project, model, column)
      return dimension === undefined || value === null ? value : people.alias(dimension, value)
    }
    const cells = (row: Readonly<Record<string, string | null>>) =>
      Object.fromEntries(Object.entries(row).map(([column, value]) => [column, cell(column, value)]))
    return [ref, found.map(row => ({...row, cells: cells(row.cells)}))] as const
  })
  const attributes = [...rows.attributes].map(([ref, found]) => {
    const component = definitions.components.get(ref)
    if (component?.form !== 'table') return [ref, found] as const
    const hidden = [component.by].flat().find(hides)
    if (hidden === undefined) return [ref, found] as const
    const shown = attributesShown(project, ref, hidden)
    return [
      ref,
      new Map(
        [...found].map(([key, texts]) => [
          people.alias(hidden, key),
          Object.fromEntries(Object.entries(texts).filter(([name]) => shown.includes(name))),
        ]),
      ),
    ] as const
  })
  return {
    figures: rows.figures.map(row =>
      row.dimension_value === null ? row : {...row, dimension_value: alias(row.dimension, row.dimension_value)},
    ),
    lists: new Map(lists),
    labels: new Map([...rows.labels].filter(([dimension]) => !hides(dimension))),
    values: new Map(
      [...rows.values].map(([dimension, values]) => [
        dimension,
        hides(dimension) ? values.map(value => people.alias(dimension, value)).sort(inOrder) : values,
      ]),
    ),
    attributes: new Map(attributes),
    curves: rows.curves,
  }
}

/** Pseudonyms are numbers. */
function inOrder(a: string, b: string): number {
  return Number(a) - Number(b) || (a < b ? -1 : 1)
}

/** The attributes that a table shows by a dimension: of hidden people, only those that are dimensions with values of their own. */
export function attributesShown(project: Project, ref: string, dimension: string): string[] {
  const component = project.definitions.components.get(ref)
  if (component?.form !== 'table') return []
  const names = Object.keys(component.attributes)
  if (!isHidden(project.catalog, dimension)) return names
  return names.filter(name => {
    const own = dimensionOf(project, component.model ?? '', name)
    return own !== undefined && project.catalog.dimensions[own]?.personal !== true
  })
}
