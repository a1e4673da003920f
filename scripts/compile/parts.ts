import type {Measure} from '../catalog/definitions.ts'
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

/** The parts of a table that a template writes from a list: what belongs to which part, its measures, and the template's context for some of it. */
export function partsOf<T>(
  project: Project,
  template: keyof typeof SHAPES,
  list: readonly T[],
  keyOf: (each: T) => string,
  measuresOf: (each: T) => readonly Measure['id'][],
  context: (some: readonly T[]) => object,
): Parts {
  const {column, order, nodes} = SHAPES[template]
  const groups = groupBy(list, keyOf)
  return {
    column,
    order,
    from: new Map([...groups].map(([key, some]) => [key, {measures: [...new Set(some.flatMap(measuresOf))], nodes}])),
    sql: keys => renderTemplate(project, template, context(keys.flatMap(key => groups.get(key)!))),
  }
}
