import {arc, pie} from 'd3-shape'
import {figureCell, percentCell} from '../cells.ts'
import type {Part} from '../data.ts'
import {html, type Markup} from '../html.ts'
import {inner} from '../texts/articles.ts'
import {componentOf, dimensionName, labelOf, mayStillChange, say, type View} from '../view.ts'
import {figure} from './figure.ts'
import {colour} from './plot.ts'

const MOST = 5
const RADIUS = 80
const HOLE = 52

interface Slice {
  readonly name: string
  readonly amount: number
  readonly fill: string
}

/** With its amount and share as they are written. */
interface ShownSlice extends Slice {
  readonly written: string
  readonly share: string
}

/** A donut: at most five slices and "Other", with the values in the legend. Values that overlap are refused. */
export function donutChart(view: View, ref: string, anchor: boolean): Markup {
  const {texts, formats, preset} = view
  const component = componentOf(view, ref, 'donut')
  const unsettled = mayStillChange(view, component, component.by)
  const unit =
    typeof component.donut === 'string'
      ? {unit: view.project.definitions.kpis.get(component.donut)!.input.unit}
      : {unit: 'count'}
  const subtitle = [
    `${texts.unitNames[unit.unit]} ${texts.by(inner(dimensionName(view, component.by)))}`,
    texts.period(preset.current),
    ...(preset.current.complete ? [] : [texts.incomplete]),
    ...(unsettled ? [texts.unsettled] : []),
  ].join(', ')
  const source = typeof component.donut === 'string' ? component.donut : ref
  if (!isDivisible(view, ref, component.donut))
    return figure(view, {ref, subtitle, drawing: null, finding: texts.notDivisible}, anchor)
  const parts = view.data.parts(source, component.by, preset.current).filter(part => part.amount > 0)
  const all = parts.reduce((sum, part) => sum + part.amount, 0)
  if (all === 0) return figure(view, {ref, subtitle, drawing: null, finding: texts.nothingCounted}, anchor)
  const slices = slicesOf(view, component.by, parts)
  const write = (amount: number) => formats.value(amount, unit)
  const [first, second] = slices as [Slice, Slice | undefined]
  const share = (slice: Slice) => formats.percent(slice.amount / all)
  const ahead = second === undefined ? '' : texts.donutSecond(second.name, share(second))
  const finding =
    second?.amount === first.amount
      ? `${texts.donutTied(first.name, second.name, share(first))}.`
      : `${texts.donutFinding(first.name, share(first), write(first.amount), write(all))}${ahead}.`
  const shown = slices.map(slice => ({...slice, written: write(slice.amount), share: share(slice)}))
  const label = `${say(view, component.name)}. ${finding}`
  const pale = unsettled || !preset.current.complete
  const drawing = html`<div class="donut${pale && ' pale'}">${ring(shown, {label, total: write(all), word: texts.total, pale})}${legend(shown)}</div>`
  const data = {
    head: [
      dimensionName(view, component.by),
      {text: texts.count, unit: unit.unit},
      {text: texts.share, unit: 'fraction'},
    ],
    rows: slices.map(slice => [
      slice.name,
      figureCell(view, slice.amount, unit),
      percentCell(view, slice.amount / all),
    ]),
  }
  return figure(view, {ref, subtitle, finding, drawing, data, keys: pale ? [texts.pale] : []}, anchor)
}

/** Whether the parts add up to a whole: counts and sums of rows do, distinct counts, averages and ratios don't. */
function isDivisible(view: View, ref: string, donut: unknown): boolean {
  if (typeof donut === 'string') return view.project.definitions.kpis.get(donut)!.additivity !== 'none'
  const measure = view.project.definitions.componentFigures.find(each => each.component === ref)?.measures[0]
  return (
    measure !== undefined && measure.per === undefined && (measure.aggregate === 'count' || measure.aggregate === 'sum')
  )
}

/** The largest parts, then the rest as one; a closed list keeps its colours from page to page. */
function slicesOf(view: View, dimension: string, parts: readonly Part[]): Slice[] {
  const listed = Object.keys(view.project.catalog.dimensions[dimension]?.values ?? {})
  const keepsColours = listed.length > 0 && listed.length <= 7
  const sorted = [...parts].sort((a, b) => b.amount - a.amount || (a.value < b.value ? -1 : 1))
  const slices = sorted.slice(0, MOST).map(
    (part, i): Slice => ({
      name: labelOf(view, dimension, part.value),
      amount: part.amount,
      fill: colour(keepsColours && listed.includes(part.value) ? listed.indexOf(part.value) : i),
    }),
  )
  const rest = sorted.slice(MOST).reduce((sum, part) => sum + part.amount, 0)
  return rest === 0 ? slices : [...slices, {name: view.texts.other, amount: rest, fill: 'var(--ink-3)'}]
}

function ring(
  slices: readonly ShownSlice[],
  {label, total, word, pale}: {label: string; total: string; word: string; pale: boolean},
): Markup {
  const shape = arc<{startAngle: number; endAngle: number}>()
    .innerRadius(HOLE)
    .outerRadius(RADIUS)
    .padAngle(0.015)
    .digits(1)
  const angles = pie<ShownSlice>()
    .sort(null)
    .value(slice => slice.amount)([...slices])
  const paths = angles.map(angle => {
    const {name, written, share, fill} = angle.data
    return html`<path d="${shape(angle) ?? ''}" fill="${fill}"${pale && html` stroke="${fill}"`}><title>${`${name}\n${written} (${share})`}</title></path>`
  })
  const box = `${-RADIUS} ${-RADIUS} ${2 * RADIUS} ${2 * RADIUS}`
  return html`<svg viewBox="${box}" role="img" aria-label="${label}">${paths}
    <text class="total" y="2">${total}</text><text class="word" y="20">${word}</text></svg>`
}

function legend(slices: readonly ShownSlice[]): Markup {
  const lines = slices.map(
    ({name, written, share, fill}) => html`<li><span class="swatch" style="background:${fill}"></span>
    <span class="what">${name}</span> <span class="number">${written}</span> <span class="number share">${share}</span></li>`,
  )
  return html`<ul class="legend">${lines}</ul>`
}
