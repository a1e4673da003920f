import type {Measure, Term} from '../catalog/definitions.ts'
import {groupBy} from '../core/group-by.ts'
import type {Project} from './load.ts'
import {DATA_END, type Parts, PERIODS} from './nodes.ts'
import {renderTemplate} from './render-template.ts'

const PERIOD = ['grain', 'period_start', 'dimension', 'dimension_value']

/** The templates whose tables are made of parts: the column that tells them, the order of rows, and the nodes that all parts read. */
const SHAPES = {
  kpi_values: {column: 'kpi_ref', order: ['kpi_ref', ...PERIOD], nodes: [PERIODS, DATA_END]},
  component_values: {column: 'component_ref', order: ['component_ref', 'column_ref', ...PERIOD], nodes: [PERIODS]},
  kpi_histograms: {column: 'component_ref', order: ['component_ref', ...PERIOD, 'slot'], nodes: [PERIODS]},
  histogram_shares: {column: 'component_ref', order: ['component_ref', ...PERIOD, 'slot'], nodes: []},
} as const

/** How the members of a list make a table's parts. */
export interface Membership<T> {
  /** The part to which one belongs. */
  keyOf(each: T): string
  measuresOf(each: T): readonly Measure['id'][]
  /** What the catalog says of it that decides its rows, by what it is called. */
  definitionOf(each: T): Readonly<Record<string, unknown>>
  /** The template's context for some. */
  context(some: readonly T[]): object
}

/** The parts of a table that a template writes from a list. */
export function partsOf<T>(
  project: Project,
  template: keyof typeof SHAPES,
  list: readonly T[],
  {keyOf, measuresOf, definitionOf, context}: Membership<T>,
): Parts {
  const {column, order, nodes} = SHAPES[template]
  const groups = groupBy(list, keyOf)
  return {
    column,
    order,
    from: new Map(
      [...groups].map(([key, some]) => {
        const [first, ...rest] = some.map(definitionOf)
        const definition = rest.length === 0 ? first! : merged([first!, ...rest])
        return [key, {measures: [...new Set(some.flatMap(measuresOf))], nodes, definition}]
      }),
    ),
    sql: keys => renderTemplate(project, template, context(keys.flatMap(key => groups.get(key)!))),
  }
}

function merged(definitions: readonly Readonly<Record<string, unknown>>[]): Readonly<Record<string, unknown>> {
  const keys = [...new Set(definitions.flatMap(each => Object.keys(each)))]
  return Object.fromEntries(keys.map(key => [key, definitions.map(each => each[key])]))
}

/** How a term combines its measures, without what they are. */
export function shapeOf(term: Term): unknown {
  if (term.type === 'measure') return term.measure.id
  if (term.type === 'ratio') return [shapeOf(term.numerator), shapeOf(term.denominator)]
  return [term.formula.text, Object.entries(term.parts).map(([alias, part]) => [alias, shapeOf(part)])]
}
