import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import type {Catalog} from './catalog.ts'
import type {ComponentInput} from './catalog-schema.ts'
import {type Measure, pairOf, type Slot, type Term} from './definitions.ts'
import {seconds} from './durations.ts'
import type {TermBuilder} from './terms.ts'

/** A chart's own figure, before equal measures are made one. */
export interface FigureDraft {
  readonly component: string
  readonly column?: string
  readonly term: Term
  /** The breakdowns it has; else all that its measures have, less those excluded. */
  readonly dimensions?: readonly string[]
  readonly without: readonly string[]
}

/** A histogram, before equal measures are made one. */
export interface HistogramDraft {
  readonly ref: string
  readonly unit: string
  readonly slots: readonly Slot[]
  /** Carries every slot's condition, so that all of them are parsed and checked once. */
  readonly measure: Measure
  readonly without: readonly string[]
}

export interface ComponentDrafts {
  readonly figures: readonly FigureDraft[]
  readonly histograms: readonly HistogramDraft[]
}

/** What charts and tables count that no KPI does: a histogram's slots, a donut's own count, a table's own columns, a matrix's cells. */
export function componentDrafts(catalog: Catalog, builder: TermBuilder, problems: Problem[]): ComponentDrafts {
  const figures: FigureDraft[] = []
  const histograms: HistogramDraft[] = []
  for (const [ref, component] of catalog.components) {
    if (component.form === 'histogram') {
      const draft = histogram(catalog, ref, component, builder, problems)
      if (draft) histograms.push(draft)
    } else if (component.form === 'donut' && typeof component.donut !== 'string') {
      const measure = builder.inline(component.donut, ['components', ref, 'donut'], ref)
      const {without = []} = component.donut
      if (measure) figures.push({component: ref, term: {type: 'measure', measure}, without})
    } else if (component.form === 'matrix') {
      const term = catalog.kpis.has(component.kpi) ? builder.kpi(component.kpi) : undefined
      const dimensions = [pairOf(component.rows, component.columns)]
      if (term) figures.push({component: ref, column: component.kpi, term, dimensions, without: []})
    } else if (component.form === 'table') {
      for (const [dimension, columns] of Object.entries(component.also)) {
        for (const [column, input] of Object.entries(columns)) {
          const path = ['components', ref, 'also', dimension, column]
          const term = builder.define(input, path, `${ref}.${dimension}.${column}`)
          if (term) figures.push({component: ref, column, term, dimensions: [dimension], without: []})
        }
      }
    }
  }
  return {figures, histograms}
}

function histogram(
  catalog: Catalog,
  ref: string,
  component: ComponentInput & {form: 'histogram'},
  builder: TermBuilder,
  problems: Problem[],
): HistogramDraft | undefined {
  const path = ['components', ref]
  const scale = catalog.scales[component.scale]
  if (!scale) {
    problems.push(
      fault('unknown-scale', `${ref}: there is no scale "${component.scale}"`, {
        ...catalog.yaml.place([...path, 'scale']),
        hint: suggestion(component.scale, Object.keys(catalog.scales), 'scales'),
      }),
    )
    return undefined
  }
  const {from, date, where, related, dimensions, without = [], share} = component
  const counted = builder.inline({count: 'rows', from, date, where, related, dimensions, without}, path, ref)
  if (!counted) return undefined
  const value = {text: component.histogram, path: [...path, 'histogram']}
  const condition = share === undefined ? undefined : {text: share, path: [...path, 'share']}
  const bounds = scale.slots.map(slot => (typeof slot.to === 'string' ? seconds(slot.to) : (slot.to ?? null)))
  const slots = scale.slots.map((slot, number): Slot => {
    const lower = number === 0 ? null : bounds[number - 1]!
    const upper = bounds[number]!
    const between = [
      ...(lower === null ? [] : [`(${value.text}) >= ${lower}`]),
      ...(upper === null ? [] : [`(${value.text}) < ${upper}`]),
    ]
    const inSlot = {text: between.join(' and '), path: value.path}
    const measure = {...counted, id: `${ref}.${number}`, where: [...counted.where, inSlot]}
    const shared = condition && {
      ...measure,
      id: `${ref}.${number}.share`,
      aggregate: 'share' as const,
      value: condition,
    }
    return {number, label: slot.label, lower, upper, measure, ...(shared ? {share: shared} : {})}
  })
  const conditions = slots.flatMap(slot => slot.measure.where)
  const measure = {...counted, where: [...conditions, ...(condition ? [condition] : [])]}
  return {ref, measure, without, slots, unit: scale.unit}
}
