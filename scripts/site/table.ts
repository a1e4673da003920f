import {CATALOG_FILE, columnName, isHidden} from '../catalog/catalog.ts'
import type {ComponentInput} from '../catalog/catalog-schema.ts'
import type {Kpi} from '../catalog/definitions.ts'
import {type Cell, cellData, figureCell, headData} from './cells.ts'
import {exported} from './charts/figure.ts'
import {choice, partOf} from './choice.ts'
import type {TableRow} from './data.ts'
import {notFiltered} from './filters.ts'
import {NOTHING, type Unit, unitOf} from './formats.ts'
import {type Child, html, type Markup, raw} from './html.ts'
import {moreAbout} from './kpi-page/more.ts'
import {needsOf} from './needs.ts'
import {oneLine} from './one-line.ts'
import {attributesShown} from './pseudonyms.ts'
import {targetMark} from './target.ts'
import {componentOf, dimensionName, kpiOf, labelOf, mayStillChange, say, type View} from './view.ts'

/** A KPI as a column: how its figures are written, and the largest one where bars are drawn (0 for none). */
interface Column {
  readonly kpi: Kpi
  readonly unit: Unit
  readonly largest: number
}

/**
 * A table component: one row per value of its dimension, sorted by its first KPI, with bars inside cells that are amounts;
 * of several dimensions the reader chooses.
 */
export function table(view: View, ref: string, anchor: boolean): Markup {
  const {texts, preset} = view
  const component = componentOf(view, ref, 'table')
  const dimensions = [...new Set([component.by, Object.keys(component.also)].flat())]
  const [first] = component.columns as [string]
  const period = [texts.period(preset.current), ...(preset.current.complete ? [] : [texts.incomplete])].join(', ')
  const options = dimensions.map(id => ({id, label: dimensionName(view, id)}))
  const without = notFiltered(
    view,
    needsOf(view.project, [ref]).map(need => need.figure),
  )
  const views = dimensions.map((dimension, i) => {
    const part = partOf(i, dimensions.length)
    return html`<div${part && html` class="${part}"`}>${rowsBy(view, ref, dimension, dimensions.length > 1)}</div>`
  })
  return html`<div class="list${dimensions.length > 1 && ' choosing'}"${anchor && html` id="${ref}"`} data-ref="${ref}"${exported(false, true)}>
    <h3>${say(view, component.name)}</h3>
    <p class="context">${period}<span class="sorted">. ${texts.sortedBy(say(view, kpiOf(view, first).input.name))}</span>${without && html` <span class="mark">${without}</span>`}</p>
    ${choice(ref, texts.rowsBy, options, anchor)}
    ${views}
    ${tableDefinition(view, ref, component)}
    </div>`
}

/** What a table or list says about itself, to be opened. */
export function tableDefinition(view: View, ref: string, {name, description, note}: ComponentInput): Markup {
  const {texts} = view
  return html`<details><summary>${texts.definition}<span class="vh">: ${say(view, name)}</span></summary>
    <p class="definition">${say(view, description)}</p>
    ${note && html`<p class="note">${say(view, note)}</p>`}
    <p class="small">${texts.whereDefined(ref, CATALOG_FILE)}</p>
    ${moreAbout(view.language, ref, say(view, name))}
    </details>`
}

