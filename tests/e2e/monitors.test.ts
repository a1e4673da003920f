import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {validateXML} from 'xmllint-wasm'
import {addDays} from '../../scripts/core/days.ts'
import {junitXml} from '../../scripts/verify/junit.ts'
import {copyProject, DESK, kpi, kpiJson, temporaryFolder} from './command-line.ts'

interface Report {
  readonly monitors: readonly {
    readonly name: string
    readonly state: string
    readonly latest?: string | null
    readonly age?: number
    readonly judged?: number
    readonly anomalies?: readonly object[]
    readonly problems: readonly {readonly severity: string; readonly message: string}[]
  }[]
}

const folder = temporaryFolder()
const project = join(folder, 'desk')

/** Ten weeks from Monday 5 January: 20 tickets on each Monday, 2 on other days; the last Tuesday, 10 March, has 20. */
function writeSeeds() {
  const days = Array.from({length: 66}, (_, i) => addDays('2026-01-05', i))
  const tickets = days.flatMap((day, i) =>
    Array.from(
      {length: i % 7 === 0 || day === '2026-03-10' ? 20 : 2},
      (_, n) => `${day}-${n},north,low,${day}T10:${10 + n}:00Z,,`,
    ),
  )
  const text = (head: string, rows: readonly string[]) => `${head}\n${rows.join('\n')}\n`
  writeFileSync(join(project, 'seeds/tickets.csv'), text('ticket_id,team,priority,opened_at,closed_at,fee', tickets))
  // the last reply lies 1 d 12 h before the end of the data, which is the last ticket's 2026-03-11T10:11:00Z
  writeFileSync(
    join(project, 'seeds/replies.csv'),
    text('reply_id,ticket_id,agent_id,sent_at', ['r1,2026-03-09-0,a1,2026-03-09T22:11:00Z']),
  )
}

const edit = (file: string, from: string, to: string) => {
  const path = join(project, file)
  const text = readFileSync(path, 'utf8')
  expect(text.split(from)).toHaveLength(2)
  writeFileSync(
    path,
    text.replace(from, () => to),
  )
}

const test = (...args: string[]) => kpiJson<Report>(['test', ...args], project)

beforeAll(async () => {
  copyProject(DESK, project)
  writeSeeds()
  const freshness = '    freshness: {warn_after: 36 h, error_after: 2 days}\n    replay:\n      created: sent_at'
  edit('models/staging/sources.yml', '    replay:\n      created: sent_at', freshness)
  const rows = '    anomalies: {}\n    freshness: {warn_after: 1 day}\n    replay:\n      created: opened_at'
  edit('models/staging/sources.yml', '    replay:\n      created: opened_at', rows)
  edit(
    'models/facts/facts.yml',
    '    dimensions: {team: team, priority: priority}',
    '    dimensions: {team: team, priority: priority}\n    anomalies: {column: opened_at, grain: week}',
  )
  edit(
    'kpi-catalog.yml',
    '    date: opened_at\n    unit: count',
    '    date: opened_at\n    anomalies: {judge: 3}\n    unit: count',
  )
  const run = await kpi(['build'], project)
  expect(run.status, run.stderr).toBe(0)
  expect(run.stdout).toContain('warning tickets_row_anomalies: source:tickets (rows by opened_at), 2026-03-10')
  expect(run.stdout).not.toContain('replies_freshness') // 36 hours to the second are allowed
})

describe('freshness', () => {
  it('counts back from the end of all data', async () => {
    const {monitors} = await test('--select', 'source:replies')
    expect(monitors).toMatchObject([
      {name: 'replies_freshness', state: 'passed', latest: '2026-03-09 22:11:00', age: 36 * 3600, problems: []},
    ])
  })

  it('counts back from an instant that is given, and only over what had arrived by then', async () => {
    const later = await test('source:replies', '--as-of', '2026-03-11T10:11:01Z')
    expect(later.monitors).toMatchObject([{state: 'failed', age: 36 * 3600 + 1, problems: [{severity: 'warning'}]}])
    const late = await kpi(['test', 'replies_freshness', '--as-of', '2026-03-11T22:11:01Z'], project)
    expect(late.status).toBe(1)
    expect(late.stdout).toContain('0 of 1 sources are fresh\n')
    const before = await kpi(['test', 'replies_freshness', '--as-of', '2026-03-09T22:10:00Z'], project)
    expect(before.status).toBe(1)
    expect(before.stderr).toContain('replies has no row with a sent_at')
  })
})

