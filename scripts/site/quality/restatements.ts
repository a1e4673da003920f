import {groupBy} from '../../core/group-by.ts'
import {type Unit, unitOf} from '../formats.ts'
import {html, type Markup, raw} from '../html.ts'
import {FOLDER, fileOf} from '../kpi-page/more.ts'
import {nameOfTotal, throughOf} from '../kpi-page/restated.ts'
import {nameOf, type Sheet} from '../kpi-page/sheet.ts'
import type {Restatement} from '../restatements.ts'
import {type RestatementTexts, restatementTextsOf} from '../texts/restatements.ts'

/** How many versions are shown, the newest ones, and how many KPIs of each. */
const VERSIONS = 10
const KPIS = 20

/** What versions published otherwise than those before them although it had been settled: the newest first, by KPI and reason. */
export function restatements(sheet: Sheet): Markup {
  const said = restatementTextsOf(sheet.language)
  if (sheet.restatements.length === 0) return html`<p>${said.never}</p>`
  const versions = [...groupBy(sheet.restatements, ({publication}) => publication).values()]
  const older = versions.length - VERSIONS
  return html`<p class="lead">${said.lead}</p>
    ${versions.slice(0, VERSIONS).map((some, i) => ofVersion(sheet, said, some, i === 0))}
    ${older > 0 && html`<p class="small">${said.older(count(sheet, older))}</p>`}`
}

function ofVersion(sheet: Sheet, said: RestatementTexts, some: readonly Restatement[], isOpen: boolean): Markup {
  const [{version, dataEnd}] = some as [Restatement]
  const figures = some.reduce((sum, each) => sum + each.figures, 0)
  const summary = said.summary(
    said.countFigures(count(sheet, figures), figures === 1),
    said.countIndicators(count(sheet, some.length), some.length === 1),
    throughOf(sheet, dataEnd),
  )
  const heads = [said.figures, said.largest, said.published, said.now, said.change]
  return html`<details class="restatement"${isOpen && raw(' open')}><summary>${summary}</summary>
    <p class="small">${said.version} <code>${version}</code></p>
    <div class="scroll" tabindex="0" role="region" aria-label="${said.version} ${version}"><table>
    <thead><tr><th scope="col">${said.indicator}</th><th scope="col">${said.why}</th>${heads.map(head => html`<th scope="col" class="number">${head}</th>`)}</tr></thead>
    <tbody>${some.slice(0, KPIS).map(each => row(sheet, said, each))}</tbody></table></div>
    ${some.length > KPIS && html`<p class="small">${said.moreKpis(count(sheet, some.length - KPIS))}</p>`}</details>`
}

function row(sheet: Sheet, said: RestatementTexts, {ref, reason, figures, largest}: Restatement): Markup {
  const kpi = sheet.compiled.project.definitions.kpis.get(ref)
  const unit = kpi ? unitOf(kpi) : {unit: 'number'}
  const name = kpi
    ? html`<a href="${FOLDER}/${fileOf(ref)}">${nameOf(sheet, ref)}</a> <span class="ref">${ref}</span>`
    : html`<code>${ref}</code>`
  const write = (value: number | null) => sheet.formats.value(value, unit)
  const cells = largest
    ? html`<td class="number" data-value="${largest.start}">${nameOfTotal(sheet, largest)}</td>
      <td class="number">${write(largest.was)}</td><td class="number">${write(largest.is)}</td>
      <td class="number">${difference(sheet, said, largest.was, largest.is, unit)}</td>`
    : html`<td class="number" colspan="4">${said.breakdowns}</td>`
  return html`<tr><th scope="row">${name}</th><td>${said.reasons[reason]}</td>
    <td class="number" data-value="${figures}">${count(sheet, figures)}</td>${cells}</tr>`
}

/** How far a figure moved: per cent, or points of a fraction; nothing where that can't be said. */
function difference(
  {formats}: Sheet,
  said: RestatementTexts,
  was: number | null,
  is: number | null,
  unit: Unit,
): string {
  if (was === null || is === null || was === 0) return ''
  const {text, same} = formats.distance(is, was, unit)
  return same ? said.tiny : `${is > was ? '+' : '−'}${text}`
}

function count({formats}: Sheet, amount: number): string {
  return formats.value(amount, {unit: 'count'})
}
