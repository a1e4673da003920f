import {PERIODS} from '../compile/nodes.ts'
import type {Compiled} from '../compile/project.ts'
import type {Database} from '../sql/duckdb.ts'
import {type Dependencies, type Dependency, dependencies, type Slice} from './dependencies.ts'
import {followCatalog} from './kpis.ts'
import {followModels, type OfModel} from './models.ts'
import {FIGURES, partitionsOf} from './partitions.ts'

/**
 * What every column, and every relation's rows, depends on. Names are those that people use: `fct_orders.net_amount`,
 * `source:orders.ordered_at`, a relation alone for its rows (`fct_orders`), a reference for a KPI's, chart's or table's figures
 * (`Shop-Card-12`), and `Shop-Card-12.dimension_value` for the values by which they are broken down.
 */
export interface ColumnLineage {
  readonly from: ReadonlyMap<string, Dependencies>
  /** The columns of each source, model and mart, in their order. */
  readonly columns: ReadonlyMap<string, readonly string[]>
  /** Models whose SQL could not be followed, and why. */
  readonly unread: ReadonlyMap<string, string>
}

/** Follows all columns of a project. Nothing is run; DuckDB only parses. `layers` leaves out what comes after (marts). */
export async function followColumns(
  compiled: Compiled,
  database: Database,
  layers?: Parameters<typeof followModels>[2],
): Promise<ColumnLineage> {
  const models = await followModels(compiled, database, layers)
  const entries = followCatalog(compiled.project)
  const generated = generatedTables(compiled)
  const from = new Map<string, Dependencies>()
  const columns = new Map<string, readonly string[]>()
  const unread = new Map<string, string>()
  const things = thingsOf(compiled)
  const told = (dependency: Dependency) => thingsMeant(dependency, things)
  for (const [name, model] of models) {
    const {relation, unread: why} = generated(name, model)
    for (const column of relation.columns) from.set(`${name}.${column.name}`, resolved(column.from, told))
    from.set(name, resolved(relation.rows, told))
    columns.set(
      name,
      relation.columns.map(column => column.name),
    )
    if (why !== undefined) unread.set(name, why)
  }
  for (const [ref, {value, breakdowns}] of entries) {
    from.set(ref, resolved(value, told))
    // a chart of KPIs is broken down as they are
    if (breakdowns.size > 0 || compiled.project.definitions.kpis.has(ref))
      from.set(`${ref}.${BROKEN_DOWN}`, resolved(breakdowns, told))
  }
  return {from, columns, unread}
}

const BROKEN_DOWN = 'dimension_value'

/** The name of what a dependency is on. */
export function nameOf({relation, column}: Pick<Dependency, 'relation' | 'column'>): string {
  return column === undefined ? relation : `${relation}.${column}`
}

function resolved(from: Dependencies, told: (dependency: Dependency) => Dependency[]): Dependencies {
  return dependencies([...from.values()].flatMap(told))
}

/** What stands in the tables that hold many things, by the values of the columns that tell them apart. */
type Things = (relation: string, slice: Slice) => readonly string[] | undefined

function thingsOf({project}: Compiled): Things {
  const {kpis, histograms, componentFigures} = project.definitions
  const owners = new Map<string, string>()
  for (const kpi of kpis.values()) for (const measure of kpi.measures) owners.set(measure.id, kpi.ref)
  for (const figure of componentFigures) for (const measure of figure.measures) owners.set(measure.id, figure.ref)
  for (const {ref, slots} of histograms)
    for (const slot of slots) for (const measure of [slot.measure, slot.share]) if (measure) owners.set(measure.id, ref)
  return (relation, {kpi_ref: refs, component_ref: components, column_ref: cut, measure: measures}) => {
    if (relation === 'kpi_values') return refs?.filter(ref => kpis.has(ref))
    if (relation === 'measure_values') return measures && [...new Set(measures.flatMap(id => owners.get(id) ?? []))]
    if (relation !== 'component_values') return components
    return (
      (components || cut) &&
      componentFigures
        .filter(each => components?.includes(each.component) ?? true)
        .filter(each => cut === undefined || (each.column !== undefined && cut.includes(each.column)))
        .map(each => each.ref)
    )
  }
}

/** A dependency on some rows of a table that holds many things is one on these things. */
function thingsMeant(dependency: Dependency, things: Things): Dependency[] {
  const {relation, column, slice, ...rest} = dependency
  const keys = partitionsOf(relation)
  if (keys.length === 0) return [dependency]
  if (column !== undefined && keys.includes(column)) return [] // which thing it is, the catalog says
  const meant = slice && things(relation, slice)
  const isFigure = column === undefined || FIGURES.has(column)
  if (meant && (isFigure || column === BROKEN_DOWN))
    return [
      ...meant.map(thing => ({relation: thing, ...(column === BROKEN_DOWN && {column}), ...rest})),
      ...(column === undefined ? [{relation: PERIODS, ...rest}] : []), // totals are there for every period
    ]
  if (relation === 'measure_values' && column !== undefined && !isFigure)
    return PERIOD_COLUMNS.includes(column) ? [{relation: PERIODS, column, ...rest}] : []
  return [{relation, ...(column !== undefined && {column}), ...rest}]
}

const PERIOD_COLUMNS = ['grain', 'period_start', 'period_end']

/** The tables of all KPIs and of charts' figures: what their columns are is known better from the catalog than from their SQL. */
function generatedTables({project}: Compiled) {
  const {kpis, componentFigures, histograms} = project.definitions
  const figures = componentFigures.map(figure => figure.ref)
  const held = new Map<string, readonly string[]>([
    ['kpi_values', [...kpis.keys()]],
    ['component_values', figures],
    ['measure_values', [...kpis.keys(), ...figures, ...histograms.map(histogram => histogram.ref)]],
  ])
  return (name: string, model: OfModel): OfModel => {
    const refs = held.get(name)
    if (!refs) return model
    const values = dependencies(refs.map(relation => ({relation, way: 'identity'})))
    const broken = dependencies(refs.map(relation => ({relation, column: BROKEN_DOWN, way: 'identity'})))
    const columns = model.relation.columns.map(column => {
      if (FIGURES.has(column.name)) return {...column, from: values}
      if (column.name === BROKEN_DOWN) return {...column, from: broken}
      const period = dependencies([{relation: PERIODS, column: column.name, way: 'identity'}])
      return PERIOD_COLUMNS.includes(column.name) ? {...column, from: period} : column
    })
    const rows = dependencies([
      {relation: PERIODS, way: 'rows'},
      ...refs.flatMap(relation => [
        {relation, way: 'filter'} as const,
        {relation, column: BROKEN_DOWN, way: 'group'} as const,
      ]),
    ])
    return {...model, relation: {...model.relation, columns, rows}}
  }
}
