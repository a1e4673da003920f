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

/** The measures that charts bring along: a histogram's slots, a donut's own count. */
export function componentMeasures(
  catalog: Catalog,
  builder: ReturnType<typeof termBuilder>,
  problems: Problem[],
): ComponentDraft[] {
  const drafts: ComponentDraft[] = []
  for (const [ref, component] of catalog.components) {
    if (component.form === 'histogram') {
      const draft = histogram(catalog, ref, component, builder, problems)
      if (draft) drafts.push(draft)
    } else if (component.form === 'donut' && typeof component.donut !== 'string') {
      const measure = builder.inline(component.donut, ['components', ref, 'donut'], ref)
      if (measure) drafts.push({ref, measure, without: component.donut.without ?? []})
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
