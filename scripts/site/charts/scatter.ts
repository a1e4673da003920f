import * as Plot from '@observablehq/plot'
import {columnName} from '../../catalog/catalog.ts'
import type {Kpi} from '../../catalog/definitions.ts'
import {figureCell} from '../cells.ts'
import {choice, partOf} from '../choice.ts'
import {unitOf} from '../formats.ts'
import {html, type Markup} from '../html.ts'
import {componentOf, dimensionName, kpiOf, labelOf, mayStillChange, say, type View} from '../view.ts'
import {dataTable, figure} from './figure.ts'
import {lettersOf, placeBeside} from './labels.ts'
import {colour, drawBoth, WIDTHS, type Width} from './plot.ts'
import {axisTicks} from './ticks.ts'

interface Dot {
  readonly name: string
  readonly x: number
  readonly y: number
  readonly size: number
}

interface Scatter {
  readonly x: Kpi
  readonly y: Kpi
  readonly size: Kpi
  readonly dots: readonly Dot[]
  /** The figures of everything together. */
  readonly middle: {readonly x: number | null; readonly y: number | null}
}

const BOXES = {
  wide: {height: 360, top: 28, right: 32, bottom: 44, left: 52, largest: 14, letter: 7, size: 12},
  narrow: {height: 340, top: 28, right: 20, bottom: 44, left: 44, largest: 9, letter: 6.1, size: 10.5},
} as const

/** A point per value of a dimension, one KPI against another, as large as a third; of several dimensions the reader chooses. */
export function scatterChart(view: View, ref: string, anchor: boolean): Markup {
  const {texts, preset} = view
  const component = componentOf(view, ref, 'scatter')
  const dimensions = [component.by].flat()
  const [x, y, size] = [component.x, component.y, component.size].map(each => kpiOf(view, each)) as [Kpi, Kpi, Kpi]
  const subtitle = [
    texts.against(say(view, x.input.name), say(view, y.input.name)),
    texts.period(preset.current),
    ...(preset.current.complete ? [] : [texts.incomplete]),
    ...([x, y].some(kpi => dimensions.some(each => mayStillChange(view, kpi.input, each))) ? [texts.unsettled] : []),
  ].join(', ')
  const value = (kpi: Kpi) => view.data.point(kpi, preset.current).value
  const views = dimensions.map(dimension => ({
    dimension,
    scatter: {x, y, size, dots: dotsOf(view, ref, dimension), middle: {x: value(x), y: value(y)}},
  }))
  if (views.every(({scatter}) => scatter.dots.length === 0))
    return figure(view, {ref, subtitle, drawing: null, finding: texts.nothingCounted}, anchor)
  const part = (i: number) => partOf(i, views.length)
  const findings = views.map(({scatter}) => findingOf(view, scatter))
  let nameless = false
  const drawings = views.map(({scatter}, i) => {
    if (scatter.dots.length === 0) return null
    const label = `${say(view, component.name)}. ${findings[i]}`
    return html`<div class="${part(i)}">${drawBoth(label, width => {
      const {plot, labelled} = drawn(view, scatter, width)
      nameless ||= labelled < scatter.dots.length
      return plot
    })}</div>`
  })
  const tables = views.map(({dimension, scatter}, i) => {
    const name = `${say(view, component.name)}, ${dimensionName(view, dimension)}`
    return html`<div class="${part(i)}">${dataTable(dataOf(view, dimension, scatter), name)}</div>`
  })
  const chosen = dimensions.map(id => ({id, label: dimensionName(view, id)}))
  return figure(
    view,
    {
      ref,
      subtitle,
      choosing: dimensions.length > 1,
      drawing: html`${choice(ref, texts.pointsBy, chosen, anchor)}${drawings}`,
      finding: html`${findings.map((finding, i) => html`<span class="${part(i)}">${finding} </span>`)}`,
      keys: [texts.scatterKey(say(view, size.input.name)), ...(nameless ? [texts.unlabelled] : [])],
      data: html`${tables}`,
    },
    anchor,
  )
}

/** The values that have both figures, the largest first, so that small points lie above. */
function dotsOf(view: View, ref: string, dimension: string): Dot[] {
  const component = componentOf(view, ref, 'scatter')
  const [x, y, size] = [component.x, component.y, component.size].map(columnName) as [string, string, string]
  return view.data
    .rows(ref, dimension, view.preset.current)
    .flatMap(({dimension_value: value, cells}): Dot[] => {
      const [across, up] = [cells[x], cells[y]]
      if (typeof across !== 'number' || typeof up !== 'number') return []
      return [{name: labelOf(view, dimension, value), x: across, y: up, size: Number(cells[size] ?? 0)}]
    })
    .sort((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1))
}

function findingOf(view: View, {dots, x, y}: Scatter): string {
  const {texts, formats} = view
  if (dots.length === 0) return texts.nothingCounted
  const told = (dot: Dot) => ({
    name: dot.name,
    x: formats.value(dot.x, unitOf(x)),
    y: formats.value(dot.y, unitOf(y)),
  })
  const high = dots.reduce((best, dot) => (dot.y > best.y ? dot : best))
  const low = dots.reduce((best, dot) => (dot.y < best.y ? dot : best))
  return texts.scatterFinding(say(view, y.input.name), told(high), high.y === low.y ? undefined : told(low))
}

