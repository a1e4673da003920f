import type {ComponentInput} from '../catalog/catalog-schema.ts'
import {pairOf} from '../catalog/definitions.ts'
import type {Project} from '../compile/load.ts'
import {histogramFigures, ownFigure} from '../query/component-figures.ts'
import type {Askable} from '../query/request.ts'

/** A figure that is shown, in total or by a dimension. */
export interface Need {
  readonly figure: Askable
  /** A dimension, or a pair; none for the total. */
  readonly by?: string
  /** Over the whole trend, or only of the period shown and the one that it is compared with. */
  readonly over: 'trend' | 'now'
}

/** The figures that these KPIs' cards (companions included) and these charts and tables show; each once. */
export function needsOf(project: Project, refs: Iterable<string>): Need[] {
  const {definitions} = project
  const needs = new Map<string, Need>()
  const need = (figure: Askable, over: Need['over'], by?: string) => {
    const key = `${figure.ref} ${by ?? ''}`
    if (needs.get(key)?.over === 'trend') return
    needs.set(key, {figure, over, ...(by === undefined ? {} : {by})})
  }
  const kpi = (ref: string, over: Need['over'], by?: string) => need(definitions.kpis.get(ref)!, over, by)
  for (const ref of refs) {
    const card = definitions.kpis.get(ref)
    if (card) {
      need(card, 'trend')
      if (card.input.companion !== undefined) kpi(card.input.companion, 'trend')
      continue
    }
    const component = definitions.components.get(ref)!
    const own = definitions.componentFigures.filter(each => each.component === ref)
    componentNeeds(component)
    const histogram = definitions.histograms.find(each => each.ref === ref)
    if (histogram) for (const figure of histogramFigures(project, histogram)) need(figure, 'now')
    for (const figure of own) {
      const askable = ownFigure(project, figure)
      for (const dimension of figure.dimensions) {
        if (component.form !== 'donut' || dimension === component.by) need(askable, 'now', dimension)
      }
      if (component.form === 'donut') need(askable, 'now')
    }
  }
  return [...needs.values()]

  function componentNeeds(component: ComponentInput): void {
    switch (component.form) {
      case 'donut':
        if (typeof component.donut === 'string') kpi(component.donut, 'now', component.by)
        break
      case 'lines':
        for (const {kpi: ref, only = {}} of component.lines) {
          kpi(ref, 'trend')
          for (const dimension of Object.keys(only)) kpi(ref, 'trend', dimension)
        }
        break
      case 'funnel':
        for (const {sum = [], rates = []} of component.funnel) for (const ref of [...sum, ...rates]) kpi(ref, 'now')
        break
      case 'bars':
        for (const {kpi: ref, by} of component.groups.flatMap(group => group.bars)) kpi(ref, 'now', by)
        break
      case 'table':
      case 'scatter': {
        const columns = component.form === 'table' ? component.columns : [component.x, component.y, component.size]
        for (const ref of columns) {
          kpi(ref, 'now')
          const {dimensions} = definitions.kpis.get(ref)!
          for (const by of [component.by].flat()) if (dimensions.includes(by)) kpi(ref, 'now', by)
        }
        break
      }
      case 'matrix':
        kpi(component.kpi, 'now')
        for (const by of [component.rows, component.columns]) kpi(component.kpi, 'now', by)
    }
  }
}

/** The dimension by which a matrix's cells are cut. */
export function cellsOf({rows, columns}: {readonly rows: string; readonly columns: string}): string {
  return pairOf(rows, columns)
}
