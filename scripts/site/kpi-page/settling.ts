import type {Kpi} from '../../catalog/definitions.ts'
import {escapeHtml, html, type Markup, raw} from '../html.ts'
import type {Curve} from '../settling.ts'
import {settlingTexts} from '../texts/settling.ts'
import {nameOf, type Sheet} from './sheet.ts'

/** One drawing for each width, as the other charts. */
const BOXES = {
  wide: {width: 720, height: 200, left: 56, right: 16, letters: 12},
  narrow: {width: 340, height: 190, left: 44, right: 12, letters: 11},
} as const
const TOP = 12
const BOTTOM = 30
/** The value axis, at least. */
const STEPS = [0, 0.25, 0.5, 0.75, 1]

/** How a fluctuating KPI came to its final values, as the audit has measured it: a drawing and its figures; nothing where it has not. */
export function settling(sheet: Sheet, kpi: Kpi): Markup | null {
  const curve = sheet.rows.curves.get(kpi.ref)
  if (!curve) return null
  const {formats} = sheet
  const words = settlingTexts(sheet.language)
  const percent = (share: number) => formats.short(share, {unit: 'fraction'})
  const finding = `${told(curve)
    .map(({share, days}) => words.after(percent(share), days))
    .join(', ')}.`
  const rows = curve.map(
    ({days, share, figures}) => html`<tr><th scope="row" class="number">${days}</th>
      <td class="number">${formats.value(share, {unit: 'fraction'})}</td><td class="number">${formats.value(figures, {unit: 'count'})}</td></tr>`,
  )
  const heads = [words.days, words.share, words.figures]
  return html`<p class="context">${words.lead(kpi.additivity === 'additive')}</p>
    <div class="over-time"><figure>${(['wide', 'narrow'] as const).map(width => draw(sheet, curve, width, `${words.title}. ${finding}`))}
    <figcaption>${finding}</figcaption></figure>
    <div class="scroll" tabindex="0" role="region" aria-label="${nameOf(sheet, kpi.ref)}, ${words.title}"><table class="rows">
    <thead><tr>${heads.map(head => html`<th scope="col" class="number">${head}</th>`)}</tr></thead>
    <tbody>${rows}</tbody></table></div></div>`
}

/** The points up to the first from which on all of the final value is there. */
function told(curve: Curve): Curve {
  const rest = curve.findLastIndex(point => Math.round(point.share * 100) !== 100)
  return curve.slice(0, rest + 2)
}

/** The ages at equal distances: what happens in the first days matters most. */
function draw({formats, language}: Sheet, curve: Curve, size: keyof typeof BOXES, label: string): Markup {
  const {width, height, left, right, letters} = BOXES[size]
  const words = settlingTexts(language)
  const top = Math.max(1, ...curve.map(point => point.share))
  const x = (i: number) => round(left + 8 + (i * (width - left - right - 16)) / Math.max(1, curve.length - 1))
  const y = (share: number) => round(height - BOTTOM - (share / top) * (height - TOP - BOTTOM))
  const percent = (share: number) => escapeHtml(formats.short(share, {unit: 'fraction'}))
  const grid = STEPS.map(
    step =>
      `<path class="grid" d="M${left},${y(step)}H${width - right}"/><text x="${left - 8}" y="${y(step) + 4}" text-anchor="end">${percent(step)}</text>`,
  )
  const line = `<path class="line" d="M${curve.map((point, i) => `${x(i)},${y(point.share)}`).join('L')}"/>`
  const points = curve.map(({share, days}, i) => {
    const title = escapeHtml(words.after(formats.short(share, {unit: 'fraction'}), days))
    return `<circle class="point" cx="${x(i)}" cy="${y(share)}" r="3.5"><title>${title}</title></circle>`
  })
  const axis = curve.map(
    ({days}, i) => `<text x="${x(i)}" y="${height - BOTTOM + 18}" text-anchor="middle">${days}</text>`,
  )
  return html`<svg class="plot ${size} history" viewBox="0 0 ${width} ${height}" font-size="${letters}" role="img" aria-label="${label}">${raw([...grid, line, ...points, ...axis].join(''))}</svg>`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
