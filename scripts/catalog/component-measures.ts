import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import type {Catalog} from './catalog.ts'
import type {ComponentInput} from './catalog-schema.ts'
import type {Measure, Slot} from './definitions.ts'
import {seconds} from './durations.ts'
import type {termBuilder} from './terms.ts'

/** A chart's own measure, before equal measures are made one. */
export interface ComponentDraft {
  readonly ref: string
  readonly measure: Measure
  readonly slot?: Measure
  readonly without: readonly string[]
  readonly slots?: readonly Slot[]
  readonly unit?: string
}

/** The measures that charts bring along: a histogram's slots, a donut's own count. Other references of components are checked here. */
export function componentMeasures(
  catalog: Catalog,
  builder: ReturnType<typeof termBuilder>,
  problems: Problem[],
): ComponentDraft[] {
  const drafts: ComponentDraft[] = []
  const {yaml} = catalog
  const kpiAt = (ref: string, path: (string | number)[]) => {
    if (!catalog.kpis.has(ref) && !(ref in ((yaml.data as {kpis: object}).kpis ?? {}))) {
      problems.push(
        fault('unknown-kpi', `${path.slice(1).join('.')}: there is no KPI "${ref}"`, {
          ...yaml.place(path),
          hint: suggestion(ref, catalog.kpis.keys(), 'KPIs'),
        }),
      )
    }
  }
  const dimensionAt = (name: string, path: (string | number)[]) => {
    if (!(name in catalog.dimensions))
      problems.push(
        fault('unknown-dimension', `${path.slice(1).join('.')}: there is no dimension "${name}"`, {
          ...yaml.place(path),
          hint: suggestion(name, Object.keys(catalog.dimensions)),
        }),
      )
  }
  for (const [ref, component] of catalog.components) {
    const path = ['components', ref]
    switch (component.form) {
      case 'histogram': {
        const draft = histogram(catalog, ref, component, builder, problems)
        if (draft) drafts.push(draft)
        break
      }
      case 'donut': {
        dimensionAt(component.by, [...path, 'by'])
        if (typeof component.donut === 'string') kpiAt(component.donut, [...path, 'donut'])
        else {
          const measure = builder.inline(component.donut, [...path, 'donut'], ref)
          if (measure) drafts.push({ref, measure, without: component.donut.without ?? []})
        }
        break
      }
      case 'lines':
        for (const [i, line] of component.lines.entries()) {
          kpiAt(line.kpi, [...path, 'lines', i, 'kpi'])
          for (const name of Object.keys(line.only ?? {})) dimensionAt(name, [...path, 'lines', i, 'only', name])
        }
        break
      case 'funnel':
        for (const [i, step] of component.funnel.entries()) {
          for (const [j, each] of step.sum.entries()) kpiAt(each, [...path, 'funnel', i, 'sum', j])
          for (const [j, each] of step.rates.entries()) kpiAt(each, [...path, 'funnel', i, 'rates', j])
        }
        break
      case 'table':
        dimensionAt(component.by, [...path, 'by'])
        for (const [i, each] of component.columns.entries()) kpiAt(each, [...path, 'columns', i])
        break
    }
  }
  return drafts
}

function histogram(
  catalog: Catalog,
  ref: string,
  component: ComponentInput & {form: 'histogram'},
  builder: ReturnType<typeof termBuilder>,
  problems: Problem[],
): ComponentDraft | undefined {
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
  const {from, date, where, related, dimensions, without} = component
  const counted = builder.inline({count: 'rows', from, date, where, related, dimensions, without}, path, ref)
  if (!counted) return undefined
  const value = {text: component.histogram, path: [...path, 'histogram']}
  const bounds = scale.slots.map(slot => (typeof slot.to === 'string' ? seconds(slot.to) : (slot.to ?? null)))
  const slots = scale.slots.map((slot, number): Slot => {
    const lower = number === 0 ? null : bounds[number - 1]!
    const upper = bounds[number]!
    const between = [
      ...(lower === null ? [] : [`(${value.text}) >= ${lower}`]),
      ...(upper === null ? [] : [`(${value.text}) < ${upper}`]),
    ]
    const condition = {text: between.join(' and '), path: value.path}
    return {
      number,
      label: slot.label,
      lower,
      upper,
      measure: {...counted, id: `${ref}.${number}`, where: [...counted.where, condition]},
    }
  })
  return {
    ref,
    measure: {...counted, where: [...counted.where, value]},
    slot: mergeWhere(slots),
    without: without ?? [],
    slots,
    unit: scale.unit,
  }
}

/** A measure that carries every slot's condition, so that all of them are parsed. */
function mergeWhere(slots: readonly Slot[]): Measure {
  return {...slots[0]!.measure, where: slots.flatMap(slot => slot.measure.where)}
}
