import type {Kpi} from '../../catalog/definitions.ts'
import type {Grain} from '../../core/days.ts'
import {choice, partOf} from '../choice.ts'
import {unitOf} from '../formats.ts'
import {html, type Markup, raw} from '../html.ts'
import {CSV_WINDOWS} from './csv.ts'
import {historyChart} from './history-chart.ts'
import {type CalendarPeriod, isWhole, type Total} from './rows.ts'
import {nameOf, periodName, type Sheet} from './sheet.ts'

/** The grains in the order in which they are offered; the first that has figures is shown. */
const ORDER: readonly Grain[] = ['month', 'quarter', 'year', 'week', 'day']

/** A KPI's totals, by the grain that the reader chooses: a chart and its figures; and all of it as CSV. */
export function history(sheet: Sheet, kpi: Kpi): Markup {
  const {words, rows} = sheet
  const grains = ORDER.filter(grain =>
    rows.totals
      .get(kpi.ref)
      ?.get(grain)
      ?.some(total => total.value !== null),
  )
  if (grains.length === 0) return html`<p class="empty">${words.noHistory}</p>`
  const options = grains.map(grain => ({id: grain, label: words.historyGrains[grain]!}))
  const views = grains.map((grain, i) => {
    const part = partOf(i, grains.length)
    return html`<div${part && html` class="${part}"`}>${byGrain(sheet, kpi, grain)}</div>`
  })
  const {month, quarter, year} = CSV_WINDOWS
  return html`<div class="choosing">
    ${choice(kpi.ref, words.historyBy, options, true)}
    ${views}</div>
    <p class="small"><a href="../../csv/${kpi.ref.toLowerCase()}.csv" download>${words.csv}</a>
    ${words.csvHolds(String(month), String(quarter), String(year))}</p>`
}

function byGrain(sheet: Sheet, kpi: Kpi, grain: Grain): Markup {
  const {words, rows, formats, texts} = sheet
  const periods = rows.periods.get(grain)!
  const totals = rows.totals.get(kpi.ref)!.get(grain)!
  const unit = unitOf(kpi)
  const finding = findingOf(sheet, kpi, periods, totals)
  const divided = totals.some(total => total.denominator !== null)
  const heads = [
    texts.periodColumn,
    words.value,
    ...(divided ? [words.numerator, words.denominator] : []),
    words.sample,
  ]
  const cell = (value: number | null, written: string) => html`<td class="number" data-value="${value}">${written}</td>`
  const count = (value: number | null) => cell(value, formats.value(value, {unit: 'count'}))
  const body = periods
    .map((period, i) => {
      const total = totals[i]!
      const mark = markOf(sheet, period, total)
      return html`<tr><th scope="row" data-value="${period.start}">${periodName(sheet, period)}${mark && html` <span class="mark">${mark}</span>`}</th>
        ${cell(total.value, formats.value(total.value, unit))}
        ${divided && [count(total.numerator), count(total.denominator)]}${count(total.sample)}</tr>`
    })
    .reverse()
  const name = `${nameOf(sheet, kpi.ref)}, ${words.historyGrains[grain]}`
  return html`<div class="over-time"><figure>${historyChart(sheet, kpi, periods, totals, `${nameOf(sheet, kpi.ref)}. ${finding}`)}
    <figcaption>${finding}</figcaption></figure>
    <div class="scroll" tabindex="0" role="region" aria-label="${name}"><table class="rows">
    <thead><tr>${heads.map((head, i) => html`<th scope="col"${i > 0 && raw(' class="number"')}>${head}</th>`)}</tr></thead>
    <tbody>${body}</tbody></table></div></div>`
}

/** Why a figure is not the last word on its period; nothing where it is. */
function markOf({texts, rows}: Sheet, period: CalendarPeriod, {settled}: Total): string | undefined {
  if (!period.complete) return texts.incomplete
  if (!period.covered) return texts.dataBegin(texts.date(rows.calendar!.first))
  return settled ? undefined : texts.unsettled
}

/** From where to where the figure went over the whole periods, and between what it moved. */
function findingOf(sheet: Sheet, kpi: Kpi, periods: readonly CalendarPeriod[], totals: readonly Total[]): string {
  const {words, formats} = sheet
  const whole = totals.flatMap(({value}, i) => {
    const period = periods[i]!
    return value === null || !isWhole(period) ? [] : [{value, period}]
  })
  const [first] = whole
  const last = whole.at(-1)
  if (!first || !last || whole.length < 2) return words.noTrend
  const write = (value: number) => formats.value(value, unitOf(kpi))
  const said = words.historyFinding(
    periodName(sheet, first.period),
    write(first.value),
    periodName(sheet, last.period),
    write(last.value),
  )
  const high = whole.reduce((best, each) => (each.value > best.value ? each : best))
  const low = whole.reduce((best, each) => (each.value < best.value ? each : best))
  if (whole.length < 3 || high.value === low.value) return said
  return (
    said +
    words.historyExtremes(
      write(high.value),
      periodName(sheet, high.period),
      write(low.value),
      periodName(sheet, low.period),
    )
  )
}

/** The last complete month's figure of a KPI, for lists; none without one. */
export function latestFigure(sheet: Sheet, kpi: Kpi): string | undefined {
  const {rows, formats} = sheet
  if (!rows.month) return undefined
  const at = rows.periods.get('month')!.findIndex(period => period.start === rows.month!.start)
  const total = rows.totals.get(kpi.ref)?.get('month')?.[at]
  return total && formats.value(total.value, unitOf(kpi))
}
