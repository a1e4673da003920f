import type {ComponentInput} from '../catalog/catalog-schema.ts'
import type {Figure, Kpi, Measure} from '../catalog/definitions.ts'
import type {Project} from '../compile/load.ts'
import {type Dependencies, dependencies, NONE, union} from './dependencies.ts'
import {ofBreakdowns, ofMeasure} from './measures.ts'
import {namedIn} from './references.ts'

/** What a thing of the catalog depends on. */
export interface OfEntry {
  readonly value: Dependencies
  /** The columns that it is broken down by. */
  readonly breakdowns: Dependencies
}

/**
 * KPIs, charts and tables, by reference, and charts' own figures (`Shop-Table-1 Shop-Card-2`). A KPI depends on the KPIs that it is
 * calculated from, and on the columns that measures of its own read; a chart on what it shows.
 */
export function followCatalog(project: Project): Map<string, OfEntry> {
  const {definitions, tools} = project
  const entries = new Map<string, OfEntry>()
  const known = new Map<Measure, Dependencies>()
  const measured = (measures: readonly Measure[]) =>
    union(
      ...measures.map(measure => {
        if (!known.has(measure)) known.set(measure, ofMeasure(measure, tools))
        return known.get(measure)!
      }),
    )
  const broken = (measures: readonly Measure[], dimensions: readonly string[]) =>
    union(...measures.map(measure => ofBreakdowns(measure, dimensions)))
  const ofFigure = ({measures, dimensions}: Pick<Figure, 'measures' | 'dimensions'>): OfEntry => ({
    value: measured(measures),
    breakdowns: broken(measures, dimensions),
  })

  for (const kpi of definitions.kpis.values()) {
    const parts = partsOf(kpi)
    const inParts = new Set(parts.flatMap(ref => definitions.kpis.get(ref)!.measures))
    const own = kpi.measures.filter(measure => !inParts.has(measure))
    entries.set(kpi.ref, {...ofFigure(kpi), value: union(shown(parts, 'transformation'), measured(own))})
  }
  for (const figure of definitions.componentFigures) entries.set(figure.ref, ofFigure(figure))
  for (const [ref, component] of definitions.components) {
    const histogram = definitions.histograms.find(each => each.ref === ref)
    const slots = histogram?.slots.flatMap(slot => [slot.measure, ...(slot.share ? [slot.share] : [])]) ?? []
    const figures = definitions.componentFigures.filter(each => each.component === ref)
    const own = figures.map(each => each.ref).filter(each => each !== ref)
    const inPlace = figures.filter(each => each.ref === ref).flatMap(each => each.measures)
    entries.set(ref, {
      value: union(
        shown([...namedIn(project, ref), ...own], 'identity'),
        measured([...slots, ...inPlace]),
        listed(component),
      ),
      breakdowns: union(
        ...figures.map(each => broken(each.measures, each.dimensions)),
        broken(slots, histogram?.dimensions ?? []),
      ),
    })
  }
  return entries
}

/** KPIs whose values a KPI is calculated from. One that narrows another is not: it counts anew. */
function partsOf({input}: Kpi): string[] {
  const operands =
    input.form === 'ratio'
      ? [input.numerator, input.denominator]
      : input.form === 'formula'
        ? Object.values(input.parts)
        : []
  return operands.filter(each => typeof each === 'string')
}

function shown(refs: readonly string[], way: 'identity' | 'transformation'): Dependencies {
  return dependencies(refs.map(relation => ({relation, way, as: 'part'})))
}

/** A list shows a model's rows. */
function listed(component: ComponentInput): Dependencies {
  if (component.form !== 'list') return NONE
  const {list: relation, date, columns} = component
  return dependencies([
    ...Object.keys(columns).map(column => ({relation, column, way: 'identity'}) as const),
    {relation, column: date, way: 'sort', as: 'anchor'},
    {relation, way: 'rows'},
  ])
}
