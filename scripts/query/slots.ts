import type {Histogram} from '../catalog/definitions.ts'
import type {Answer} from './answer.ts'
import {slotFigures} from './component-figures.ts'
import type {Asked} from './request.ts'

/** A slot of a histogram, as `kpi query --format json` gives it; the names are those of `marts.kpi_histograms`. */
export interface SlotAnswer {
  readonly component_ref: string
  readonly period_start: string
  readonly period_end: string
  readonly dimension: string
  readonly dimension_value: string | null
  readonly slot: number
  /** In the catalog's first language. */
  readonly slot_label: string
  /** Included, and excluded; NULL where the slot is open. */
  readonly lower_bound: number | null
  readonly upper_bound: number | null
  readonly unit: string
  readonly count: number
  /** What part of all slots' rows fall into this one; NULL where there are none. */
  readonly share_of_total: number | null
  /** Of a histogram with a condition: the share of the slot's rows that satisfy it; NULL where there are none. */
  readonly share?: number | null
  readonly filters_not_applied: readonly string[]
  /** Only by several dimensions: each with its value. */
  readonly dimensions?: Readonly<Record<string, string>>
}

/** A histogram's slots for each period and breakdown value: in total all of them, in breakdowns those that are not empty. */
export function slotAnswers(
  {ref, slots, unit}: Histogram,
  rows: readonly Answer[],
  {periods, by}: Pick<Asked, 'periods' | 'by'>,
  language: string,
): SlotAnswer[] {
  return periods.flatMap(({start, end}) => {
    const inPeriod = rows.filter(row => row.period_start === start && row.period_end === end)
    const values = [...new Set(inPeriod.map(row => row.dimension_value))].sort()
    return values.flatMap(value => {
      const own = inPeriod.filter(row => row.dimension_value === value)
      const figure = (name: string) => own.find(row => row.kpi_ref === name)
      const counts = slots.map(slot => figure(slotFigures(ref, slot.number).count)?.value ?? 0)
      const all = counts.reduce((total, count) => total + count, 0)
      return slots.flatMap((slot, i): SlotAnswer[] => {
        const count = counts[i]!
        if (by !== undefined && count === 0) return []
        const {dimension, filters_not_applied, dimensions} = own[0]!
        return [
          {
            component_ref: ref,
            period_start: start,
            period_end: end,
            dimension,
            dimension_value: value,
            slot: slot.number,
            slot_label: slot.label[language]!,
            lower_bound: slot.lower,
            upper_bound: slot.upper,
            unit,
            count,
            share_of_total: all === 0 ? null : count / all,
            ...(slot.share ? {share: figure(slotFigures(ref, slot.number).share)?.value ?? null} : {}),
            filters_not_applied,
            ...(dimensions ? {dimensions} : {}),
          },
        ]
      })
    })
  })
}
