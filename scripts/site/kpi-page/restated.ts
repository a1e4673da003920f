import type {Kpi} from '../../catalog/definitions.ts'
import {unitOf} from '../formats.ts'
import {html, type Markup} from '../html.ts'
import type {RestatedTotal} from '../restatements.ts'
import {restatementTextsOf} from '../texts/restatements.ts'
import {QUALITY_FILE} from './frame.ts'
import {periodName, type Sheet} from './sheet.ts'

/** Whether figures of a KPI that were settled have been published with another value since, and which changed most. */
export function restated(sheet: Sheet, kpi: Kpi): Markup {
  const said = restatementTextsOf(sheet.language)
  const {formats} = sheet
  const [last, ...earlier] = sheet.restatements.filter(({ref}) => ref === kpi.ref)
  if (!last) return html`<span class="restated">${said.neverOfKpi}</span>`
  const count = (amount: number) => formats.value(amount, {unit: 'count'})
  const write = (value: number | null) => formats.value(value, unitOf(kpi))
  const figures = said.countFigures(count(last.figures), last.figures === 1)
  const sentences = [
    said.ofKpi(figures, throughOf(sheet, last.dataEnd), said.reasons[last.reason]),
    ...(last.largest
      ? [said.example(nameOfTotal(sheet, last.largest), write(last.largest.was), write(last.largest.is))]
      : []),
    ...(earlier.length > 0 ? [said.before(count(earlier.length))] : []),
  ]
  return html`<span class="restated">${sentences.join(' ')} <a href="../${QUALITY_FILE}#restatements">${said.title}</a></span>`
}

/** The name of a total's period, which was over. */
export function nameOfTotal(sheet: Sheet, {grain, start, end}: RestatedTotal): string {
  const known = sheet.rows.periods.get(grain)?.find(period => period.start === start)
  return periodName(sheet, known ?? {grain, start, end, complete: true, covered: true})
}

/** The day through which a version had data. */
export function throughOf({formats, compiled}: Sheet, dataEnd: string): string {
  return formats.instant(dataEnd, compiled.project.catalog.timezone).date
}
