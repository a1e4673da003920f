import {cellData, figureCell, headData} from '../cells.ts'
import type {MatrixRow} from '../data.ts'
import {type Unit, unitOf} from '../formats.ts'
import {html, type Markup} from '../html.ts'
import {componentOf, dimensionName, kpiOf, labelOf, mayStillChange, say, type View} from '../view.ts'
import {figure} from './figure.ts'

/** Shades on each side of the middle. */
const LEVELS = 3
/** Cells that rest on fewer are not named as the highest or lowest. */
const ENOUGH = 5
const COUNT = {unit: 'count'}

/** A matrix as a table whose cells are coloured by their distance from the figure of everything together. */
export function matrixChart(view: View, ref: string, anchor: boolean): Markup {
  const {texts, formats, preset, data} = view
  const component = componentOf(view, ref, 'matrix')
  const kpi = kpiOf(view, component.kpi)
  const unit = unitOf(kpi)
  const cells = data.cells(ref, preset.current)
  const subtitle = [
    say(view, kpi.input.name),
    texts.period(preset.current),
    ...(preset.current.complete ? [] : [texts.incomplete]),
    ...(mayStillChange(view, kpi.input, component.rows) ? [texts.unsettled] : []),
  ].join(', ')
  const all = data.point(kpi, preset.current)
  if (cells.length === 0 || all.value === null)
    return figure(view, {ref, subtitle, drawing: null, finding: texts.nothingCounted, wide: true}, anchor)
  const total = all.value
  const write = (value: number | null) => formats.value(value, unit)
  const away = (cell: Figure) => {
    const {text, same} = formats.distance(cell.value, total, unit)
    return same ? '=' : `${cell.value > total ? '+' : '−'}${text}`
  }
  const limit = scaleOf(cells, total)
  // above is good unless the catalog says that lower is better
  const side = kpi.input.better === 'lower' ? -1 : 1
  const shade = (cell: Figure) => {
    const level = Math.max(-LEVELS, Math.min(LEVELS, Math.round(((cell.value - total) / limit) * LEVELS * side)))
    return level === 0 ? '' : ` ${level > 0 ? 'above' : 'below'}-${Math.abs(level)}`
  }
  const shown = (cell: Figure | undefined) =>
    cell === undefined
      ? html`<td></td>`
      : html`<td class="cell${shade(cell)}${cell.sample < ENOUGH && ' few'}"${cellData(figureCell(view, cell.value, unit))}><b>${write(cell.value)}</b> <span>${away(cell)} <i>(${formats.value(cell.sample, COUNT)})</i></span></td>`

  const margin = (dimension: string, value: string): Figure | undefined => {
    const point = data.point(kpi, preset.current, {dimension, value})
    return point.value === null ? undefined : {value: point.value, sample: point.sample}
  }
  const columns = ordered(
    cells.map(cell => cell.column),
    value => margin(component.columns, value)?.sample,
  )
  const rows = ordered(
    cells.map(cell => cell.row),
    value => {
      const figure = margin(component.rows, value)?.value
      return figure === undefined ? undefined : figure * side
    },
  )
  const byPlace = new Map(cells.map(cell => [`${cell.row}\0${cell.column}`, figureOf(cell)]))
  const nameOfRow = (value: string) => labelOf(view, component.rows, value)
  const nameOfColumn = (value: string) => labelOf(view, component.columns, value)
  const body = rows.map(
    row => html`<tr><th scope="row">${nameOfRow(row)}</th>
    ${columns.map(column => shown(byPlace.get(`${row}\0${column}`)))}${shown(margin(component.rows, row))}</tr>`,
  )
  const foot = columns.map(column => shown(margin(component.columns, column)))
  const head = headData({text: '', unit: unit.unit, ref: kpi.ref})
  const drawing = html`<div class="scroll" tabindex="0" role="region" aria-label="${say(view, component.name)}"><table class="rows heat">
    <thead><tr><th scope="col">${dimensionName(view, component.rows)}</th>
    ${columns.map(column => html`<th scope="col"${head}>${nameOfColumn(column)}</th>`)}<th scope="col"${head}>${texts.total}</th></tr></thead>
    <tbody>${body}</tbody>
    <tfoot><tr><th scope="row">${texts.total}</th>${foot}${shown({value: total, sample: all.sample})}</tr></tfoot>
    </table></div>`
  return figure(
    view,
    {
      ref,
      subtitle,
      drawing,
      finding: findingOf(
        view,
        cells.map(cell => ({...figureOf(cell), name: `${nameOfRow(cell.row)}, ${nameOfColumn(cell.column)}`})),
        rows.flatMap(row => {
          const figure = margin(component.rows, row)
          return figure ? [{...figure, name: nameOfRow(row)}] : []
        }),
        unit,
      ),
      keys: [
        texts.matrixKey(write(total), formats.value(ENOUGH, COUNT)),
        texts.matrixColours(kpi.input.better !== undefined),
      ],
      wide: true,
      isTable: true,
    },
    anchor,
  )
}

interface Figure {
  readonly value: number
  readonly sample: number
}

function figureOf(cell: MatrixRow): Figure {
  return {value: cell.value, sample: cell.sample}
}

/** The distance at which the colours are strongest: nine cells in ten lie within it, so that a single one doesn't pale the others. */
function scaleOf(cells: readonly MatrixRow[], total: number): number {
  const distances = cells.map(cell => Math.abs(cell.value - total)).sort((a, b) => a - b)
  return distances[Math.ceil(distances.length * 0.9) - 1] || 1
}

/** Each value once, by what it amounts to, descending; those without any last. */
function ordered(values: readonly string[], by: (value: string) => number | undefined): string[] {
  const amount = (value: string) => by(value) ?? Number.NEGATIVE_INFINITY
  return [...new Set(values)].sort((a, b) => {
    const difference = amount(b) - amount(a)
    return difference || (a < b ? -1 : 1)
  })
}

/** A cell or a row, as the finding names it. */
interface Told extends Figure {
  readonly name: string
}

/** The highest and lowest cells that rest on enough, else rows that do, else cells. */
function findingOf({texts, formats}: View, cells: readonly Told[], rows: readonly Told[], unit: Unit): string {
  const enough = (all: readonly Told[]) => all.filter(each => each.sample >= ENOUGH)
  const kinds: readonly (readonly Told[])[] = [enough(cells), enough(rows)]
  const compared = kinds.find(each => each.length > 1) ?? cells
  const best = (sign: 1 | -1) =>
    compared.reduce((found, each) => {
      const ahead = (each.value - found.value) * sign
      return ahead > 0 || (ahead === 0 && each.sample > found.sample) ? each : found
    })
  const write = ({name, value, sample}: Told) => ({
    name,
    value: formats.value(value, unit),
    count: formats.value(sample, COUNT),
  })
  const left = kinds.includes(compared) && compared.length < cells.length ? formats.value(ENOUGH, COUNT) : undefined
  return texts.matrixFinding(write(best(1)), write(best(-1)), left)
}