function dataOf(view: View, dimension: string, {dots, x, y, size}: Scatter) {
  const heads = [x, y, size].map(({ref, input}) => ({text: say(view, input.name), unit: input.unit, ref}))
  return {
    head: [dimensionName(view, dimension), ...heads],
    rows: dots.map(dot => [
      dot.name,
      figureCell(view, dot.x, unitOf(x)),
      figureCell(view, dot.y, unitOf(y)),
      figureCell(view, dot.size, unitOf(size)),
    ]),
  }
}

/** An axis around what is shown, with some room for the points' size; it has no ticks below zero unless the figures are. */
function axis(view: View, kpi: Kpi, values: readonly number[]) {
  const {formats} = view
  const unit = unitOf(kpi)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const room = (high - low || Math.abs(high) || 1) * 0.06
  const domain = [low - room, high + room] as const
  const ticks = axisTicks(...domain, unit, false).ticks.filter(
    tick => tick <= domain[1] && tick >= (low < 0 ? domain[0] : Math.max(0, domain[0])),
  )
  // the short form only where it tells the ticks as they are
  const scale = unit.unit === 'fraction' ? 100 : 1
  const short = unit.unit === 'seconds' || ticks.every(tick => Math.abs(Math.round(tick * scale) - tick * scale) < 1e-6)
  return {domain, ticks, write: (tick: number) => (short ? formats.short(tick, unit) : formats.value(tick, unit))}
}

/** A drawing, and how many of its points have their label. */
function drawn(
  view: View,
  {dots, x, y, size, middle}: Scatter,
  width: Width,
): {readonly plot: Plot.PlotOptions; readonly labelled: number} {
  const {formats} = view
  const box = BOXES[width]
  const known = (value: number | null) => (value === null ? [] : [value])
  const across = axis(view, x, [...dots.map(dot => dot.x), ...known(middle.x)])
  const up = axis(view, y, [...dots.map(dot => dot.y), ...known(middle.y)])
  const right = WIDTHS[width] - box.right
  const bottom = box.height - box.bottom
  const share = (value: number, [from, to]: readonly [number, number]) => (value - from) / (to - from)
  const top = Math.max(...dots.map(dot => dot.size), 1)
  const placed = dots.map(dot => ({
    ...dot,
    cx: box.left + share(dot.x, across.domain) * (right - box.left),
    cy: bottom - share(dot.y, up.domain) * (bottom - box.top),
    r: Math.max(2.5, Math.sqrt(Math.max(0, dot.size) / top) * box.largest),
    width: lettersOf(dot.name) * box.letter,
    height: box.size + 2,
  }))
  const labels = placeBeside(placed, {left: box.left, top: box.top, right: WIDTHS[width], bottom})
  // a label's place on the scales
  const valueAt = (part: number, [from, to]: readonly [number, number]) => from + part * (to - from)
  const named = placed.flatMap(({name}, i) => {
    const place = labels[i]
    if (!place) return []
    const lx = valueAt((place.x - box.left) / (right - box.left), across.domain)
    const ly = valueAt((bottom - place.y) / (bottom - box.top), up.domain)
    return [{name, lx, ly, anchor: place.anchor}]
  })
  const plot: Plot.PlotOptions = {
    height: box.height,
    marginTop: box.top,
    marginRight: box.right,
    marginBottom: box.bottom,
    marginLeft: box.left,
    x: {domain: [...across.domain]},
    y: {domain: [...up.domain]},
    r: {type: 'identity'},
    marks: [
      Plot.gridX(across.ticks, {stroke: 'var(--line)', strokeOpacity: 1}),
      Plot.gridY(up.ticks, {stroke: 'var(--line)', strokeOpacity: 1}),
      Plot.axisX(thin(across.ticks, width), {tickSize: 0, tickFormat: across.write, label: null}),
      Plot.axisY(up.ticks, {tickSize: 0, tickFormat: up.write, label: null}),
      Plot.ruleX(known(middle.x), {stroke: 'var(--ink-2)', strokeDasharray: '1 3'}),
      Plot.ruleY(known(middle.y), {stroke: 'var(--ink-2)', strokeDasharray: '1 3'}),
      Plot.text([`${say(view, y.input.name)} ↑`], {
        frameAnchor: 'top-left',
        dx: -box.left,
        dy: -24,
        textAnchor: 'start',
      }),
      Plot.text([`${say(view, x.input.name)} →`], {frameAnchor: 'bottom-right', dy: 38, textAnchor: 'end'}),
      Plot.dot(placed, {
        x: 'x',
        y: 'y',
        r: 'r',
        fill: colour(0),
        fillOpacity: 0.35,
        stroke: colour(0),
        title: dot =>
          [
            dot.name,
            `${say(view, x.input.name)}: ${formats.value(dot.x, unitOf(x))}`,
            `${say(view, y.input.name)}: ${formats.value(dot.y, unitOf(y))}`,
            `${say(view, size.input.name)}: ${formats.value(dot.size, unitOf(size))}`,
          ].join('\n'),
      }),
      ...(['start', 'middle', 'end'] as const).map(textAnchor =>
        Plot.text(
          named.filter(label => label.anchor === textAnchor),
          {x: 'lx', y: 'ly', text: 'name', textAnchor, fill: 'var(--ink)', fontSize: box.size},
        ),
      ),
    ],
  }
  return {plot, labelled: named.length}
}

/** On narrow charts every other tick, so that their texts don't touch. */
function thin(ticks: readonly number[], width: Width): number[] {
  return width === 'narrow' && ticks.length > 4 ? ticks.filter((_, i) => i % 2 === 0) : [...ticks]
}
