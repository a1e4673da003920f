import type {Kpi} from '../../catalog/definitions.ts'
import type {Point} from '../data.ts'
import {unitOf} from '../formats.ts'
import type {Markup} from '../html.ts'
import {indexOf, isPartial, type Period} from '../periods.ts'
import {componentOf, kpiOf, labelOf, say, type View} from '../view.ts'
import {drawLines, type Series} from './draw-lines.ts'
import {figure} from './figure.ts'
import {drawBoth} from './plot.ts'

/** A chart of lines over the preset's trend, labelled at their ends. */
export function lineChart(view: View, ref: string, anchor: boolean): Markup {
  const {texts, formats, preset} = view
  const {window} = preset
  const component = componentOf(view, ref, 'lines')
  const series = seriesOf(view, ref)
  const unit = unitOf(series[0]!.kpi)
  const subtitle = `${texts.unitNames[unit.unit]}, ${texts.period(window[0]!)} – ${texts.period(window.at(-1)!)}`
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
      ...(window.some(isPartial) ? [texts.dashed] : []),
      ...(hollow ? [texts.hollow] : []),
      ...(preset.before.length > 0 && series.length === 1
        ? [`${texts.greyMark} ${texts.period(preset.previous!)}.`]
        : []),
    ],
    data: {
      head: [texts.periodColumn, ...series.map(each => each.name)],
      rows: window.map((each, i) => [
        nameOf(view, each),
        ...series.map(({points, kpi}) => formats.value(points[i]!.value, unitOf(kpi))),
      ]),
    },
  }
  return figure(view, parts, anchor)
}

/** Draws lines of one unit over the preset's trend. */
export function drawTrend(view: View, series: readonly Series[], label: string): Markup {
  const {texts, formats, preset} = view
  const {window, before, current} = preset
  const unit = unitOf(series[0]!.kpi)
  return drawBoth(label, width =>
    drawLines(
      {
        series,
        window,
        at: indexOf(window, current),
        before,
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

/** A period's name, with a word where it is not over. */
function nameOf({texts}: View, period: Period): string {
  return period.complete ? texts.period(period) : `${texts.period(period)} (${texts.incomplete})`
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
      points: view.preset.window.map(period => pointOf(view, kpi, period, only)),
      before: view.preset.before.map(period => pointOf(view, kpi, period, only)),
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

/** What each line is now, and between what the first one moved, over whole periods only. */
function findingOf(view: View, series: readonly Series[]): string {
  const {texts, formats, preset} = view
  const said = series.map(({name, kpi, now}) => `${name} ${formats.value(now, unitOf(kpi))}`)
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
