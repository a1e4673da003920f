import type {ComponentInput} from '../catalog/catalog-schema.ts'
import {type ComponentFigure, pairOf} from '../catalog/definitions.ts'
import type {Project} from '../compile/load.ts'
import {ownFigure} from './component-figures.ts'
import type {Askable} from './request.ts'

/** What a chart or table shows, as figures to be asked for. */
export interface Series {
  /** In the catalog's first language. */
  readonly name: string
  /** Several are added up. */
  readonly figures: readonly Askable[]
  /** The KPI in question; NULL for what only the chart counts, and for sums. */
  readonly kpi_ref: string | null
  /** The dimension (or several, joined) by which it is cut. */
  readonly by?: string
  /** Only this value of a dimension, each. */
  readonly only?: Readonly<Record<string, string>>
  /** The values are parts of a whole. */
  readonly isDivisible?: boolean
}

/** The charts and tables that have series: all but histograms, which have slots, and lists, which have rows. */
export type SeriesComponent = Exclude<ComponentInput, {form: 'histogram' | 'list'}>

/** The dimensions by which a chart or table can be asked for; the first is meant where none is named. */
export function cutsOf(component: SeriesComponent): readonly string[] {
  switch (component.form) {
    case 'donut':
      return [component.by]
    case 'table':
      return [...new Set([...[component.by].flat(), ...Object.keys(component.also)])]
    case 'scatter':
      return [component.by].flat()
    default:
      return []
  }
}

/** The series of a chart or table; `by` is one of its `cutsOf`. */
export function seriesOf(project: Project, ref: string, component: SeriesComponent, by: string | undefined): Series[] {
  const {definitions, catalog} = project
  const say = (texts: Readonly<Record<string, string>>) => texts[catalog.languages[0]!]!
  const own = (isIt: (figure: ComponentFigure) => boolean = () => true) => {
    const found = definitions.componentFigures.find(each => each.component === ref && isIt(each))
    return found && ownFigure(project, found)
  }
  const kpi = (kpiRef: string, rest: Partial<Series> = {}): Series => {
    const found = definitions.kpis.get(kpiRef)!
    return {name: say(found.input.name), figures: [found], kpi_ref: kpiRef, ...rest}
  }
  const isAdditive = (kpiRef: string) => definitions.kpis.get(kpiRef)!.additivity !== 'none'
  switch (component.form) {
    case 'donut': {
      if (typeof component.donut === 'string')
        return [kpi(component.donut, {by: component.by, isDivisible: isAdditive(component.donut)})]
      const figure = own()!
      const [measure] = figure.measures
      const isDivisible = measure!.kind === 'rows' && (measure!.aggregate === 'count' || measure!.aggregate === 'sum')
      return [{name: say(component.name), figures: [figure], kpi_ref: null, by: component.by, isDivisible}]
    }
    case 'lines':
      return component.lines.map(line =>
        kpi(line.kpi, {
          ...(line.name ? {name: say(line.name)} : {}),
          ...(line.only ? {only: line.only, by: joined(Object.keys(line.only))} : {}),
        }),
      )
    case 'funnel':
      return component.funnel.flatMap(step => [
        {
          name: say(step.name),
          figures: step.sum.map(each => definitions.kpis.get(each)!),
          kpi_ref: step.sum.length === 1 ? step.sum[0]! : null,
        },
        ...step.rates.map(rate => kpi(rate)),
      ])
    case 'bars':
      return component.groups.flatMap(group =>
        group.bars.map(bar => {
          const of = kpi(bar.kpi)
          const name = `${say(group.name)}: ${bar.name ? say(bar.name) : of.name}`
          return {...of, name, ...(bar.by === undefined ? {} : {by: bar.by})}
        }),
      )
    case 'matrix': {
      const figure = own()!
      const {kpi: kpiRef, rows, columns} = component
      return [kpi(kpiRef, {figures: [figure], by: pairOf(rows, columns)})]
    }
    case 'table':
    case 'scatter': {
      const columns =
        component.form === 'table' ? component.columns : [...new Set([component.x, component.y, component.size])]
      return columns.flatMap(column => {
        const figure = own(each => each.column === column && each.dimensions.includes(by!))
        if (figure) return [kpi(column, {figures: [figure], by: by!})]
        return definitions.kpis.get(column)!.dimensions.includes(by!) ? [kpi(column, {by: by!})] : []
      })
    }
  }
}

function joined([first, ...rest]: readonly string[]): string {
  return rest.reduce((name, each) => pairOf(name, each), first!)
}
