import * as Plot from '@observablehq/plot'
import type {Kpi} from '../../catalog/definitions.ts'
import type {Point} from '../data.ts'
import type {Unit} from '../formats.ts'
import {isPartial, type Period} from '../periods.ts'
import {placeLabels, wrap} from './labels.ts'
import {colour, type Width} from './plot.ts'
import {axisTicks, shownTicks} from './ticks.ts'

/** One line: a KPI's figures over the periods of a trend. */
export interface Series {
  readonly name: string
  readonly kpi: Kpi
  /** The figure of the period shown. */
  readonly now: number | null
  readonly points: readonly Point[]
  /** Of the periods compared with, beside the first of the trend. */
  readonly before: readonly Point[]
}

export interface Lines {
  readonly series: readonly Series[]
  readonly window: readonly Period[]
  /** The periods compared with, beside the first of the trend; drawn where there is one line. */
  readonly before: readonly Period[]
  /** Index of the period that the page shows; -1 where the trend lies inside it. */
  readonly at: number
  readonly unit: Unit
  /** A period on the axis: one or two short lines. */
  readonly tick: (period: Period) => readonly [string, string?]
  /** A figure on the axis. */
  readonly short: (value: number) => string
  /** The lines' names stand at their ends; a line alone under its name needs none. */
  readonly named: boolean
  /** What a point tells. */
  readonly title: (series: Series, period: number) => string
}

interface Box {
  readonly narrow: boolean
  readonly height: number
  readonly margin: {readonly top: number; readonly right: number; readonly bottom: number; readonly left: number}
}

const BOXES: Readonly<Record<Width, Box>> = {
  wide: {narrow: false, height: 280, margin: {top: 16, right: 176, bottom: 36, left: 48}},
  narrow: {narrow: true, height: 240, margin: {top: 16, right: 116, bottom: 36, left: 40}},
}

/** A box without the place for names. */
function unnamed(box: Box): Box {
  return {...box, margin: {...box.margin, right: box.margin.bottom}}
}

/** Draws lines: solid between whole periods, dashed to others; points that may still change are hollow. */
export function drawLines(lines: Lines, width: Width): Plot.PlotOptions {
  const {series, window, at, unit, short} = lines
  const box = lines.named ? BOXES[width] : unnamed(BOXES[width])
  const {height, margin} = box
  const [only] = series.length === 1 ? series : []
  const values = [...series.flatMap(each => each.points), ...(only?.before ?? [])].flatMap(point => point.value ?? [])
  const {domain, ticks} = axisTicks(Math.min(...values), Math.max(...values), unit)
  const yOf = (value: number) =>
    height - margin.bottom - ((value - domain[0]) / (domain[1] - domain[0])) * (height - margin.top - margin.bottom)
  const shown = shownTicks(window.length, box.narrow ? 3 : 5)
  return {
    height,
    marginTop: margin.top,
    marginRight: margin.right,
    marginBottom: margin.bottom,
    marginLeft: margin.left,
    x: {type: 'linear', domain: [0, Math.max(1, window.length - 1)]},
    y: {domain: [...domain]},
    r: {type: 'identity'},
    color: {type: 'identity'},
    marks: [
      Plot.gridY(ticks, {stroke: 'var(--line)', strokeOpacity: 1}),
      Plot.axisY(ticks, {tickSize: 0, tickFormat: short, label: null}),
      Plot.axisX(shown, {tickSize: 0, tickFormat: (i: number) => tickText(lines, shown, i), label: null}),
      ...(at < 0
        ? []
        : [Plot.ruleX([at], {stroke: 'var(--ink-3)', y1: domain[0], y2: domain[1], strokeDasharray: '1 3'})]),
      ...(only && only.before.length > 0 ? [drawBefore(only)] : []),
      ...series.flatMap((each, s) => drawSeries(lines, each, s)),
      ...(lines.named ? endLabels(lines, yOf, box) : []),
    ],
  }
}

/** The year stands under the first tick and where it changes. */
function tickText({window, tick}: Lines, shown: readonly number[], i: number): string {
  const [first, year] = tick(window[i]!)
  const earlier = shown.filter(other => other < i).at(-1)
  const repeated = earlier !== undefined && tick(window[earlier]!)[1] === year
  return year === undefined || repeated ? first : `${first}\n${year}`
}

/** The comparison's line, in grey and without points. */
function drawBefore({before}: Series): Plot.Markish {
  const rows = before.map((point, i) => ({i, value: point.value ?? Number.NaN}))
  return Plot.lineY(rows, {x: 'i', y: 'value', stroke: 'var(--ink-3)', strokeWidth: 1.5})
}

function drawSeries({window, at, title}: Lines, series: Series, s: number): Plot.Markish[] {
  const stroke = colour(s)
  const rows = series.points.flatMap((point, i) => (point.value === null ? [] : [{i, value: point.value, point}]))
  const steps = rows.flatMap(row => {
    const from = rows.find(each => each.i === row.i - 1)
    return from ? [{from, row, partial: isPartial(window[from.i]!) || isPartial(window[row.i]!)}] : []
  })
  // a gap (NaN) keeps runs of whole periods apart
  const whole = series.points.map((_, i) => {
    const step = steps.find(each => !each.partial && (each.row.i === i || each.from.i === i))
    return {i, value: step ? series.points[i]!.value! : Number.NaN}
  })
  const ends = {
    x1: (step: (typeof steps)[number]) => step.from.i,
    y1: (step: (typeof steps)[number]) => step.from.value,
    x2: (step: (typeof steps)[number]) => step.row.i,
    y2: (step: (typeof steps)[number]) => step.row.value,
  }
  const partial = steps.filter(step => step.partial)
  return [
    Plot.lineY(whole, {x: 'i', y: 'value', stroke, strokeWidth: 2}),
    ...(partial.length === 0 ? [] : [Plot.link(partial, {...ends, stroke, strokeWidth: 1.5, strokeDasharray: '2 4'})]),
    Plot.dot(rows, {
      x: 'i',
      y: 'value',
      r: row => (row.i === at ? 4 : window.length > 20 ? 1.75 : 2.5),
      stroke,
      strokeWidth: 1.5,
      fill: row => (row.point.settled ? stroke : 'var(--paper)'),
      title: row => title(series, row.i),
    }),
  ]
}

/** The lines' names beside their ends with their colours, moved apart where they would overlap. */
function endLabels({series, window}: Lines, yOf: (value: number) => number, box: Box): Plot.Markish[] {
  const size = box.narrow ? 10.5 : 12
  const lineHeight = box.narrow ? 12 : 14
  const ends = series.flatMap((each, s) => {
    const value = each.points.findLast(point => point.value !== null)?.value
    if (value === undefined || value === null) return []
    const text = wrap(each.name, box.narrow ? 15 : 21, box.narrow ? 4 : 3)
    return [{s, value, at: yOf(value), text: text.join('\n'), size: text.length * lineHeight + 4}]
  })
  const places = placeLabels(ends, box.margin.top - 8, box.height - box.margin.bottom + 6)
  return ends.flatMap((end, i) => {
    const place = {x: () => window.length - 1, y: 'value', dy: places[i]! - end.at}
    return [
      Plot.dot([end], {...place, dx: 14, r: 3.5, symbol: 'square', fill: colour(end.s)}),
      Plot.text([end], {
        ...place,
        dx: 24,
        text: 'text',
        textAnchor: 'start',
        lineAnchor: 'middle',
        fill: 'var(--ink)',
        fontSize: size,
        lineHeight: lineHeight / size,
      }),
    ]
  })
}
