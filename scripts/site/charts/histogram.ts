import * as Plot from '@observablehq/plot'
import {figureCell, percentCell} from '../cells.ts'
import type {Markup} from '../html.ts'
import {comparison} from '../presets.ts'
import {componentOf, mayStillChange, say, type View} from '../view.ts'
import {figure} from './figure.ts'
import {wrap} from './labels.ts'
import {barFill, colour, drawBoth, WIDTHS, type Width} from './plot.ts'

interface Bar {
  readonly label: string
  readonly count: number
  readonly before: number | null
  readonly text: string
  /** Of its rows, how many satisfy the histogram's condition. */
  readonly share: number | null
}

const COUNT = {unit: 'count'}
const FRACTION = {unit: 'fraction'}
const ROW = 28
/** For the name of the shares above them. */
const HEAD = 32

/** A histogram as lying bars: slots top down, counts and shares beside them, the previous period as a thin grey bar. */
export function histogramChart(view: View, ref: string, anchor: boolean): Markup {
  const {texts, formats, preset} = view
  const component = componentOf(view, ref, 'histogram')
  const {slots} = view.project.definitions.histograms.find(each => each.ref === ref)!
  const previous = comparison(preset)
  const counts = view.data.slots(ref, preset.current)
  const earlier = previous && view.data.slots(ref, previous)
  // the slots of one histogram exclude each other: their counts add up
  const all = slots.reduce((sum, slot) => sum + (counts.get(slot.number)?.count ?? 0), 0)
  const hasShares = component.share !== undefined
  const bars = slots.map((slot): Bar => {
    const count = counts.get(slot.number)?.count ?? 0
    const part = count === 0 || hasShares ? '' : ` (${formats.percent(count / all)})`
    return {
      label: say(view, slot.label),
      count,
      before: earlier ? (earlier.get(slot.number)?.count ?? 0) : null,
      text: formats.value(count, COUNT) + part,
      share: counts.get(slot.number)?.share ?? null,
    }
  })
  const unsettled = mayStillChange(view, component, 'total')
  const pale = unsettled || !preset.current.complete
  const subtitle = [
    hasShares ? texts.count : texts.countAndShare,
    texts.period(preset.current),
    ...(preset.current.complete ? [] : [texts.incomplete]),
    ...(unsettled ? [texts.unsettled] : []),
  ].join(', ')
  if (all === 0) return figure(view, {ref, subtitle, drawing: null, finding: texts.nothingCounted}, anchor)
  const rate = hasShares ? (component.share_name ? say(view, component.share_name) : texts.slotShare) : undefined
  const finding = findingOf(view, bars, all) + (rate === undefined ? '' : shareFindingOf(view, bars, rate))
  return figure(
    view,
    {
      ref,
      subtitle,
      finding,
      drawing: drawBoth(`${say(view, component.name)}. ${finding}`, width =>
        options(
          view,
          {bars, rate, pale, beforeLabel: previous && `${texts.greyMark} ${texts.period(previous)}`},
          width,
        ),
      ),
      keys: [...(pale ? [texts.pale] : []), ...(previous ? [`${texts.greyMark} ${texts.period(previous)}.`] : [])],
      data: {
        head: [
          texts.slotColumn,
          {text: texts.period(preset.current), ...COUNT},
          {text: texts.share, ...FRACTION},
          ...(rate === undefined ? [] : [{text: rate, ...FRACTION}]),
          ...(previous ? [{text: texts.period(previous), ...COUNT}] : []),
        ],
        rows: bars.map(bar => [
          bar.label,
          figureCell(view, bar.count, COUNT),
          percentCell(view, bar.count / all),
          ...(rate === undefined ? [] : [figureCell(view, bar.share, FRACTION)]),
          ...(previous ? [figureCell(view, bar.before, COUNT)] : []),
        ]),
      },
    },
    anchor,
  )
}

function findingOf({texts, formats}: View, bars: readonly Bar[], all: number): string {
  const most = bars.reduce((best, bar) => (bar.count > best.count ? bar : best))
  const first = texts.histogramFinding(
    most.label,
    formats.value(most.count, COUNT),
    formats.value(all, COUNT),
    formats.percent(most.count / all),
  )
  let sum = 0
  const half = bars.find(bar => {
    sum += bar.count
    return sum * 2 >= all
  })!
  return half === most && half === bars[0] ? first : first + texts.histogramHalf(half.label)
}

