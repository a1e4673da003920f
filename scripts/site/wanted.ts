import {columnName} from '../catalog/catalog.ts'
import type {Project} from '../compile/load.ts'
import type {Wanted} from './marts.ts'
import {dimensionOf} from './view.ts'

/** What the project's charts and tables need from the marts beyond the KPIs' totals. */
export function wantedOf(project: Project): Wanted {
  const {definitions, catalog, declarations} = project
  const layerOf = (model: string) => (declarations.files.get(model)?.includes('/marts/') ? 'marts' : 'facts')
  const wanted = {
    breakdowns: new Map<string, Wanted['breakdowns'][number]>(),
    componentBreakdowns: [] as Wanted['breakdowns'][number][],
    tables: [] as Wanted['tables'][number][],
    matrices: [] as Wanted['matrices'][number][],
    lists: [] as Wanted['lists'][number][],
  }
  const want = (ref: string, dimension: string) => wanted.breakdowns.set(`${ref} ${dimension}`, {ref, dimension})
  /** Dimensions whose values are written out. */
  const written = new Set<string>()

  for (const [ref, component] of definitions.components) {
    switch (component.form) {
      case 'donut':
        if (typeof component.donut === 'string') want(component.donut, component.by)
        else wanted.componentBreakdowns.push({ref, dimension: component.by})
        written.add(component.by)
        break
      case 'lines':
        for (const line of component.lines)
          for (const dimension of Object.keys(line.only ?? {})) {
            want(line.kpi, dimension)
            written.add(dimension)
          }
        break
      case 'bars':
        for (const {kpi, by} of component.groups.flatMap(group => group.bars)) {
          if (by === undefined) continue
          want(kpi, by)
          written.add(by)
        }
        break
      case 'table': {
        const attributes = Object.keys(component.attributes)
        wanted.tables.push({name: component.table, attributes, columns: component.columns.map(columnName)})
        for (const each of [component.by, Object.keys(component.also), attributes].flat()) written.add(each)
        break
      }
      case 'scatter': {
        const columns = [...new Set([component.x, component.y, component.size])].map(columnName)
        wanted.tables.push({name: component.scatter, attributes: [], columns})
        for (const each of [component.by].flat()) written.add(each)
        break
      }
      case 'matrix':
        wanted.matrices.push({name: component.matrix, rows: component.rows, columns: component.columns})
        for (const each of [component.rows, component.columns]) {
          want(component.kpi, each)
          written.add(each)
        }
        break
      case 'list': {
        const declared = declarations.models.get(component.list)?.columns ?? {}
        const local = (column: string) => (`${column}_local` in declared ? `${column}_local` : column)
        const columns = [...new Set([component.date, ...Object.keys(component.columns)])]
        wanted.lists.push({
          ref,
          relation: `${layerOf(component.list)}.${component.list}`,
          date: local(component.date),
          columns: columns.map(name => ({name, from: local(name)})),
        })
        for (const each of columns) written.add(dimensionOf(project, component.list, each) ?? each)
      }
    }
  }
  return {
    ...wanted,
    breakdowns: [...wanted.breakdowns.values()],
    histograms: definitions.histograms.length > 0,
    shares: definitions.histograms.some(each => each.slots.some(slot => slot.share !== undefined)),
    labels: Object.entries(catalog.dimensions).flatMap(([dimension, {labels}]) =>
      labels && written.has(dimension)
        ? [{dimension, relation: `${layerOf(labels.model)}.${labels.model}`, key: labels.key, label: labels.label}]
        : [],
    ),
  }
}