/** The table by one dimension, with the columns that exist by it. */
function rowsBy(view: View, ref: string, dimension: string, several: boolean): Markup {
  const {texts, preset} = view
  const component = componentOf(view, ref, 'table')
  const kpis = component.columns
    .map(column => kpiOf(view, column))
    .filter(kpi => kpi.dimensions.includes(dimension) || kpi.ref in (component.also[dimension] ?? {}))
  const [first] = kpis as [Kpi]
  const rows = sorted(view.data.rows(ref, dimension, preset.current), first)
  if (rows.length === 0) return html`<p class="empty">${texts.nothingCounted}</p>`
  const columns = kpis.map(kpi => columnOf(kpi, rows))
  const attributes = attributesShown(view.project, ref, dimension).map(
    name => [name, component.attributes[name]!] as const,
  )
  // a table without attributes of a model, or of people under pseudonyms, is headed by the dimension's own values
  const isHeaded = attributes.length === 0 || isHidden(view.project.catalog, dimension)
  const heads = [
    ...(isHeaded ? [dimensionName(view, dimension)] : []),
    ...attributes.map(([, text]) => say(view, text)),
  ]
  const head = html`<tr>
    ${heads.map(text => html`<th scope="col">${text}</th>`)}
    ${kpis.map(kpi => html`<th scope="col" class="number"${headData({text: '', unit: kpi.input.unit, ref: kpi.ref})}${kpi === first && raw(' aria-sort="descending"')}>${say(view, kpi.input.name)}${headMarks(view, kpi, dimension)}</th>`)}
    </tr>`
  const body = rows.map(
    row => html`<tr>
    ${isHeaded && html`<th scope="row">${linked(view, dimension, row, labelOf(view, dimension, row.dimension_value))}</th>`}
    ${attributes.map(([attribute], i) => attributeCell(view, row, attribute, i === 0 && !isHeaded ? dimension : undefined))}
    ${columns.map(column => {
      const value = numberOf(row, column.kpi)
      return numberCell(
        figureCell(view, value, column.unit),
        column.largest === 0 || value === null ? null : value / column.largest,
        targetMark(view, column.kpi, value, {dimension, value: row.dimension_value}),
      )
    })}</tr>`,
  )
  // the whole period's own figures, not sums of the rows
  const totals = columns.map(({kpi, unit}) =>
    numberCell(figureCell(view, view.data.point(kpi, preset.current).value, unit), null),
  )
  const name = `${say(view, component.name)}${several ? `, ${dimensionName(view, dimension)}` : ''}`
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table class="rows">
    <thead>${head}</thead>
    <tbody>${body}</tbody>
    <tfoot><tr><th scope="row" colspan="${heads.length}">${texts.total}</th>${totals}</tr></tfoot>
    </table></div>`
}

function columnOf(kpi: Kpi, rows: readonly TableRow[]): Column {
  const values = rows.map(row => numberOf(row, kpi) ?? 0)
  // a bar reads as an amount: not for rates and scores
  const hasBars = ['count', 'money', 'seconds'].includes(kpi.input.unit)
  return {
    kpi,
    unit: {...unitOf(kpi), whole: values.some(value => Math.abs(value) >= 1000)},
    largest: hasBars ? Math.max(0, ...values) : 0,
  }
}

function sorted(rows: readonly TableRow[], by: Kpi): TableRow[] {
  const value = (row: TableRow) => numberOf(row, by) ?? Number.NEGATIVE_INFINITY
  return [...rows].sort((a, b) => value(b) - value(a) || (a.dimension_value < b.dimension_value ? -1 : 1))
}

function numberOf(row: TableRow, kpi: Kpi): number | null {
  const cell = row.cells[columnName(kpi.ref)]
  return typeof cell === 'number' ? cell : null
}

function headMarks(view: View, kpi: Kpi, dimension: string): Markup[] {
  const marks = [
    ...(kpi.input.status === 'draft' ? [view.texts.draft] : []),
    ...(kpi.input.deprecated ? [view.texts.deprecated] : []),
    ...(mayStillChange(view, kpi.input, dimension) ? [view.texts.unsettled] : []),
  ]
  return marks.map(mark => html` <span class="mark">${mark}</span>`)
}

/** What heads a row: a link where the value has a page of its own. */
function linked(view: View, dimension: string, row: TableRow, text: string): Markup | string {
  const href = view.pageAt(dimension, row.dimension_value)
  return href === undefined ? text : html`<a href="${href}">${text}</a>`
}

/** `heads`: the dimension whose value the row is, in the cell that heads it. */
function attributeCell(view: View, row: TableRow, attribute: string, heads: string | undefined): Markup {
  const text = String(row.cells[attribute] ?? NOTHING)
  const shown = attribute in view.project.catalog.dimensions ? labelOf(view, attribute, text) : oneLine(text)
  return heads === undefined
    ? html`<td class="what${wraps(shown) && ' long'}">${shown}</td>`
    : html`<th scope="row">${linked(view, heads, row, shown)}</th>`
}

/** Whether a text is too long to stay on one line of a table. */
export function wraps(text: Child): boolean {
  return typeof text === 'string' && text.length > 24
}

function numberCell(cell: Cell, share: number | null, mark: Markup | null = null): Markup {
  const bar =
    share !== null &&
    html`<span class="gauge"><span style="width:${(Math.max(0, share) * 100).toFixed(1)}%"></span></span>`
  return html`<td class="number"${cellData(cell)}>${cell.text}${bar}${mark && html` ${mark}`}</td>`
}
