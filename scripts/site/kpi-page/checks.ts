import {brokenPromise} from '../audit/kpi.ts'
import {unitOf} from '../formats.ts'
import {html, type Markup} from '../html.ts'
import type {DataTestResult, Results} from '../quality/results.ts'
import {factsOf} from './lineage.ts'
import {dimensionName, type Sheet, say} from './sheet.ts'

/** How many rows of a source are written out for an example. */
const ROWS = 6

type Example = Results['exampleFiles'][number]['input']['examples'][number]
type Expectation = Example['expect'][number]

/** A reference's golden examples with their results, the data tests of the facts that it counts, and a promise of it that is broken. */
export function checks(sheet: Sheet, ref: string, results: Results): Markup {
  const {words} = sheet
  const found = results.exampleFiles.flatMap(({yaml, input}) =>
    input.examples
      .filter(example => example.expect.some(each => (each.kpi ?? each.component) === ref))
      .map(example => ({file: yaml.file, example, state: results.exampleState(yaml.file, example.name)})),
  )
  const facts = factsOf(sheet.compiled, ref)
  const tests = results.dataTests.filter(({test}) => [test.subject, ...test.reads].some(each => facts.includes(each)))
  const notRun = found.some(each => each.state === 'not-run')
  const kpi = sheet.compiled.project.definitions.kpis.get(ref)
  return html`${kpi && brokenPromise(sheet, results.audited, kpi)}<h3>${words.examples}</h3>
    ${found.length === 0 && html`<p class="context">${words.noExamples}</p>`}
    ${notRun && html`<p class="context">${words.notRun}</p>`}
    ${found.map(
      ({file, example, state}) => html`<details class="example"><summary>${example.name}
      <span class="mark ${{passed: 'good', failed: 'bad', 'not-run': ''}[state]}">${words.exampleStates[state]}</span></summary>
      ${exampleText(sheet, ref, example)}
      <p class="small"><code>${file}</code></p></details>`,
    )}
    ${
      tests.length > 0 &&
      html`<h3>${words.dataTests}</h3>
    <p class="context">${words.dataTestsLead(facts.join(', '))}</p>
    ${testTable(sheet, tests, words.dataTests)}`
    }`
}

function exampleText(sheet: Sheet, ref: string, example: Example): Markup {
  const {words, formats} = sheet
  const given = Object.entries(example.given).map(([source, rows]) => {
    const count = rows.reduce((sum, row) => sum + Number(row.repeat ?? 1), 0)
    const more = rows.length - ROWS
    return html`<li><b>${words.givenRows(source, formats.value(count, {unit: 'count'}))}</b>
      <ul>${rows.slice(0, ROWS).map(row => html`<li><code>${oneLine(row)}</code></li>`)}
      ${more > 0 && html`<li>${words.moreRows(String(more))}</li>`}</ul></li>`
  })
  const expected = example.expect
    .filter(each => (each.kpi ?? each.component) === ref)
    .map(each => html`<li>${conditions(sheet, each)}${sheet.texts.colon} <b>${values(sheet, ref, each)}</b></li>`)
  return html`<p>${words.given}</p><ul class="rows-given">${given}</ul><p>${words.expected}</p><ul class="rows-given">${expected}</ul>`
}

function oneLine(row: Readonly<Record<string, unknown>>): string {
  return Object.entries(row)
    .map(([column, value]) => `${column}: ${value ?? 'null'}`)
    .join(', ')
}

/** Period and filters of an expectation. */
function conditions(sheet: Sheet, {on, from, to, where = {}, hours, weekdays, by}: Expectation): string {
  const {date} = sheet.texts
  const period = on === undefined ? `${date(from!)} – ${date(to!)}` : date(on)
  const filters = Object.entries(where).map(
    ([dimension, all]) =>
      `${dimensionName(sheet, dimension)} ${all.map(value => givenName(sheet, dimension, value)).join(', ')}`,
  )
  return [
    period,
    ...filters,
    ...(hours === undefined ? [] : [hours]),
    ...(weekdays === undefined ? [] : [weekdays]),
    ...(by === undefined ? [] : [`${sheet.words.keys.by} ${dimensionName(sheet, by)}`]),
  ].join('; ')
}

/** A value of an example: the catalog's name of it, but none of the data, whose keys may be the same by chance. */
function givenName(sheet: Sheet, dimension: string, value: string): string {
  if (value === '(none)') return sheet.texts.none
  const named = sheet.compiled.project.catalog.dimensions[dimension]?.values?.[value]
  return named ? say(sheet, named) : value
}

function values(sheet: Sheet, ref: string, {value, by, values: cut = {}, slots}: Expectation): string {
  const kpi = sheet.compiled.project.definitions.kpis.get(ref)
  const write = (figure: number | null) =>
    figure === null ? sheet.words.nothing : sheet.formats.value(figure, kpi ? unitOf(kpi) : {unit: 'count'})
  if (slots) {
    const labels = sheet.compiled.project.definitions.histograms.find(each => each.ref === ref)?.slots ?? []
    return Object.entries(slots)
      .map(([n, count]) => `${labels[Number(n)]?.label[sheet.language] ?? n} ${write(count)}`)
      .join(', ')
  }
  if (by !== undefined)
    return Object.entries(cut)
      .map(([name, figure]) => `${givenName(sheet, by, name)} ${write(figure)}`)
      .join(', ')
  return write(value ?? null)
}

/** Data tests with their results, as a table. */
export function testTable(
  sheet: Pick<Sheet, 'words' | 'formats'>,
  tests: readonly DataTestResult[],
  name: string,
): Markup {
  const {words, formats} = sheet
  const body = tests.map(({test, state, failing}) => {
    const mood = {passed: 'good', tolerated: '', warned: 'bad', 'not-run': ''}[state]
    const count = failing > 0 && words.failing(failing, formats.value(failing, {unit: 'count'}))
    return html`<tr><th scope="row"><code>${test.name}</code></th><td class="rule">${test.complaint}</td>
      <td><span class="mark ${mood}">${words.testStates[state]}</span>${count && html` ${count}`}</td></tr>`
  })
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table class="tests">
    <thead><tr><th scope="col">${words.test}</th><th scope="col">${words.rule}</th><th scope="col">${words.result}</th></tr></thead>
    <tbody>${body}</tbody></table></div>`
}