function shareFindingOf({texts, formats}: View, bars: readonly Bar[], rate: string): string {
  const told = bars.flatMap(({label, share}) => (share === null ? [] : [{label, share}]))
  if (told.length < 2) return ''
  const high = told.reduce((best, each) => (each.share > best.share ? each : best))
  const low = told.reduce((best, each) => (each.share < best.share ? each : best))
  if (high.share === low.share) return ''
  const say = (each: {label: string; share: number}) => [each.label, formats.value(each.share, FRACTION)] as const
  return texts.slotShareFinding(rate, ...say(high), ...say(low))
}

interface Drawn {
  readonly bars: readonly Bar[]
  /** What the shares are called; none without shares. */
  readonly rate: string | undefined
  readonly beforeLabel: string | undefined
  /** Not final yet. */
  readonly pale: boolean
}

/** Where things stand from left to right: slots, bars, their counts, and the shares as a line of their own with their labels. */
const BOXES = {
  wide: {left: 112, counts: 96, alone: 64, line: 84, label: 60},
  narrow: {left: 96, counts: 84, alone: 52, line: 38, label: 52},
} as const

function options({formats}: View, {bars, rate, beforeLabel, pale}: Drawn, width: Width): Plot.PlotOptions {
  const box = BOXES[width]
  const top = Math.max(1, ...bars.map(bar => Math.max(bar.count, bar.before ?? 0)))
  const earlier = bars.filter(bar => bar.before !== null)
  const lift = earlier.length > 0 ? -3 : 0
  const marginRight = rate === undefined ? box.counts : box.alone + box.line + box.label
  const pixel = top / (WIDTHS[width] - box.left - marginRight)
  return {
    width: WIDTHS[width],
    height: bars.length * ROW + 8 + (rate === undefined ? 0 : HEAD),
    marginTop: 4 + (rate === undefined ? 0 : HEAD),
    marginBottom: 4,
    marginLeft: box.left,
    marginRight,
    x: {axis: null, domain: [0, top]},
    y: {type: 'band', domain: bars.map(bar => bar.label), padding: 0.3},
    marks: [
      Plot.axisY({
        tickSize: 0,
        label: null,
        dy: lift,
        tickFormat: (label: string) => wrap(label, width === 'narrow' ? 14 : 17, 2).join('\n'),
      }),
      Plot.barX(bars, {
        x: 'count',
        y: 'label',
        ...barFill(colour(0), pale),
        insetBottom: earlier.length > 0 ? 6 : 0,
        title: bar =>
          [
            bar.label,
            bar.text,
            ...(bar.share === null ? [] : [`${rate}: ${formats.value(bar.share, FRACTION)}`]),
            ...(bar.before === null ? [] : [`${beforeLabel} ${formats.value(bar.before, COUNT)}`]),
          ].join('\n'),
      }),
      Plot.barX(earlier, {x: 'before', y: 'label', fill: 'var(--ink-3)', insetTop: 15}),
      Plot.ruleX([0], {stroke: 'var(--ink-3)'}),
      Plot.text(bars, {
        x: 'count',
        y: 'label',
        text: 'text',
        textAnchor: 'start',
        dx: 8,
        dy: lift,
        fill: 'var(--ink)',
      }),
      ...(rate === undefined ? [] : shareMarks(bars, rate, box, top + box.alone * pixel, pixel, formats.value)),
    ],
  }
}

/** The shares as a line from slot to slot beside the bars, on a scale of its own from 0. */
function shareMarks(
  bars: readonly Bar[],
  rate: string,
  box: (typeof BOXES)[Width],
  from: number,
  pixel: number,
  write: (value: number | null, unit: {unit: string}) => string,
): Plot.Markish[] {
  const shares = bars.map(bar => bar.share ?? 0)
  const place = (share: number) => from + (share / Math.max(...shares, 1e-9)) * box.line * pixel
  const told = bars.flatMap(({label, share}) => (share === null ? [] : [{label, share, at: place(share)}]))
  // a slot without rows is a gap in the line
  const line = bars.map(({label, share}) => ({label, at: share === null ? Number.NaN : place(share)}))
  return [
    Plot.ruleX([from], {stroke: 'var(--line)'}),
    Plot.line(line, {x: 'at', y: 'label', stroke: colour(1), strokeWidth: 1.5}),
    Plot.dot(told, {x: 'at', y: 'label', r: 3, fill: colour(1)}),
    Plot.text(told, {
      x: 'at',
      y: 'label',
      text: each => write(each.share, FRACTION),
      textAnchor: 'start',
      dx: 8,
      fill: 'var(--ink)',
    }),
    Plot.text([wrap(rate, 26, 2).join('\n')], {
      frameAnchor: 'top-right',
      textAnchor: 'end',
      lineAnchor: 'bottom',
      dx: box.alone + box.line + box.label,
      dy: -4,
      fill: colour(1),
    }),
  ]
}
