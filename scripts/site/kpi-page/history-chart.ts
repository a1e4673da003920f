import {line} from 'd3-shape'
import type {Kpi} from '../../catalog/definitions.ts'
import {axisTicks, shownTicks} from '../charts/ticks.ts'
import {unitOf} from '../formats.ts'
import {escapeHtml, html, type Markup, raw} from '../html.ts'
import {type CalendarPeriod, isWhole, type Total} from './rows.ts'
import {periodName, type Sheet} from './sheet.ts'

/** As the other charts: one drawing for each width, of which the style sheet shows the one that fits. */
const BOXES = {
  wide: {width: 720, height: 240, left: 56, right: 16, ticks: 8, letters: 12},
  narrow: {width: 340, height: 220, left: 44, right: 12, ticks: 3, letters: 11},
} as const
const TOP = 12
const BOTTOM = 36
/** From so many points on, they are only marked where the pointer is. */
const CROWDED = 30

interface Place {
  readonly x: number
  readonly y: number
  readonly i: number
}

/**
 * A KPI's totals over the periods of a grain, as lines: solid between whole periods, dashed to others; hollow points may
 * still change. Drawn here rather than by the chart library, which takes a hundred times as long: every page has five.
 */
export function historyChart(
  sheet: Sheet,
  kpi: Kpi,
  periods: readonly CalendarPeriod[],
  totals: readonly Total[],
  label: string,
): Markup {
  return html`${(['wide', 'narrow'] as const).map(width => draw(sheet, kpi, periods, totals, label, width))}`
}

function draw(
  sheet: Sheet,
  kpi: Kpi,
  periods: readonly CalendarPeriod[],
  totals: readonly Total[],
  label: string,
  size: keyof typeof BOXES,
): Markup {
  const {width, height, left, right, ticks: most, letters} = BOXES[size]
  const {formats} = sheet
  const unit = unitOf(kpi)
  const known = totals.flatMap(total => total.value ?? [])
  const {domain, ticks} = axisTicks(Math.min(...known), Math.max(...known), unit)
  const x = (i: number) => round(left + (i * (width - left - right)) / Math.max(1, totals.length - 1))
  const y = (value: number) =>
    round(height - BOTTOM - ((value - domain[0]) / (domain[1] - domain[0])) * (height - TOP - BOTTOM))
  const places = totals.map(({value}, i): Place | undefined => (value === null ? undefined : {x: x(i), y: y(value), i}))
  const grid = ticks.map(
    tick =>
      `<path class="grid" d="M${left},${y(tick)}H${width - right}"/><text x="${left - 8}" y="${y(tick) + 4}" text-anchor="end">${escapeHtml(formats.short(tick, unit))}</text>`,
  )
  const shown = shownTicks(totals.length, most)
  let before: string | undefined
  const axis = shown.map(i => {
    const [first, year] = sheet.texts.tick(periods[i]!)
    const second = year === before ? undefined : year
    before = year
    const anchor = i === totals.length - 1 && shown.length > 1 ? 'end' : 'middle'
    const text = (line: string, down: number) =>
      `<text x="${x(i)}" y="${height - BOTTOM + down}" text-anchor="${anchor}">${escapeHtml(line)}</text>`
    return text(first, 18) + (second === undefined ? '' : text(second, 32))
  })
  const crowded = totals.length > CROWDED
  const points = places.flatMap(place => {
    if (!place) return []
    const total = totals[place.i]!
    const period = periods[place.i]!
    const name = period.complete
      ? periodName(sheet, period)
      : `${periodName(sheet, period)} (${sheet.texts.incomplete})`
    const hollow = period.complete && !total.settled
    const kind = hollow ? 'hollow' : crowded && place.i < totals.length - 1 ? 'faint' : 'point'
    const title = escapeHtml(`${name}\n${formats.value(total.value, unit)}`)
    return `<circle class="${kind}" cx="${place.x}" cy="${place.y}" r="${crowded ? 2.5 : 3.5}"><title>${title}</title></circle>`
  })
  const drawing = [...grid, ...paths(places, periods), ...points, ...axis].join('')
  return html`<svg class="plot ${size} history" viewBox="0 0 ${width} ${height}" font-size="${letters}" role="img" aria-label="${label}">${raw(drawing)}</svg>`
}

/** The line, dashed from and to periods that are not whole: not over, or begun before the data. */
function paths(places: readonly (Place | undefined)[], periods: readonly CalendarPeriod[]): string[] {
  const pen = line<Place | undefined>()
    .defined(place => place !== undefined)
    .x(place => place!.x)
    .y(place => place!.y)
  const from = periods.findIndex(isWhole)
  const to = periods.findLastIndex(isWhole)
  const pieces: readonly (readonly [string, readonly (Place | undefined)[]])[] =
    from < 0
      ? [['line partial', places]]
      : [
          ['line', places.slice(from, to + 1)],
          ['line partial', places.slice(0, from + 1)],
          ['line partial', places.slice(to)],
        ]
  return pieces.flatMap(([kind, piece]) => {
    const path = piece.length < 2 ? null : pen(piece)
    return path ? [`<path class="${kind}" d="${path}"/>`] : []
  })
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
