import {unreplayed} from '../../audit/audit.ts'
import {unitOf} from '../formats.ts'
import {html, type Markup} from '../html.ts'
import {FOLDER, fileOf} from '../kpi-page/more.ts'
import {nameOf, type Sheet} from '../kpi-page/sheet.ts'
import {auditTextsOf} from '../texts/audit.ts'
import {figureOf, replayed} from './kpi.ts'
import type {Audited, PublicNote} from './public.ts'

/** How many promises are broken; none where nothing was ever audited. */
export function brokenCount({notes}: Audited): number | undefined {
  return notes.size === 0 ? undefined : brokenOf(notes).length
}

function brokenOf(notes: Audited['notes']): PublicNote[] {
  return [...notes.values()].filter(each => each.broken > 0)
}

/** Whether the past stays as the catalog promises, as `kpi audit` has found it: what is broken first. */
export function promises(sheet: Sheet, {notes}: Audited): Markup {
  const said = auditTextsOf(sheet.language)
  const {definitions} = sheet.compiled.project
  if (notes.size === 0) return html`<p>${said.never} <code>kpi audit</code>.</p>`
  const all = [...definitions.kpis.keys()].flatMap(ref => notes.get(ref) ?? [])
  const count = (amount: number) => sheet.formats.value(amount, {unit: 'count'})
  const days = [...new Set(all.flatMap(each => each.days))].sort()
  const compared = all.reduce((sum, each) => sum + each.compared, 0)
  // causes before what only inherits them
  const broken = brokenOf(notes).sort((a, b) => a.inherits.length - b.inherits.length)
  const early = all.filter(each => each.settles_too_early)
  const earlier = all.filter(each => !each.isCurrent).map(each => each.kpi_ref)
  const unchecked = [...definitions.kpis.keys()].filter(ref => !notes.has(ref))
  const undated = unreplayed(sheet.compiled).flatMap(({source, columns, isWhole}) =>
    isWhole && columns.length === 0 ? [source] : columns.map(column => `${source}.${column}`),
  )
  return html`<p class="lead">${replayed(sheet, days)}${said.colon}${said.lead(count(all.length), count(compared))}</p>
    ${broken.length === 0 ? html`<p>${said.noneBroken}</p>` : brokenTable(sheet, broken)}
    ${early.length > 0 && earlyTable(sheet, early)}
    ${earlier.length > 0 && html`<p class="small">${said.outdated(earlier.length)}${said.colon}${links(earlier)}</p>`}
    ${unchecked.length > 0 && html`<p class="small">${said.unchecked(unchecked.length)}${said.colon}${links(unchecked)}</p>`}
    ${undated.length > 0 && html`<p class="small">${said.unreplayed}${said.colon}${undated.map((name, i) => html`${i > 0 && ', '}<code>${name}</code>`)}</p>`}`
}

function brokenTable(sheet: Sheet, broken: readonly PublicNote[]): Markup {
  const said = auditTextsOf(sheet.language)
  const body = broken.map(note => {
    const kpi = sheet.compiled.project.definitions.kpis.get(note.kpi_ref)!
    const write = (value: number | null) => sheet.formats.value(value, unitOf(kpi))
    const example = note.example!
    const through =
      note.inherits.length > 0 && html` <span class="small">${said.inherits} ${links(note.inherits)}</span>`
    return html`<tr><th scope="row">${link(sheet, note.kpi_ref)}${through}</th>
      <td class="number" data-value="${note.broken}">${sheet.formats.value(note.broken, {unit: 'count'})}</td>
      <td>${figureOf(sheet, example)}</td>
      <td class="number" data-value="${example.value_then}">${write(example.value_then)}</td>
      <td class="number" data-value="${example.value_now}">${write(example.value_now)}</td></tr>`
  })
  return html`<h3>${said.brokenLead}</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="${said.broken}"><table class="promises">
    <thead><tr><th scope="col">${said.kpi}</th><th scope="col" class="number">${said.figures}</th><th scope="col">${said.figure}</th>
    <th scope="col" class="number">${said.valueThen}</th><th scope="col" class="number">${said.valueNow}</th></tr></thead>
    <tbody>${body}</tbody></table></div>`
}

function earlyTable(sheet: Sheet, early: readonly PublicNote[]): Markup {
  const said = auditTextsOf(sheet.language)
  const body = early.map(
    ({kpi_ref: ref, last_moved_days: last, settles_after_days: allowed}) =>
      html`<tr><th scope="row">${link(sheet, ref)}</th><td class="number" data-value="${last}">${said.days(last ?? 0)}</td>
      <td class="number" data-value="${allowed}">${said.days(allowed ?? 0)}</td></tr>`,
  )
  return html`<h3>${said.early}</h3><p class="lead">${said.earlyLead}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="${said.early}"><table class="promises">
    <thead><tr><th scope="col">${said.kpi}</th><th scope="col" class="number">${said.seen}</th><th scope="col" class="number">${said.allowed}</th></tr></thead>
    <tbody>${body}</tbody></table></div>`
}

function link(sheet: Sheet, ref: string): Markup {
  return html`<a href="${FOLDER}/${fileOf(ref)}">${nameOf(sheet, ref)}</a> <span class="ref">${ref}</span>`
}

function links(refs: readonly string[]): Markup {
  return html`${refs.map((ref, i) => html`${i > 0 && ', '}<a href="${FOLDER}/${fileOf(ref)}">${ref}</a>`)}`
}
