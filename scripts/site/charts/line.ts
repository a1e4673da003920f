import * as Plot from '@observablehq/plot'
import type {Kpi} from '../../catalog/definitions.ts'
import type {Point} from '../data.ts'
import {unitOf} from '../formats.ts'
import type {Markup} from '../html.ts'
import {isPartial, type Period} from '../periods.ts'
import {componentOf, kpiOf, labelOf, say, type View} from '../view.ts'
import {figure} from './figure.ts'
import {placeLabels, wrap} from './labels.ts'
import {colour, drawBoth, WIDTHS, type Width} from './plot.ts'
import {axisTicks} from './ticks.ts'

interface Series {
  readonly name: string
  readonly kpi: Kpi
  readonly points: readonly Point[]
}

/** A chart of lines over the preset's trend, labelled at their ends. */
export function lineChart(view: View, ref: string, anchor: boolean): Markup {
  const {texts, formats, preset} = view
  const {window, current} = preset
  const series = seriesOf(view, ref)
  const unit = unitOf(series[0]!.kpi)
  const subtitle = `${texts.unitNames[unit.unit]}, ${texts.period(window[0]!)} – ${texts.period(window.at(-1)!)}`
  if (series.every(each => each.points.every(point => point.value === null))) {
    return figure(view, {ref, subtitle, drawing: null, finding: texts.nothingCounted}, anchor)
  }
  const at = window.indexOf(current)
  const finding = findingOf(view, series, at)
  return figure(
    view,
    {
      ref,
      subtitle,
      finding,
      drawing: drawBoth(`${say(view, componentOf(view, ref, 'lines').name)}. ${finding}`, width =>
        options(view, series, at, width),
      ),
      keys: [...(window.some(isPartial) ? [texts.dashed] : []), ...(hollow(series, window) ? [texts.hollow] : [])],
      data: {
        head: [texts.periodColumn, ...series.map(each => each.name)],
        rows: window.map((period, i) => [
          periodName(view, period),
          ...series.map(each => formats.value(each.points[i]!.value, unitOf(each.kpi))),
        ]),
      },
    },
    anchor,
  )
}

function seriesOf(view: View, ref: string): Series[] {
  const {lines} = componentOf(view, ref, 'lines')
  const sames = new Set(lines.map(line => JSON.stringify(line.only ?? {}))).size === 1
  return lines.map(line => {
    const kpi = kpiOf(view, line.kpi)
    const only = Object.entries(line.only ?? {}).map(([dimension, value]) => ({dimension, value}))
    const suffix = sames ? '' : only.map(({dimension, value}) => ` (${labelOf(view, dimension, value)})`).join('')
    const nothing: Point = {value: null, sample: 0, settled: true}
    return {
      kpi,
      name: line.name ? say(view, line.name) : say(view, kpi.input.name) + suffix,
      // the marts hold one dimension at a time
      points: view.preset.window.map(period => (only.length > 1 ? nothing : view.data.point(kpi, period, only[0]))),
    }
  })
}

function hollow(series: readonly Series[], window: readonly Period[]): boolean {
  return series.some(each =>
    each.points.some((point, i) => point.value !== null && !point.settled && window[i]!.complete),
  )
}

function periodName(view: View, period: Period): string {
  return period.complete ? view.texts.period(period) : `${view.texts.period(period)} (${view.texts.incomplete})`
}

/** What each line is now, and between what the first one moved, over whole periods only. */
function findingOf(view: View, series: readonly Series[], at: number): string {
  const {texts, formats, preset} = view
  const said = series.map(({name, kpi, points}) => `${name} ${formats.value(points[at]?.value ?? null, unitOf(kpi))}`)
  const [{name, kpi, points}] = series as [Series]
  const whole = points.flatMap(({value}, i) =>
    value === null || isPartial(preset.window[i]!) ? [] : [{value, period: preset.window[i]!}],
  )
  const now = texts.lineFinding(texts.inPeriod(preset.current), said)
  if (whole.length < 3) return now
  const high = whole.reduce((best, each) => (each.value > best.value ? each : best))
  const low = whole.reduce((best, each) => (each.value < best.value ? each : best))
  const write = (value: number) => formats.value(value, unitOf(kpi))
  return (
    now +
    texts.lineExtremes(name, write(high.value), texts.period(high.period), write(low.value), texts.period(low.period))
  )
}

