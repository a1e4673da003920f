import {CATALOG_FILE, columnName} from '../catalog/catalog.ts'
import type {Kpi} from '../catalog/definitions.ts'
import {unitOf} from './formats.ts'
import {html, type Markup} from './html.ts'
import type {TableRow} from './marts.ts'
import {componentOf, kpiOf, labelOf, mayStillChange, say, type View} from './view.ts'

/** A table component: one row per value of its dimension, sorted by its first KPI, with bars inside cells that count or add up. */
export function table(view: View, ref: string, anchor: boolean): Markup {
  const {texts, formats, preset} = view
  const component = componentOf(view, ref, 'table')
  const kpis = component.columns.map(column => kpiOf(view, column))
  const [first] = kpis as [Kpi]
  const attributes = Object.entries(component.attributes)
  const rows = sorted(view.data.rows(component.table, preset.current), first)
  const name = say(view, component.name)
  const head = html`<h3${anchor && html` id="${ref}-title"`}>${name}</h3>
    <p class="context">${texts.period(preset.current)}${!preset.current.complete && `, ${texts.incomplete}`}. ${texts.sortedBy(say(view, first.input.name))}</p>`
  const about = html`<details><summary>${texts.definition}<span class="vh">: ${name}</span></summary><p>${say(view, component.description)}</p>
    ${component.note && html`<p class="note">${say(view, component.note)}</p>`}<p class="small">${texts.whereDefined(ref, CATALOG_FILE)}</p></details>`
  const open = html`<div class="list"${anchor && html` id="${ref}"`} data-ref="${ref}">${head}`
  if (rows.length === 0) return html`${open}<p class="empty">${texts.nothingCounted}</p>${about}</div>`
  const largest = kpis.map(kpi => (hasBars(kpi) ? Math.max(0, ...rows.map(row => numberOf(row, kpi) ?? 0)) : 0))
  const units = kpis.map(kpi => ({...unitOf(kpi), whole: rows.some(row => Math.abs(numberOf(row, kpi) ?? 0) >= 1000)}))
  const totals = kpis.map(kpi => view.data.point(kpi, preset.current))
  return html`${open}
    <div class="scroll" tabindex="0" role="region" aria-label="${name}"><table class="rows">
    <thead><tr>${attributes.map(([, texts_]) => html`<th scope="col">${say(view, texts_)}</th>`)}${kpis.map(kpi => html`<th scope="col" class="number">${say(view, kpi.input.name)}${kpi.input.status === 'draft' && html` <span class="mark">${texts.draft}</span>`}${mayStillChange(view, kpi.input, component.by) && html` <span class="mark">${texts.unsettled}</span>`}</th>`)}</tr></thead>
    <tbody>${rows.map(row => html`<tr>${attributes.map(([attribute], i) => attributeCell(view, row, attribute, i === 0))}${kpis.map((kpi, i) => numberCell(formats.value(numberOf(row, kpi), units[i]!), largest[i]! > 0 ? (numberOf(row, kpi) ?? 0) / largest[i]! : null))}</tr>`)}</tbody>
    <tfoot><tr><th scope="row" colspan="${attributes.length}">${texts.total}</th>${kpis.map((kpi, i) => numberCell(formats.value(totals[i]!.value, units[i]!), null))}</tr></tfoot>
    </table></div>${about}</div>`
}

function sorted(rows: readonly TableRow[], by: Kpi): TableRow[] {
  return [...rows].sort(
    (a, b) =>
      (numberOf(b, by) ?? Number.NEGATIVE_INFINITY) - (numberOf(a, by) ?? Number.NEGATIVE_INFINITY) ||
      (a.dimension_value < b.dimension_value ? -1 : 1),
  )
}

function numberOf(row: TableRow, kpi: Kpi): number | null {
  const cell = row.cells[columnName(kpi.ref)]
  return typeof cell === 'number' ? cell : null
}

/** A bar reads as an amount: not for rates and scores. */
function hasBars(kpi: Kpi): boolean {
  return ['count', 'money', 'seconds'].includes(kpi.input.unit)
}

function attributeCell(view: View, row: TableRow, attribute: string, first: boolean): Markup {
  const text = String(row.cells[attribute] ?? '–')
  const shown = attribute in view.project.catalog.dimensions ? labelOf(view, attribute, text) : text
  return first ? html`<th scope="row">${shown}</th>` : html`<td>${shown}</td>`
}

function numberCell(text: string, share: number | null): Markup {
  return html`<td class="number">${text}${share !== null && html`<span class="inbar"><span style="width:${(share * 100).toFixed(1)}%"></span></span>`}</td>`
}
