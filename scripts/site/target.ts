import type {Kpi} from '../catalog/definitions.ts'
import {unitOf} from './formats.ts'
import {html, type Markup} from './html.ts'
import type {View} from './view.ts'

/**
 * A KPI's target, and once the period is over whether a figure keeps within it: in total, or the target of one value of a dimension. None
 * where the catalog sets none.
 */
export function targetMark(
  {texts, formats, preset}: View,
  kpi: Kpi,
  value: number | null,
  only?: {readonly dimension: string; readonly value: string},
): Markup | null {
  const {target} = kpi.input
  const {min, max} = (only ? target?.by?.[only.dimension]?.[only.value] : target) ?? {}
  if (min === undefined && max === undefined) return null
  const written = (bound: number | undefined) => (bound === undefined ? undefined : formats.value(bound, unitOf(kpi)))
  const text = texts.target(written(min), written(max))
  if (value === null || !preset.current.complete) return html`<span class="mark">${text}</span>`
  const met = (min === undefined || value >= min) && (max === undefined || value <= max)
  const verdict = met ? texts.targetMet : texts.targetMissed
  return html`<span class="mark ${met ? 'good' : 'bad'}">${text}${texts.colon} ${verdict}</span>`
}

/** The single value that the page is filtered by, where it is one of a dimension for which the KPI has targets of its own. */
export function targetedValue({preset}: View, kpi: Kpi): {dimension: string; value: string} | undefined {
  for (const [dimension, values] of preset.filters.where) {
    const [value] = values
    if (values.length === 1 && kpi.input.target?.by?.[dimension]?.[value!]) return {dimension, value: value!}
  }
  return undefined
}
