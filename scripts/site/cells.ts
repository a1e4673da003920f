import type {Unit} from './formats.ts'
import {html, type Markup} from './html.ts'
import type {View} from './view.ts'

/** What a table's cell says to people, and the bare value that machines read: a number, an ISO date, nothing for NULL. */
export interface Cell {
  readonly text: string
  readonly value: number | string | null
  /** What a reader of the bare value must know, too: "incomplete". */
  readonly note?: string
}

/** The head of a column; of figures also their unit, and the KPI that they are. */
export interface Heading {
  readonly text: string
  readonly unit?: string
  readonly ref?: string
}

/** A figure as a cell. */
export function figureCell({formats}: View, value: number | null, unit: Unit): Cell {
  return {text: formats.value(value, unit), value}
}

/** A fraction as a cell that says "12 %". */
export function percentCell({formats}: View, fraction: number): Cell {
  return {text: formats.percent(fraction), value: fraction}
}

/** The attributes of a cell's element: `data-value` is empty for NULL. */
export function cellData({value, note}: Cell): Markup {
  return html` data-value="${value}"${note !== undefined && html` data-note="${note}"`}`
}

/** The attributes of a column's head. */
export function headData({unit, ref}: Heading): Markup {
  return html`${unit !== undefined && html` data-unit="${unit}"`}${ref !== undefined && html` data-ref="${ref}"`}`
}