function options(view: View, series: readonly Series[], at: number, width: Width): Plot.PlotOptions {
  const {
    texts,
    formats,
    preset: {window},
  } = view
  const narrow = width === 'narrow'
  const height = narrow ? 240 : 280
  const margin = {top: 16, right: narrow ? 104 : 152, bottom: 36, left: narrow ? 40 : 48}
  const unit = unitOf(series[0]!.kpi)
  const values = series.flatMap(each => each.points.flatMap(point => point.value ?? []))
  const {domain, ticks} = axisTicks(Math.min(...values), Math.max(...values), unit)
  const yOf = (value: number) =>
    height - margin.bottom - ((value - domain[0]) / (domain[1] - domain[0])) * (height - margin.top - margin.bottom)
  const step = Math.max(1, Math.ceil(window.length / (narrow ? 3 : 5)))
  const shownTicks = window.map((_, i) => i).filter(i => (window.length - 1 - i) % step === 0)
  const tick = (i: number) => {
    const [first, year] = texts.tick(window[i]!)
    const earlier = shownTicks.filter(other => other < i).at(-1)
    const repeated = earlier !== undefined && texts.tick(window[earlier]!)[1] === year
    return year === undefined || repeated ? first : `${first}\n${year}`
  }
  const marks: Plot.Markish[] = [
    Plot.gridY(ticks, {stroke: 'var(--line)', strokeOpacity: 1}),
    Plot.axisY(ticks, {tickSize: 0, tickFormat: (value: number) => formats.short(value, unit), label: null}),
    Plot.axisX(shownTicks, {tickSize: 0, tickFormat: tick, label: null}),
    Plot.ruleX([at], {stroke: 'var(--ink-3)', strokeWidth: 1, y1: domain[0], y2: domain[1], strokeDasharray: '1 3'}),
  ]
  for (const [s, {points, name, kpi}] of series.entries()) {
    const stroke = colour(s)
    const rows = points.map((point, i) => ({i, value: point.value ?? Number.NaN, point}))
    const segments = rows.slice(1).flatMap((row, i) => {
      const from = rows[i]!
      return Number.isNaN(row.value) || Number.isNaN(from.value)
        ? []
        : [{from, row, partial: isPartial(window[i]!) || isPartial(window[i + 1]!)}]
    })
    marks.push(
      Plot.lineY(
        rows.map(row => ({...row, value: touches(row.i, segments) ? row.value : Number.NaN})),
        {x: 'i', y: 'value', stroke, strokeWidth: 2},
      ),
      Plot.link(
        segments.filter(each => each.partial),
        {
          x1: each => each.from.i,
          y1: each => each.from.value,
          x2: each => each.row.i,
          y2: each => each.row.value,
          stroke,
          strokeWidth: 1.5,
          strokeDasharray: '2 4',
        },
      ),
      Plot.dot(
        rows.filter(row => row.point.value !== null),
        {
          x: 'i',
          y: 'value',
          r: row => (row.i === at ? 4 : 2.5),
          stroke,
          strokeWidth: 1.5,
          fill: row => (row.point.settled ? stroke : 'var(--paper)'),
          title: row => `${periodName(view, window[row.i]!)}\n${name}: ${formats.value(row.point.value, unitOf(kpi))}`,
        },
      ),
    )
  }
  marks.push(...endLabels(series, window, yOf, {narrow, height, margin}))
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
    width: WIDTHS[width],
    marks,
  }
}

/** Whether a period belongs to the solid part of a line. */
function touches(
  i: number,
  segments: readonly {
    readonly from: {readonly i: number}
    readonly row: {readonly i: number}
    readonly partial: boolean
  }[],
): boolean {
  return segments.some(each => !each.partial && (each.from.i === i || each.row.i === i))
}

/** The lines' names beside their ends, moved apart where they would overlap. */
function endLabels(
  series: readonly Series[],
  window: readonly Period[],
  yOf: (value: number) => number,
  box: {narrow: boolean; height: number; margin: {top: number; bottom: number}},
): Plot.Markish[] {
  const lineHeight = box.narrow ? 12 : 14
  const ends = series.flatMap((each, s) => {
    const last = each.points.findLastIndex(point => point.value !== null)
    if (last < 0) return []
    const lines = wrap(each.name, box.narrow ? 15 : 22, box.narrow ? 4 : 3)
    return [
      {
        s,
        lines,
        value: each.points[last]!.value!,
        at: yOf(each.points[last]!.value!),
        size: lines.length * lineHeight + 4,
      },
    ]
  })
  const places = placeLabels(ends, box.margin.top - 8, box.height - box.margin.bottom + 6)
  return ends.map((end, i) =>
    Plot.text([end], {
      x: () => window.length - 1,
      y: 'value',
      text: () => end.lines.join('\n'),
      dx: 10,
      dy: places[i]! - end.at,
      textAnchor: 'start',
      lineAnchor: 'middle',
      fill: colour(end.s),
      className: `label s${(end.s % 7) + 1}`,
      fontSize: box.narrow ? 10.5 : 12,
      lineHeight: lineHeight / (box.narrow ? 10.5 : 12),
    }),
  )
}
