import type {Kpi} from '../../catalog/definitions.ts'
import {isZeroWhenEmpty} from '../../compile/combine.ts'
import {unitOf} from '../formats.ts'
import {html, type Markup} from '../html.ts'
import type {Cut} from './rows.ts'
import {dimensionName, labelOf, nameOf, periodName, type Sheet} from './sheet.ts'

/** How many values of a dimension are shown. */
const TOP = 10

/** A KPI's values by each of its dimensions in the last complete month, the largest first. */
export function breakdowns(sheet: Sheet, kpi: Kpi): Markup | null {
  const {words, rows} = sheet
  if (kpi.dimensions.length === 0 || !rows.month) return null
  const cuts = rows.cuts.get(kpi.ref) ?? []
  return html`<p class="lead">${words.breakdownsLead(periodName(sheet, rows.month))}</p>
    <div class="cuts">${kpi.dimensions.map(dimension =>
      byDimension(
        sheet,
        kpi,
        dimension,
        cuts.filter(cut => cut.dimension === dimension),
      ),
    )}</div>`
}

function byDimension(sheet: Sheet, kpi: Kpi, dimension: string, cuts: readonly Cut[]): Markup {
  const {words, texts, formats, rows} = sheet
  const name = dimensionName(sheet, dimension)
  const known = cuts.filter(cut => cut.amount !== null)
  if (known.length === 0) return html`<div><h3>${name}</h3><p class="context">${words.noValues}</p></div>`
  const unit = unitOf(kpi)
  // a bar reads as an amount: not for scores
  const hasBars = kpi.input.unit !== 'score' && known.every(cut => cut.amount! >= 0)
  const largest = hasBars ? Math.max(...known.map(cut => cut.amount!)) : 0
  const moves = rows.month!.complete && known.some(cut => !cut.settled)
  const body = known.slice(0, TOP).map(({value, amount, sample}) => {
    const share =
      largest > 0
        ? html`<span class="gauge"><span style="width:${((amount! / largest) * 100).toFixed(1)}%"></span></span>`
        : null
    return html`<tr><th scope="row">${labelOf(sheet, dimension, value)}</th>
      <td class="number" data-value="${amount}">${formats.value(amount, unit)}${share}</td>
      <td class="number" data-value="${sample}">${formats.value(sample, {unit: 'count'})}</td></tr>`
  })
  const rest = known.length - TOP
  return html`<div><h3>${name}${moves && html` <span class="mark">${texts.unsettled}</span>`}</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="${nameOf(sheet, kpi.ref)}, ${name}"><table>
    <thead><tr><th scope="col">${name}</th><th scope="col" class="number">${words.value}</th><th scope="col" class="number">${words.sample}</th></tr></thead>
    <tbody>${body}</tbody></table></div>
    ${rest > 0 && html`<p class="context">${words.restOf(formats.value(rest, {unit: 'count'}))}</p>`}</div>`
}

/** The targets of single values of a dimension, with the last complete month's figures and whether they are met. */
export function targets(sheet: Sheet, kpi: Kpi): Markup | null {
  const {words, texts, formats, rows} = sheet
  const by = Object.entries(kpi.input.target?.by ?? {})
  if (by.length === 0) return null
  const unit = unitOf(kpi)
  const written = (bound: number | undefined) => (bound === undefined ? undefined : formats.value(bound, unit))
  const body = by.flatMap(([dimension, values]) =>
    Object.entries(values).map(([value, {min, max}]) => {
      const shown = rows.people.alias(dimension, value)
      const cut = rows.cuts.get(kpi.ref)?.find(each => each.dimension === dimension && each.value === shown)
      // a count or sum without rows is 0, anything else has no value
      const amount = rows.month ? (cut?.amount ?? (isZeroWhenEmpty(kpi.term) ? 0 : null)) : null
      const met = amount !== null && (min === undefined || amount >= min) && (max === undefined || amount <= max)
      const verdict =
        amount !== null &&
        rows.month!.complete &&
        html`<span class="mark ${met ? 'good' : 'bad'}">${met ? texts.targetMet : texts.targetMissed}</span>`
      return html`<tr><th scope="row">${labelOf(sheet, dimension, shown)} <span class="ref">${dimensionName(sheet, dimension)}</span></th>
        <td class="number">${texts.target(written(min), written(max))}</td>
        <td class="number" data-value="${amount}">${formats.value(amount, unit)}</td><td>${verdict}</td></tr>`
    }),
  )
  return html`${rows.month && html`<p class="lead">${words.targetsLead(periodName(sheet, rows.month))}</p>`}
    <div class="scroll" tabindex="0" role="region" aria-label="${words.targets}"><table>
    <thead><tr><th scope="col">${texts.figureColumn}</th><th scope="col" class="number">${words.target}</th>
    <th scope="col" class="number">${words.value}</th><th scope="col">${words.verdict}</th></tr></thead>
    <tbody>${body}</tbody></table></div>`
}
