import type {Kpi} from '../catalog/definitions.ts'
import {unitOf} from './formats.ts'
import {html, type Markup, raw} from './html.ts'
import {indexOf, isPartial, type Period} from './periods.ts'
import {say, type View} from './view.ts'

const WIDTH = 120
const HEIGHT = 32
const EDGE = 4

/** A KPI's trend as a tiny line: the period shown is marked, periods that are not whole are dashed, NULLs are gaps. */
export function sparkline(view: View, kpi: Kpi): Markup | null {
  const {window, current} = view.preset
  const values = view.data.points(kpi, window).map(point => point.value)
  const known = values.filter(value => value !== null)
  if (known.length < 2) return null
  const low = Math.min(...known)
  const span = Math.max(...known) - low
  const x = (i: number) => round(EDGE + (i * (WIDTH - 2 * EDGE)) / (window.length - 1))
  const y = (value: number) =>
    round(span === 0 ? HEIGHT / 2 : HEIGHT - EDGE - ((value - low) * (HEIGHT - 2 * EDGE)) / span)
  const paths = {whole: '', partial: ''}
  for (const [i, value] of values.entries()) {
    const before = values[i - 1]
    if (i === 0 || value === null || before === null || before === undefined) continue
    const kind = isPartial(window[i]!) || isPartial(window[i - 1]!) ? 'partial' : 'whole'
    const pen = paths[kind].endsWith(`${x(i - 1)},${y(before)}`) ? '' : `M${x(i - 1)},${y(before)}`
    paths[kind] += `${pen}L${x(i)},${y(value)}`
  }
  // a trend inside the period shown ends with its last day
  const place = indexOf(window, current)
  const at = place < 0 ? values.findLastIndex(value => value !== null) : place
  const shown = values[at] ?? null
  const label = trendOf(view, kpi)
  const points = values
    .map((value, i) => `${nameOf(view, window[i]!)}: ${view.formats.value(value, unitOf(kpi))}`)
    .join('\n')
  const dot = shown === null ? '' : `<circle cx="${x(at)}" cy="${y(shown)}" r="3"/>`
  return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}" data-points="${points}">${raw(
    `${paths.whole && `<path d="${paths.whole}"/>`}${paths.partial && `<path class="partial" d="${paths.partial}"/>`}${dot}`,
  )}</svg>`
}

/** A period's name, with a word where it is not over. */
export function nameOf({texts}: View, period: Period): string {
  return period.complete ? texts.period(period) : `${texts.period(period)} (${texts.incomplete})`
}

/** From where to where a KPI moved, in words; it has a figure. */
export function trendOf(view: View, kpi: Kpi): string {
  const {window} = view.preset
  const values = view.data.points(kpi, window).map(point => point.value)
  const first = values.findIndex(value => value !== null)
  const last = values.findLastIndex(value => value !== null)
  return view.texts.trend(
    say(view, kpi.input.name),
    view.formats.value(values[first] ?? null, unitOf(kpi)),
    view.texts.period(window[first]!),
    view.formats.value(values[last] ?? null, unitOf(kpi)),
    view.texts.period(window[last]!),
  )
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
