import {groupBy} from '../../core/group-by.ts'
import {brokenCount, promises} from '../audit/quality.ts'
import {html, type Markup} from '../html.ts'
import {testTable} from '../kpi-page/checks.ts'
import type {Sheet} from '../kpi-page/sheet.ts'
import {auditTextsOf} from '../texts/audit.ts'
import {monitorTextsOf} from '../texts/monitors.ts'
import {qualityTextsOf} from '../texts/quality.ts'
import type {QualityTexts} from '../texts/quality-words.ts'
import {restatementTextsOf} from '../texts/restatements.ts'
import {anomalies, freshnessMark, watchesFreshness} from './monitors.ts'
import {restatements} from './restatements.ts'
import type {DataTestResult, Results} from './results.ts'

const STATES = ['passed', 'failed', 'not-run'] as const
const TEST_STATES = ['passed', 'tolerated', 'warned', 'not-run'] as const

/** The page about the data: tests, promises of past values, sources, rows set aside, calendar, examples. `dataEnd` is UTC, empty without data. */
export function qualityPage(sheet: Sheet, results: Results, dataEnd: string): Markup {
  const said = qualityTextsOf(sheet.language)
  const audited = auditTextsOf(sheet.language)
  const count = (amount: number) => sheet.formats.value(amount, {unit: 'count'})
  const aside = results.setAside.reduce((sum, each) => sum + each.rows, 0)
  const broken = results.dataTests.filter(each => each.state === 'warned' || each.state === 'tolerated')
  const promised = brokenCount(results.audited)
  const figures: [string, string, string][] = [
    ...(promised === undefined ? [] : [[audited.tally, count(promised), 'audit'] satisfies [string, string, string]]),
    [said.found, count(broken.length), 'tests'],
    [said.setAside, count(aside), 'set-aside'],
    [said.sources, count(results.sources.length), 'sources'],
    [said.tests, count(results.dataTests.length), 'tests'],
  ]
  const watched = anomalies(sheet, results.monitors)
  return html`<div class="head"><h1>${said.title}</h1><p class="lead">${said.lead}</p>
    <dl class="tally">${figures.map(([label, value, id]) => html`<div><dt><a href="#${id}">${label}</a></dt><dd class="value">${value}</dd></div>`)}</dl></div>
    ${section('tests', said.tests, dataTests(sheet, said, results, broken))}
    ${section('audit', audited.title, promises(sheet, results.audited))}
    ${section('sources', said.sources, sources(sheet, said, results, dataEnd))}
    ${watched && section('anomalies', monitorTextsOf(sheet.language).anomalies, watched)}
    ${section('restatements', restatementTextsOf(sheet.language).title, restatements(sheet))}
    ${section('set-aside', said.setAside, setAside(sheet, said, results))}
    ${section('calendar', said.calendar, calendar(sheet, said))}
    ${section('examples', said.examples, examples(sheet, said, results))}`
}

function section(id: string, title: string, content: Markup): Markup {
  return html`<section id="${id}"><h2>${title}</h2>${content}</section>`
}

function dataTests(
  sheet: Sheet,
  said: QualityTexts,
  {dataTests: all}: Results,
  broken: readonly DataTestResult[],
): Markup {
  const count = (amount: number) => sheet.formats.value(amount, {unit: 'count'})
  const order = {warned: 0, tolerated: 1}
  const found = [...broken].sort(
    (a, b) => order[a.state as 'warned'] - order[b.state as 'warned'] || b.failing - a.failing,
  )
  const rest = groupBy(
    all.filter(each => !broken.includes(each)),
    each => each.test.subject.replace(/^source:/, ''),
  )
  const details = [...rest].map(([subject, tests]) => {
    const missing = tests.filter(each => each.state === 'not-run').length
    const tally = [said.passed(count(tests.length - missing)), ...(missing > 0 ? [said.notRun(count(missing))] : [])]
    return html`<details><summary><code>${subject}</code> ${tally.join(', ')}</summary>${testTable(sheet, tests, subject)}</details>`
  })
  return html`<p class="lead">${said.testsLead(count(all.length))}</p>
    ${bySeverity(sheet, said, all)}
    ${found.length === 0 ? html`<p>${said.allPassed}</p>` : html`<h3>${said.found}</h3>${testTable(sheet, found, said.found)}`}
    <div class="passed">${details}</div>`
}

