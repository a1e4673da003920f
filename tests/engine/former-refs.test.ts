import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {kpi} from '../e2e/command-line.ts'
import {buildLibrary, copyLibrary, editCatalog, reading, temporary} from './library.ts'

// A KPI that has another reference now, and one that should no longer be used, still answer.

const work = temporary()
const target = join(work.folder, 'target')
let project: string

const PAGES = `export default [
  {
    id: 'start',
    title: {en: 'Start', de: 'Start'},
    sections: [{title: {en: 'Loans', de: 'Ausleihen'}, cards: ['Loan-Old-1', 'Loan-Card-3'], charts: ['Loan-Donut-1']}],
  },
]
`

beforeAll(async () => {
  project = copyLibrary(work.folder)
  mkdirSync(join(project, 'reports'))
  writeFileSync(join(project, 'reports', 'pages.ts'), PAGES)
  editCatalog(project, text =>
    text
      .replace(/( {2}Loan-Card-1:\n)/, '$1    aliases: [Loan-Old-1, Lend-Card-1]\n')
      .replace(
        /( {2}Loan-Card-3:\n)/,
        '$1    deprecated: {since: 2026-10-01, use: Loan-Card-1, note: {en: It mixes formats., de: Es mischt Formen.}}\n',
      ),
  )
  await buildLibrary(project, target)
}, 120_000)
afterAll(() => work.remove())

const run = (...args: string[]) => kpi([...args, '--target', target], project)
const renamed = 'warning old-reference\n  Loan-Old-1 is now Loan-Card-1\n\n'
const deprecated =
  'warning deprecated\n  Loan-Card-3 is deprecated since 2026-10-01\n  hint: use Loan-Card-1; It mixes formats.\n\n'

describe('a former reference', () => {
  test('answers a query as the present one does, with a warning', async () => {
    const args = ['--period', '2026-03', '--format', 'json']
    const [old, now] = [await run('query', 'Loan-Old-1', ...args), await run('query', 'Loan-Card-1', ...args)]
    expect(old).toEqual({status: 0, stdout: now.stdout, stderr: renamed})
    expect(now.stderr).toBe('')
    const statement = await run('query', 'Loan-Old-1', '--period', '2026-03', '--sql')
    expect(statement.stderr).toBe(renamed)
  })

  test('shows its KPI, chooses its tests, and selects its nodes', async () => {
    const sheet = await kpi(['show', 'Lend-Card-1'], project)
    expect(sheet.stderr).toBe('warning old-reference\n  Lend-Card-1 is now Loan-Card-1\n\n')
    expect(sheet.stdout).toMatch(/^Loan-Card-1\n/)
    expect(sheet.stdout).toContain('formerly    Loan-Old-1, Lend-Card-1\n')
    const [old, now] = [await run('test', 'Loan-Old-1'), await run('test', 'Loan-Card-1')]
    const holds = (text: string) => text.replace(/[\d.]+ s\n/, '')
    expect([old.status, old.stderr, holds(old.stdout)]).toEqual([0, renamed, holds(now.stdout)])
    expect(now.stdout).toContain('golden examples hold')
    const built = await kpi(['build', 'Loan-Old-1+', '--target', target], project)
    expect([built.status, built.stderr.includes(renamed.trimEnd())]).toEqual([0, true])
  })

  test('is a table macro, too', async () => {
    const call = (name: string) => `select * from marts.${name}('2026-03-01', '2026-04-01', branch := ['main'])`
    const [old, now] = await reading(target, async database => [
      await database.rows<{value: number}>(call('lend_card_1')),
      await database.rows<{value: number}>(call('loan_card_1')),
    ])
    expect(now![0]!.value).toBeGreaterThan(0)
    expect(old).toEqual(now)
  })

  test('shows the card on pages, and stands on the page of the KPI', () => {
    const page = (name: string) => readFileSync(join(target, 'site', 'en', name), 'utf8')
    expect(page('start.html')).toContain('Loan-Card-1')
    expect(page('start.html')).not.toContain('Loan-Old-1')
    expect(page('kpi/loan-card-1.html')).toMatch(
      /Formerly<\/dt> <dd><code>Loan-Old-1<\/code>, <code>Lend-Card-1<\/code>/,
    )
  })
})

describe('a deprecated KPI', () => {
  test('answers with a warning that names the other', async () => {
    const answer = await run('query', 'Loan-Card-3', '--period', '2026-03')
    expect([answer.status, answer.stderr]).toEqual([0, deprecated])
  })

  test('says so in the catalog, in lists and on its page', async () => {
    const rows = await reading(target, database =>
      database.rows<{kpi_ref: string}>("select kpi_ref from marts.kpi_catalog where status = 'deprecated'"),
    )
    expect(rows).toEqual([{kpi_ref: 'Loan-Card-3'}])
    expect((await kpi(['list'], project)).stdout).toMatch(/Loan-Card-3 .* deprecated /)
    const page = readFileSync(join(target, 'site', 'en', 'kpi', 'loan-card-3.html'), 'utf8')
    expect(page).toContain('Deprecated since 1 October 2026')
    expect(page).toMatch(/Use instead: <a href="loan-card-1.html">/)
  })
})

test('kpi check tells where both are used, and passes', async () => {
  const check = await run('check')
  expect(check.status).toBe(0)
  const heads = check.stderr.split('\n').filter(line => line.startsWith('warning '))
  expect(heads).toEqual([
    expect.stringMatching(/^warning deprecated {2}kpi-catalog.yml:\d+:\d+$/),
    'warning old-reference  reports/pages.ts:5:65',
    'warning deprecated  reports/pages.ts:5:79',
  ])
  expect(check.stderr).toContain('  Branch-List-1: Loan-Card-3 is deprecated since 2026-10-01\n')
  expect(check.stderr).toContain('\n3 warnings\n')
})
