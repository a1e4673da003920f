import type {Kpi} from '../../catalog/definitions.ts'
import {type Cell, figureCell} from '../cells.ts'
import type {Point} from '../data.ts'
import {unitOf} from '../formats.ts'
import type {Markup} from '../html.ts'
import {indexOf, isPartial, type Period} from '../periods.ts'
import {nameOf} from '../sparkline.ts'
import {componentOf, kpiOf, labelOf, say, type View} from '../view.ts'
import {drawLines, type Series} from './draw-lines.ts'
import {type DataTable, figure} from './figure.ts'
import {drawBoth, drawNarrow} from './plot.ts'
import {axisTicks} from './ticks.ts'

/** A chart of lines over the preset's trend, labelled at their ends. */
export function lineChart(view: View, ref: string, anchor: boolean): Markup {
  const {texts, preset} = view
  const {window} = preset
  const component = componentOf(view, ref, 'lines')
  const series = seriesOf(view, ref)
  const subtitle = trendUnit(view, series[0]!.kpi)
  if (series.every(each => each.points.every(point => point.value === null))) {
    return figure(view, {ref, subtitle, drawing: null, finding: texts.nothingCounted}, anchor)
  }
  const finding = findingOf(view, series)
  const drawing = drawTrend(view, series, `${say(view, component.name)}. ${finding}`)
  const hollow = series.some(each =>
    each.points.some((point, i) => point.value !== null && !point.settled && window[i]!.complete),
  )
  const parts = {
    ref,
    subtitle,
    finding,
    drawing,
    keys: [
      ...cutAxis(view, series),
      ...(window.some(isPartial) ? [texts.dashed] : []),
      ...(hollow ? [texts.hollow] : []),
      ...(preset.before.length > 0 && series.length === 1
        ? [`${texts.greyMark} ${texts.period(preset.previous!)}.`]
        : []),
    ],
    data: trendData(view, series),
  }
  return figure(view, parts, anchor)
}

/** What a period's first day alone doesn't tell: that it is not over, or which of its days are looked at. */
function noteOf({texts}: View, period: Period): {note?: string} {
  if (!period.complete) return {note: texts.incomplete}
  return period.cut ? {note: texts.period(period)} : {}
}

/** Says where a scale begins, unless it is at zero. */
function cutAxis({texts, formats}: View, series: readonly Series[]): string[] {
  const {kpi} = series[0]!
  const values = series.flatMap(each => each.points.flatMap(point => point.value ?? []))
  const [bottom] = axisTicks(Math.min(...values), Math.max(...values), unitOf(kpi)).domain
  return bottom > 0 ? [texts.axisFrom(formats.short(bottom, unitOf(kpi)))] : []
}

/** What a trend's scales are: unit and periods. */
export function trendUnit({texts, preset: {window}}: View, kpi: Kpi): string {
  const [first, last] = [window[0]!, window.at(-1)!]
  // days and weeks are told by their dates: from the first to the last
  const span =
    first.grain === 'day' || first.grain === 'week'
      ? texts.period({...last, grain: 'span', start: first.start})
      : [...new Set([texts.period(first), texts.period(last)])].join(' – ')
  const step = first.grain === 'span' ? '' : ` ${texts.byGrain[first.grain]}`
  return `${texts.unitNames[kpi.input.unit]}${step}, ${span}`
}

/** Draws lines of one unit over the preset's trend; `small` ones only as wide as a telephone, and without names at their ends. */
export function drawTrend(view: View, series: readonly Series[], label: string, small = false): Markup {
  const {texts, formats, preset} = view
  const {window, before, current} = preset
  const unit = unitOf(series[0]!.kpi)
  return (small ? drawNarrow : drawBoth)(label, width =>
    drawLines(
      {
        series,
        window,
        at: indexOf(window, current),
        before,
        named: !small,
        unit,
        tick: texts.tick,
        short: value => formats.short(value, unit),
        title: (each, i) =>
          `${nameOf(view, window[i]!)}\n${each.name}: ${formats.value(each.points[i]!.value, unitOf(each.kpi))}`,
      },
      width,
    ),
  )
}

/** Lines over the preset's trend as a table; periods go by their first day. */
export function trendData(view: View, series: readonly Series[]): DataTable {
  const {texts, preset} = view
  return {
    head: [texts.periodColumn, ...series.map(({name, kpi}) => ({text: name, unit: kpi.input.unit, ref: kpi.ref}))],
    rows: preset.window.map((period, i): Cell[] => [
      {text: nameOf(view, period), value: period.start, ...noteOf(view, period)},
      ...series.map(({points, kpi}) => figureCell(view, points[i]!.value, unitOf(kpi))),
    ]),
  }
}

function seriesOf(view: View, ref: string): Series[] {
  const {lines} = componentOf(view, ref, 'lines')
  const sames = new Set(lines.map(line => JSON.stringify(line.only ?? {}))).size === 1
  return lines.map(line => {
    const kpi = kpiOf(view, line.kpi)
    const only = Object.entries(line.only ?? {}).map(([dimension, value]) => ({dimension, value}))
    const suffix = sames ? '' : only.map(({dimension, value}) => ` (${labelOf(view, dimension, value)})`).join('')
    return {
      kpi,
      name: line.name ? say(view, line.name) : say(view, kpi.input.name) + suffix,
      now: pointOf(view, kpi, view.preset.current, only).value,
      points: pointsOf(view, kpi, view.preset.window, only),
      before: pointsOf(view, kpi, view.preset.before, only),
    }
  })
}

/** A line's figure; the marts hold one dimension at a time. */
function pointOf(
  view: View,
  kpi: Kpi,
  period: Period,
  only: readonly {readonly dimension: string; readonly value: string}[],
): Point {
  return only.length > 1 ? {value: null, sample: 0, settled: true} : view.data.point(kpi, period, only[0])
}

function pointsOf(
  view: View,
  kpi: Kpi,
  periods: readonly Period[],
  only: Parameters<typeof pointOf>[3],
): readonly Point[] {
  return only.length === 0 ? view.data.points(kpi, periods) : periods.map(period => pointOf(view, kpi, period, only))
}

/** What each line is now, and between what the first one moved, over whole periods only. */
function findingOf(view: View, series: readonly Series[]): string {
  const {texts, formats, preset} = view
  const said = series.map(({name, kpi, now}) => ({name, value: formats.value(now, unitOf(kpi))}))
  const [{name, kpi, points}] = series as [Series]
  const whole = points.flatMap(({value}, i) => {
    const period = preset.window[i]!
    return value === null || isPartial(period) ? [] : [{value, period}]
  })
  const now = texts.lineFinding(texts.inPeriod(preset.current), said)
  if (whole.length < 3) return now
  const high = whole.reduce((best, each) => (each.value > best.value ? each : best))
  const low = whole.reduce((best, each) => (each.value < best.value ? each : best))
  if (high.value === low.value) return now
  const write = (value: number) => formats.value(value, unitOf(kpi))
  return (
    now +
    texts.lineExtremes(name, write(high.value), texts.period(high.period), write(low.value), texts.period(low.period))
  )
}