describe('anomalies', () => {
  it('are found in the rows of sources and models and in the values of KPIs, in closed periods alone', async () => {
    const {monitors} = await test('source:tickets', 'fct_tickets', 'Desk-Card-1')
    const tuesday = {start: '2026-03-10', value: 20, usual: 2, compared: 9, score: expect.closeTo(18 / Math.SQRT2, 10)}
    expect(monitors).toMatchObject([
      {name: 'tickets_freshness', state: 'passed'},
      // the last seven whole days; 11 March is not over
      {name: 'tickets_row_anomalies', state: 'failed', judged: 7, anomalies: [tuesday]},
      // nine whole weeks, the last from 2 March
      {name: 'fct_tickets_row_anomalies', state: 'passed', judged: 1, anomalies: []},
      {name: 'Desk-Card-1_anomalies', state: 'failed', judged: 3, anomalies: [tuesday]},
    ])
    expect(monitors[3]!.problems).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: 'Desk-Card-1, 2026-03-10: 20, usually 2 (median of 9 Tuesdays before; 12.7 deviations above)',
      }),
    ])
  })

  it('are on the page about the data, with freshness', () => {
    const page = readFileSync(join(project, 'target/site/en/data-quality.html'), 'utf8')
    const text = page.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
    expect(text).toContain('3 series are watched.')
    expect(text).toMatch(/New tickets Desk-Card-1 .*10 March 2026 20 2 12\.7 above/)
    expect(text).toContain('Rows of tickets')
    expect(text).toMatch(/replies .* Fresh/)
    const french = readFileSync(join(project, 'target/site/fr/data-quality.html'), 'utf8')
    expect(french).toContain('12,7 au-dessus')
  })

  it('and freshness follow what is declared without a source being read anew by hand', async () => {
    edit('models/staging/sources.yml', 'freshness: {warn_after: 36 h,', 'freshness: {warn_after: 35 h,')
    const run = await kpi(['build'], project)
    expect(run.stdout).toContain('warning replies_freshness: replies: its latest row (sent_at 2026-03-09')
    expect(run.stdout).toContain('0 of 11 nodes rebuilt')
    expect(readFileSync(join(project, 'target/site/en/data-quality.html'), 'utf8')).toMatch(/More than 35\s+h/)
  })
})

describe('JUnit XML', () => {
  const schema = readFileSync(join(import.meta.dirname, 'junit.xsd'), 'utf8')
  const faults = async (xml: string) => {
    const {errors} = await validateXML({xml: [{fileName: 'junit.xml', contents: xml}], schema: [schema]})
    return errors.map(error => error.message)
  }

  it('has every test, and what CI servers expect', async () => {
    const file = join(folder, 'new/junit.xml')
    const run = await kpi(['test', '--junit', file, '--as-of', '2026-03-11T22:11:01Z'], project)
    expect(run.status).toBe(1)
    const xml = readFileSync(file, 'utf8')
    expect(await faults(xml)).toEqual([])
    const suites = [
      ...xml.matchAll(/<testsuite name="([^"]*)" tests="(\d+)" failures="(\d+)" errors="0" skipped="(\d+)"/g),
    ]
    expect(suites.map(match => match.slice(1))).toEqual([
      ['data tests', '6', '0', '0'],
      ['freshness', '2', '1', '0'],
      ['anomalies', '3', '0', '0'],
      ['examples', '1', '0', '0'],
    ])
    expect(xml).toMatch(/<testsuites name="kpi test" tests="12" failures="1" errors="0"/)
    expect(xml).toContain('<failure message="replies: its latest row')
    expect(xml).toMatch(/<testcase name="Desk-Card-1_anomalies"[^>]*>\s*<system-out>warning unusual-value/)
  })

  it('holds texts that XML has words for, or no place for', async () => {
    const message = 'a < b && "c" ]]> \u0000\u001b[31m é 😀 \ud800\nsecond line'
    const xml = junitXml([
      {
        name: 'data tests',
        cases: [
          {name: '<x> & "y"', of: 'a.b', ms: 1234.5678, problems: [{code: 'data-test', severity: 'error', message}]},
        ],
      },
      {
        name: 'anomalies',
        cases: [{name: 'short', of: 'fct_x', ms: 0, problems: [], skipped: 'the history is too short'}],
      },
      {name: 'examples', cases: []},
    ])
    expect(await faults(xml)).toEqual([])
    expect(xml).toContain('name="&lt;x&gt; &amp; &quot;y&quot;"')
    expect(xml).toContain('classname="data-tests.a_b" time="1.235"')
    expect(xml).toContain('é 😀')
    for (const mark of ['\u0000', '\u001b']) expect(xml).not.toContain(mark)
    expect(xml).not.toContain('examples')
  })

  it('is judged by a schema that can say no', async () => {
    expect(await faults('<testsuites name="x" tests="1"/>')).not.toEqual([])
  })
})
