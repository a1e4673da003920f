import * as Plot from '@observablehq/plot'
import type {Markup} from '../html.ts'
import {isPartial} from '../periods.ts'
import {componentOf, mayStillChange, say, type View} from '../view.ts'
import {figure} from './figure.ts'
import {colour, drawBoth, WIDTHS, type Width} from './plot.ts'

interface Bar {
  readonly label: string
  readonly count: number
  readonly before: number | null
  readonly text: string
}

const COUNT = {unit: 'count'}
const ROW = 28

/** A histogram as lying bars: slots top down, counts and shares beside them, the previous period as a thin grey bar. */
export function histogramChart(view: View, ref: string, anchor: boolean): Markup {
  const {texts, formats, preset} = view
  const component = componentOf(view, ref, 'histogram')
  const {slots} = view.project.definitions.histograms.find(each => each.ref === ref)!
  const previous =
    preset.previous !== undefined && !isPartial(preset.current) && !isPartial(preset.previous)
      ? preset.previous
      : undefined
  const counts = view.data.slots(ref, preset.current)
  const earlier = previous && view.data.slots(ref, previous)
  // the slots of one histogram exclude each other: their counts add up
  const all = slots.reduce((sum, slot) => sum + (counts.get(slot.number) ?? 0), 0)
  const bars = slots.map((slot): Bar => {
    const count = counts.get(slot.number) ?? 0
    return {
      label: say(view, slot.label),
      count,
      before: earlier ? (earlier.get(slot.number) ?? 0) : null,
      text: `${formats.value(count, COUNT)}${count === 0 ? '' : ` (${formats.percent(count / all)})`}`,
    }
  })
  const unsettled = mayStillChange(view, component, 'total')
  const subtitle = [
    texts.count,
    texts.period(preset.current),
    ...(preset.current.complete ? [] : [texts.incomplete]),
    ...(unsettled ? [texts.unsettled] : []),
  ].join(', ')
  if (all === 0) return figure(view, {ref, subtitle, drawing: null, finding: texts.nothingCounted}, anchor)
  const finding = findingOf(view, bars, all)
  return figure(
    view,
    {
      ref,
      subtitle,
      finding,
      drawing: drawBoth(`${say(view, component.name)}. ${finding}`, width =>
        options(
          bars,
          width,
          `${view.texts.greyMark} ${previous ? texts.period(previous) : ''}`,
          formats.value.bind(formats),
        ),
      ),
      ...(previous ? {keys: [`${texts.greyMark} ${texts.period(previous)}.`]} : {}),
      data: {
        head: [
          texts.slotColumn,
          texts.period(preset.current),
          texts.share,
          ...(previous ? [texts.period(previous)] : []),
        ],
        rows: bars.map(bar => [
          bar.label,
          formats.value(bar.count, COUNT),
          formats.percent(bar.count / all),
          ...(previous ? [formats.value(bar.before, COUNT)] : []),
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

function options(
  bars: readonly Bar[],
  width: Width,
  beforeLabel: string,
  count: (value: number | null, unit: {unit: string}) => string,
): Plot.PlotOptions {
  const narrow = width === 'narrow'
  const top = Math.max(...bars.map(bar => Math.max(bar.count, bar.before ?? 0)))
  const earlier = bars.filter(bar => bar.before !== null)
  return {
    width: WIDTHS[width],
    height: bars.length * ROW + 8,
    marginTop: 4,
    marginBottom: 4,
    marginLeft: narrow ? 96 : 112,
    marginRight: narrow ? 84 : 96,
    x: {axis: null, domain: [0, Math.max(1, top)]},
    y: {type: 'band', domain: bars.map(bar => bar.label), padding: 0.3},
    marks: [
      Plot.axisY({tickSize: 0, label: null}),
      Plot.barX(bars, {
        x: 'count',
        y: 'label',
        fill: colour(0),
        insetBottom: earlier.length > 0 ? 6 : 0,
        title: bar =>
          `${bar.label}\n${bar.text}${bar.before === null ? '' : `\n${beforeLabel} ${count(bar.before, COUNT)}`}`,
      }),
      Plot.barX(earlier, {x: 'before', y: 'label', fill: 'var(--ink-3)', insetTop: 15}),
      Plot.ruleX([0], {stroke: 'var(--ink-3)'}),
      Plot.text(bars, {
        x: 'count',
        y: 'label',
        text: 'text',
        textAnchor: 'start',
        dx: 8,
        dy: earlier.length > 0 ? -3 : 0,
        fill: 'var(--ink)',
      }),
    ],
  }
}
