import {columnName} from '../catalog/catalog.ts'
import type {Project} from '../compile/load.ts'
import type {Wanted} from './marts.ts'

/** What the project's charts and tables need from the marts beyond the KPIs' totals. */
export function wantedOf(project: Project): Wanted {
  const {definitions, catalog, declarations} = project
  const components = [...definitions.components]
  const breakdowns = new Map<string, {ref: string; dimension: string}>()
  const want = (ref: string, dimension: string) => breakdowns.set(`${ref} ${dimension}`, {ref, dimension})
  for (const [, component] of components) {
    if (component.form === 'donut' && typeof component.donut === 'string') want(component.donut, component.by)
    if (component.form === 'lines') {
      for (const line of component.lines)
        for (const dimension of Object.keys(line.only ?? {})) want(line.kpi, dimension)
    }
  }
  const layerOf = (model: string) => (declarations.files.get(model)?.includes('/marts/') ? 'marts' : 'facts')
  const shown = new Set([...breakdowns.values()].map(each => each.dimension))
  for (const [, component] of components) if (component.form === 'donut') shown.add(component.by)
  return {
    breakdowns: [...breakdowns.values()],
    componentBreakdowns: components.flatMap(([ref, component]) =>
      component.form === 'donut' && typeof component.donut !== 'string' ? [{ref, dimension: component.by}] : [],
    ),
    histograms: definitions.histograms.length > 0,
    tables: components.flatMap(([, component]) =>
      component.form === 'table'
        ? [
            {
              name: component.table,
              attributes: Object.keys(component.attributes),
              columns: component.columns.map(columnName),
            },
          ]
        : [],
    ),
    labels: Object.entries(catalog.dimensions).flatMap(([dimension, {labels}]) =>
      labels && shown.has(dimension)
        ? [{dimension, relation: `${layerOf(labels.model)}.${labels.model}`, key: labels.key, label: labels.label}]
        : [],
    ),
  }
}