/** How many tests of each severity stand how. */
function bySeverity({words, formats}: Sheet, said: QualityTexts, all: readonly DataTestResult[]): Markup {
  const states = TEST_STATES.filter(state => state === 'passed' || all.some(each => each.state === state))
  const body = (['error', 'warn'] as const).map(severity => {
    const tests = all.filter(each => each.test.severity === severity)
    const cells = states.map(state => tests.filter(each => each.state === state).length)
    return html`<tr><th scope="row">${said.severities[severity]}</th>
      ${cells.map(cell => html`<td class="number">${formats.value(cell, {unit: 'count'})}</td>`)}</tr>`
  })
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${said.severity}"><table>
    <thead><tr><th scope="col">${said.severity}</th>${states.map(state => html`<th scope="col" class="number">${words.testStates[state]}</th>`)}</tr></thead>
    <tbody>${body}</tbody></table></div>`
}

function sources(sheet: Sheet, said: QualityTexts, results: Results, dataEnd: string): Markup {
  const {formats, compiled} = sheet
  const {timezone} = compiled.project.catalog
  const moment = (utc: string) => {
    const {date, time} = formats.instant(utc, timezone)
    return `${date}, ${time}`
  }
  const isWatched = watchesFreshness(results.monitors)
  const body = results.sources.map(({name, rows, created}) => {
    const source = compiled.project.declarations.sources.get(name)
    const age = created === null || dataEnd === '' ? null : (time(dataEnd) - time(created)) / 1000
    return html`<tr><th scope="row"><code>${name}</code><span class="small">${source?.description}</span></th>
      <td class="number" data-value="${rows}">${formats.value(rows, {unit: 'count'})}</td>
      <td class="number" data-value="${created}">${created === null ? said.noHistory : moment(created)}</td>
      <td class="number" data-value="${age}">${age === null ? '' : formats.value(Math.max(0, age), {unit: 'seconds'})}</td>
      ${isWatched && html`<td>${freshnessMark(sheet, results.monitors, name)}</td>`}</tr>`
  })
  return html`${dataEnd !== '' && html`<p class="lead">${said.sourcesLead(`${moment(dataEnd)} (${timezone})`)}</p>`}
    <div class="scroll" tabindex="0" role="region" aria-label="${said.sources}"><table class="sources">
    <thead><tr><th scope="col">${said.source}</th><th scope="col" class="number">${said.rows}</th>
    <th scope="col" class="number">${said.latest}</th><th scope="col" class="number">${said.age}</th>
    ${isWatched && html`<th scope="col">${monitorTextsOf(sheet.language).freshness}</th>`}</tr></thead>
    <tbody>${body}</tbody></table></div>`
}

/** A UTC instant of the warehouse in milliseconds. */
function time(utc: string): number {
  return Date.parse(`${utc.replace(' ', 'T').replace(/Z$/, '')}Z`)
}

function setAside({formats, compiled}: Sheet, said: QualityTexts, {setAside: all}: Results): Markup {
  if (all.length === 0) return html`<p>${said.nothingSetAside}</p>`
  const body = all.map(({source, reason, column = '', rows}) => {
    const type = compiled.project.declarations.sources.get(source)?.columns[column]?.type ?? ''
    return html`<tr><th scope="row"><code>${source}</code></th><td class="rule">${said.reasons[reason](column, type)}</td>
      <td class="number">${formats.value(rows, {unit: 'count'})}</td></tr>`
  })
  return html`<p class="lead">${said.setAsideLead}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="${said.setAside}"><table>
    <thead><tr><th scope="col">${said.source}</th><th scope="col">${said.reason}</th><th scope="col" class="number">${said.rows}</th></tr></thead>
    <tbody>${body}</tbody></table></div>`
}

function calendar({texts, formats, rows, compiled}: Sheet, said: QualityTexts): Markup {
  if (!rows.calendar) return html`<p>${said.noCalendar}</p>`
  const {first, last, days, months} = rows.calendar
  const count = (amount: number) => formats.value(amount, {unit: 'count'})
  const why = compiled.project.catalog.calendar ? said.calendarSet : said.calendarFromData
  return html`<p>${said.calendarText(texts.date(first), texts.date(last), count(days), count(months))} ${why}</p>`
}

function examples({formats}: Sheet, said: QualityTexts, results: Results): Markup {
  const rows = [
    [
      said.goldenExamples,
      results.exampleFiles.flatMap(({yaml, input}) =>
        input.examples.map(example => results.exampleState(yaml.file, example.name)),
      ),
    ],
    [
      said.unitTests,
      results.modelTestFiles.flatMap(({yaml, input}) =>
        input.tests.map(test => results.modelTestState(yaml.file, test.name)),
      ),
    ],
  ] as const
  const body = rows.map(
    ([name, states]) =>
      html`<tr><th scope="row">${name}</th>${STATES.map(
        state =>
          html`<td class="number">${formats.value(states.filter(each => each === state).length, {unit: 'count'})}</td>`,
      )}</tr>`,
  )
  return html`<p class="lead">${said.examplesLead}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="${said.examples}"><table>
    <thead><tr><th scope="col">${said.kind}</th>${STATES.map(state => html`<th scope="col" class="number">${said.states[state]}</th>`)}</tr></thead>
    <tbody>${body}</tbody></table></div>`
}
