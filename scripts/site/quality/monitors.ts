import {following} from '../../core/days.ts'
import type {MonitorResult} from '../../verify/monitors.ts'
import {unitOf} from '../formats.ts'
import {html, type Markup} from '../html.ts'
import {FOLDER, fileOf} from '../kpi-page/more.ts'
import {nameOf, type Sheet} from '../kpi-page/sheet.ts'
import {monitorTextsOf} from '../texts/monitors.ts'

/** A source's state of freshness, for a cell; nothing where it is not watched. */
export function freshnessMark(sheet: Sheet, results: readonly MonitorResult[], source: string): Markup | string {
  const said = monitorTextsOf(sheet.language)
  const found = results.find(({monitor}) => monitor.kind === 'freshness' && monitor.source === source)
  if (found?.monitor.kind !== 'freshness' || found.state === 'unknown') return ''
  if (found.state === 'passed') return html`<span class="mark good">${said.fresh}</span>`
  const isError = found.problems.some(({severity}) => severity === 'error')
  const {errorAfter, warnAfter} = found.monitor
  const allowed = (isError ? errorAfter : warnAfter) ?? errorAfter ?? 0
  return html`<span class="mark bad">${said.stale(sheet.formats.value(allowed, {unit: 'seconds'}))}</span>`
}

/** Whether the project watches the freshness of any source. */
export function watchesFreshness(results: readonly MonitorResult[]): boolean {
  return results.some(({monitor}) => monitor.kind === 'freshness')
}

/** What is out of line with its own history; none where the project watches nothing. */
export function anomalies(sheet: Sheet, results: readonly MonitorResult[]): Markup | undefined {
  const watched = results.filter(({monitor}) => monitor.kind !== 'freshness')
  if (watched.length === 0) return undefined
  const said = monitorTextsOf(sheet.language)
  const {formats} = sheet
  const unjudged = watched.filter(({state}) => state === 'unknown').length
  const body = watched.flatMap(result => {
    const {monitor} = result
    if (monitor.kind === 'freshness') return []
    const kpi = monitor.kind === 'value' ? sheet.compiled.project.definitions.kpis.get(monitor.ref) : undefined
    const unit = kpi ? unitOf(kpi) : ({unit: 'count'} as const)
    return (result.anomalies ?? []).map(({start, value, usual, score}) => {
      const deviations = score === null ? undefined : formats.value(Math.abs(score), {unit: 'number'})
      const period = {
        complete: true,
        covered: true,
        start,
        end: following(start, monitor.rule.grain),
        grain: monitor.rule.grain,
      }
      return html`<tr><th scope="row">${seriesName(sheet, monitor.subject, kpi?.ref)}</th>
        <td class="number" data-value="${start}">${sheet.texts.period(period)}</td>
        <td class="number" data-value="${value}">${formats.value(value, unit)}</td>
        <td class="number" data-value="${usual}">${formats.value(usual, unit)}</td>
        <td class="number" data-value="${score}">${value > usual ? said.above(deviations) : said.below(deviations)}</td></tr>`
    })
  })
  const lead = html`<p class="lead">${said.lead(formats.value(watched.length, {unit: 'count'}), unjudged)}</p>`
  if (body.length === 0) return html`${lead}<p>${said.none}</p>`
  const heads = [said.period, said.value, said.usual, said.off]
  return html`${lead}<div class="scroll" tabindex="0" role="region" aria-label="${said.anomalies}"><table class="anomalies">
    <thead><tr><th scope="col">${said.series}</th>${heads.map(head => html`<th scope="col" class="number">${head}</th>`)}</tr></thead>
    <tbody>${body}</tbody></table></div>`
}

function seriesName(sheet: Sheet, subject: string, ref: string | undefined): Markup {
  if (ref === undefined) return html`${monitorTextsOf(sheet.language).rowsOf(subject.replace(/^source:/, ''))}`
  return html`<a href="${FOLDER}/${fileOf(ref)}">${nameOf(sheet, ref)}</a> <span class="ref">${ref}</span>`
}
