import * as Plot from '@observablehq/plot'
import type {ComponentInput} from '../../catalog/catalog-schema.ts'
import {figureCell} from '../cells.ts'
import {type Unit, unitOf} from '../formats.ts'
import {html, type Markup} from '../html.ts'
import {comparison} from '../presets.ts'
import {componentOf, kpiOf, labelOf, mayStillChange, say, type View} from '../view.ts'
import {figure} from './figure.ts'
import {wrap} from './labels.ts'
import {colour, drawBoth, WIDTHS, type Width} from './plot.ts'

type GroupInput = Extract<ComponentInput, {form: 'bars'}>['groups'][number]

interface Bar {
  readonly name: string
  readonly value: number
  readonly before: number | null
  readonly text: string
  readonly unit: Unit
  /** Not final yet. */
  readonly pale: boolean
  /** Which of the group's KPIs it belongs to. */
  readonly of: number
}

interface Group {
  readonly name: string
  readonly bars: readonly Bar[]
}

const ROW = 34

/** Groups of lying bars, each group on its own scale, with figures beside the bars and the period before as thin grey ones. */
export function barsChart(view: View, ref: string, anchor: boolean): Markup {
  const {texts, preset} = view
  const component = componentOf(view, ref, 'bars')
  const previous = comparison(preset)
  const all = component.groups.map(group => groupOf(view, group))
  const groups = all.filter(group => group.bars.length > 0)
  const kpis = component.groups.flatMap(group => group.bars.map(bar => ({kpi: kpiOf(view, bar.kpi), by: bar.by})))
  const subtitle = [
    ...new Set(kpis.map(({kpi}) => texts.unitNames[kpi.input.unit])),
    texts.period(preset.current),
    ...(preset.current.complete ? [] : [texts.incomplete]),
    ...(kpis.some(({kpi, by}) => mayStillChange(view, kpi.input, by ?? 'total')) ? [texts.unsettled] : []),
  ].join(', ')
  const wide = component.groups.length > 1
  const [unit, ...others] = new Set(kpis.map(({kpi}) => kpi.input.unit))
  const common = others.length > 0 || unit === undefined ? {} : {unit}
  if (groups.length === 0)
    return figure(view, {ref, subtitle, drawing: null, finding: texts.nothingCounted, wide}, anchor)
  const before = previous && `${texts.greyMark} ${texts.period(previous)}`
  const panels = groups.map(group => {
    const label = `${say(view, component.name)}. ${findingOf(view, group)}`
    return html`<div><h4>${group.name}</h4>${drawBoth(label, width => options(view, group, width, before))}</div>`
  })
  return figure(
    view,
    {
      ref,
      subtitle,
      wide,
      finding: groups.map(group => findingOf(view, group)).join(' '),
      drawing: wide ? html`<div class="panels">${panels}</div>` : html`${panels}`,
      keys: [
        ...(groups.some(group => group.bars.some(bar => bar.pale)) ? [texts.pale] : []),
        ...(wide ? [texts.ownScales] : []),
        ...(before ? [`${before}.`] : []),
      ],
      data: {
        head: [
          texts.figureColumn,
          ...[preset.current, ...(previous ? [previous] : [])].map(each => ({text: texts.period(each), ...common})),
        ],
        rows: groups.flatMap(({name, bars}) =>
          bars.map(bar => [
            `${name}\u00a0– ${bar.name}`,
            figureCell(view, bar.value, bar.unit),
            ...(previous ? [figureCell(view, bar.before, bar.unit)] : []),
          ]),
        ),
      },
    },
    anchor,
  )
}

/** The bars of a group that have a figure: in the catalog's order, a dimension's values in that of its closed list, else the largest first. */
function groupOf(view: View, {name, bars}: GroupInput): Group {
  const {data, preset, formats} = view
  const previous = comparison(preset)
  const shown = bars.flatMap(({kpi: kpiRef, by, name: own}, of): Bar[] => {
    const kpi = kpiOf(view, kpiRef)
    const unit = unitOf(kpi)
    const pale = !preset.current.complete || mayStillChange(view, kpi.input, by ?? 'total')
    const bar = (text: string, value: number | null, before: number | null): Bar[] =>
      value === null ? [] : [{name: text, value, before, text: formats.value(value, unit), unit, pale, of}]
    if (by === undefined) {
      const value = data.point(kpi, preset.current).value
      return bar(say(view, own ?? kpi.input.name), value, previous ? data.point(kpi, previous).value : null)
    }
    const listed = Object.keys(view.project.catalog.dimensions[by]?.values ?? {})
    const place = (value: string) => (listed.includes(value) ? listed.indexOf(value) : listed.length)
    return [...data.parts(kpiRef, by, preset.current)]
      .sort((a, b) => place(a.value) - place(b.value) || b.amount - a.amount || (a.value < b.value ? -1 : 1))
      .flatMap(({value, amount}) => {
        const earlier = previous && data.point(kpi, previous, {dimension: by, value}).value
        return bar(labelOf(view, by, value), amount, earlier ?? null)
      })
  })
  return {name: say(view, name), bars: shown}
}

function findingOf({texts}: View, {name, bars}: Group): string {
  const high = bars.reduce((best, bar) => (bar.value > best.value ? bar : best))
  const low = bars.reduce((best, bar) => (bar.value < best.value ? bar : best))
  return texts.barsFinding(name, high, high.value === low.value ? undefined : low)
}

function options({formats}: View, {bars}: Group, width: Width, beforeLabel: string | undefined): Plot.PlotOptions {
  const narrow = width === 'narrow'
  const rows = bars.map((bar, i) => ({...bar, i}))
  const earlier = rows.filter(bar => bar.before !== null)
  const values = bars.flatMap(bar => [bar.value, bar.before ?? 0])
  return {
    width: WIDTHS[width],
    height: bars.length * ROW + 8,
    marginTop: 4,
    marginBottom: 4,
    marginLeft: narrow ? 112 : 144,
    marginRight: 88,
    x: {axis: null, domain: [Math.min(0, ...values), Math.max(...values, Math.min(0, ...values) + 1e-9)]},
    y: {type: 'band', domain: rows.map(bar => bar.i), padding: 0.35},
    color: {type: 'identity'},
    opacity: {type: 'identity'},
    marks: [
      Plot.axisY({
        tickSize: 0,
        label: null,
        dy: earlier.length > 0 ? -3 : 0,
        tickFormat: (i: number) => wrap(rows[i]!.name, narrow ? 17 : 22, 2).join('\n'),
      }),
      Plot.barX(rows, {
        x: 'value',
        y: 'i',
        fill: bar => colour(bar.of),
        stroke: bar => (bar.pale ? colour(bar.of) : 'none'),
        fillOpacity: bar => (bar.pale ? 0.35 : 1),
        insetBottom: earlier.length > 0 ? 6 : 0,
        title: bar =>
          `${bar.name}\n${bar.text}${bar.before === null ? '' : `\n${beforeLabel ?? ''} ${formats.value(bar.before, bar.unit)}`}`,
      }),
      Plot.barX(earlier, {x: 'before', y: 'i', fill: 'var(--ink-3)', insetTop: 18}),
      Plot.ruleX([0], {stroke: 'var(--ink-3)'}),
      Plot.text(rows, {
        x: bar => Math.max(0, bar.value),
        y: 'i',
        text: 'text',
        textAnchor: 'start',
        dx: 8,
        dy: earlier.length > 0 ? -3 : 0,
        fill: 'var(--ink)',
      }),
    ],
  }
}
