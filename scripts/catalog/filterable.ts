import type {ComponentFigure, Definitions} from './definitions.ts'

/** The dimensions that can filter a chart's own figure: those it is cut by, and those of its measures that the KPI in whose place it stands has, too. */
export function filterableBy(figure: ComponentFigure, {kpis}: Pick<Definitions, 'kpis'>): string[] {
  const [first, ...rest] = figure.measures
  const shared = Object.keys(first!.dimensions).filter(name => rest.every(measure => name in measure.dimensions))
  const kpi = figure.column === undefined ? undefined : kpis.get(figure.column)
  const also = kpi ? shared.filter(name => kpi.dimensions.includes(name)) : []
  return [...new Set([...figure.dimensions, ...also])]
}
