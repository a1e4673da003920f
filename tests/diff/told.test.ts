import {spawn} from 'node:child_process'
import {cpSync, existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest'
import {choose} from '../../scripts/compare/choose.ts'
import {buildSide} from '../../scripts/compare/sides.ts'
import {differ} from '../../scripts/compare/values.ts'
import {loadProject} from '../../scripts/compile/load.ts'
import {compileProject} from '../../scripts/compile/project.ts'
import type {Problem} from '../../scripts/core/problem.ts'
import {openDatabase} from '../../scripts/sql/duckdb.ts'
import {differenceMarkdown} from '../../scripts/ui/diff-markdown.ts'
import {differenceText} from '../../scripts/ui/diff-text.ts'
import {kpi, ROOT} from '../e2e/command-line.ts'
import {copyBuilt, temporary} from '../engine/library.ts'
import {difference, edit, git, makeRepository} from './repository.ts'

// Why values moved, and how kpi diff and kpi query say it. Each test changes the library, which is as published before and after it.

const {folder, remove} = temporary()
const {top, project, target, temporaries} = makeRepository(folder)
const run = (...args: string[]) => kpi([...args, '--project', project])

beforeAll(() => copyBuilt(target), 240_000)
afterEach(() => void git(top, 'checkout', '--quiet', '.'))
afterAll(remove)

const DAMAGE: [string, string] = ['share: is_damaged\n', 'share: not is_damaged\n']
const HOLDS: [string, string] = [
  'holds.pickup_branch_id,\n',
  "case when holds.pickup_branch_id = 'main' then 'east' else 'main' end as pickup_branch_id,\n",
]

describe('causes', () => {
  test('a model', async () => {
    edit(project, 'models/facts/fct_holds.sql', HOLDS)
    const {kpis, otherwise} = await difference({project, target})
    const moved = kpis.filter(each => each.change === 'moved')
    expect(moved.map(each => each.ref).sort()).toEqual(['Hold-Card-2', 'Hold-Card-4', 'Hold-Card-6'])
    for (const {causes} of moved) expect(causes).toEqual([{kind: 'model', names: ['fct_holds']}])
    // where a hold is picked up is only a breakdown: totals stay
    for (const {values} of moved) expect(values?.moves.map(each => each.dimension)).not.toContain('total')
    expect(otherwise).toEqual([])
  })

  test('data, which are told before anything else; of a revision, those that git keeps', async () => {
    edit(project, 'seeds/fines.csv', ['F3,L5,3.30', 'F3,L5,33.30'])
    for (const base of [{}, {base: 'main'}]) {
      const found = await difference({project, target, select: ['finances'], ...base})
      const {kpis, otherwise, after} = found
      expect(otherwise).toEqual([
        {kind: 'sources', before: after.data_end, after: after.data_end, names: ['fines'], of: 8},
      ])
      expect(differenceText(found, 'USD', false).split('\n')[1]).toBe('! the data of 1 of 8 sources differ: fines')
      const moved = kpis.filter(each => each.change === 'moved')
      expect(moved.map(each => each.ref).sort()).toEqual([
        'Cost-Card-3',
        'Cost-Card-4',
        'Cost-Card-5',
        'Fine-Card-1',
        'Fine-Card-2',
      ])
      for (const {causes} of moved) expect(causes).toEqual([{kind: 'source', names: ['fines']}])
      expect(kpis.find(each => each.ref === 'Fine-Card-1')?.values?.largest).toMatchObject({
        grain: 'year',
        before: 6.6,
        after: 36.6,
      })
    }
  })

  test('another time zone, and another instant, also where the published one has one', async () => {
    edit(project, 'kpi-catalog.yml', ['timezone: America/New_York', 'timezone: Europe/Berlin'])
    const asOf = '2026-03-20T00:00:00Z'
    const then = await difference({project, target, asOf, select: ['Loan-Card-1']})
    expect(then.otherwise).toEqual([
      {kind: 'timezone', before: 'America/New_York', after: 'Europe/Berlin', names: [], of: 0},
      {kind: 'as_of', before: null, after: '2026-03-20 00:00:00', names: [], of: 0},
    ])
    expect(then.kpis[0]?.causes[0]).toEqual({kind: 'timezone', names: []})
  })

  test('both sides are built like what is compared with: from its folder, as of its instant', async () => {
    const [against, sources] = [join(folder, 'past'), join(folder, 'sources')]
    cpSync(join(project, 'seeds'), sources, {recursive: true})
    edit(sources, 'fines.csv', ['F3,L5,3.30', 'F3,L5,33.30'])
    const asOf = '2026-04-20 00:00:00'
    const compiled = compileProject(await loadProject(project))
    await buildSide(compiled, against, {}, {sources, asOf, onBadRows: 'fail'}, () => undefined)
    const same = await difference({project, target, against})
    expect([same.kpis, same.otherwise, same.after.as_of]).toEqual([[], [], asOf])
    const named = await difference({project, target, against, sources: join(project, 'seeds')})
    expect(named.otherwise).toMatchObject([{kind: 'sources', names: ['fines']}])
  })
})

describe('what is printed', () => {
  test('text has the largest change of each, where else it moved, and why', async () => {
    edit(project, 'kpi-catalog.yml', DAMAGE)
    edit(project, 'models/facts/fct_holds.sql', HOLDS)
    const {stdout, status} = await run('diff')
    expect(status).toBe(0)
    expect(stdout.replace(/version \w+/, 'version VERSION')).toMatchInlineSnapshot(`
      "against published version VERSION; data to 2026-11-02 05:00:00 UTC

      4 of 35 KPIs moved

      KPI            largest change       before   after    change
      ─────────────  ───────────────────  ──────  ──────  ────────  ────────
      Loan-Card-8 !  2026                 28.6 %  57.1 %  +28.6 pt  +100.0 %
        definition; 62 values; day–year; 2026-03-08 to 2026-11-01; total, branch, cat…
      Hold-Card-2 !  2026, branch (none)       1       0        −1  −100.0 %
        model fct_holds; 20 values; day–year; 2026-03-31 to 2026-10-31; branch
      Hold-Card-4 !  2026, branch main         1       2        +1  +100.0 %
        model fct_holds; 26 values; day–year; 2026-03-09 to 2026-10-28; branch
      Hold-Card-6 !  2026, branch main       0.2     0.4      +0.2  +100.0 %
        model fct_holds; 11 values; day–year; 2026-03-07; branch

      ! in periods that were closed (fixed KPIs) or settled (fluctuating ones)

      tables: marts.holds (378 → 374 rows)
      "
    `)
  })

  test('many changes are cut to 24 lines of 80 columns', async () => {
    edit(project, 'kpi-catalog.yml', ['timezone: America/New_York', 'timezone: Asia/Tokyo'])
    const found = await difference({project, target})
    const stdout = differenceText(found, 'USD', false)
    const lines = stdout.trimEnd().split('\n')
    expect(lines.length).toBeLessThanOrEqual(24)
    expect(lines.length).toBeGreaterThan(18)
    expect(Math.max(...lines.map(line => [...line].length))).toBeLessThanOrEqual(80)
    expect(stdout).toMatch(/^and \d+ more \(--verbose shows all\)$/m)
    const all = differenceText(found, 'USD', true)
    const markdown = differenceMarkdown(found, 'USD')
    expect(found.kpis.length).toBeGreaterThan(10)
    for (const {ref} of found.kpis) expect(all).toContain(ref)
    expect(markdown.startsWith('<!-- kpi diff -->\n\n### ')).toBe(true)
    for (const {ref} of found.kpis) expect(markdown).toContain(`\`${ref}\``)
    expect(markdown.match(/<details>/g)?.length).toBe(markdown.match(/<\/details>/g)?.length)
    // every row of a table has as many cells as its head
    const tables = markdown.split('\n\n').filter(part => part.startsWith('| '))
    expect(tables.length).toBeGreaterThan(2)
    for (const table of tables)
      expect(new Set(table.split('\n').map(row => row.split(/(?<!\\)\|/).length)).size, table).toBe(1)
  })

  test('--fail-on-change ends with status 1 and names what moved, after the result', async () => {
    edit(project, 'kpi-catalog.yml', DAMAGE)
    const guarded = await run('diff', '--format', 'json', '--fail-on-change', 'Loan-Card-8', 'finances')
    expect(guarded.status).toBe(1)
    expect(JSON.parse(guarded.stdout)).toMatchObject({failed: ['Loan-Card-8'], summary: {moved: 1}})
    expect(guarded.stderr).toContain(
      'error values-moved\n  --fail-on-change: Loan-Card-8 has moved or is gone\n  hint: if that is what',
    )
  })
})

describe('kpi query and kpi show', () => {
  const PERIOD = ['--from', '2026-03-01', '--to', '2026-03-31']

  test('say nothing while the project is as published', async () => {
    const {stderr} = await run('query', 'Loan-Card-8', 'Hold-Card-1', ...PERIOD)
    expect(stderr).toBe('')
    expect((await run('show', 'Loan-Card-8')).stderr).toBe('')
  })

  test('say which definitions and models have changed since; JSON stays as it is', async () => {
    edit(project, 'kpi-catalog.yml', DAMAGE)
    edit(project, 'models/facts/fct_holds.sql', HOLDS)
    const {stdout, stderr} = await run(
      'query',
      'Loan-Card-8',
      'Loan-Card-1',
      'Hold-Card-1',
      ...PERIOD,
      '--format',
      'json',
    )
    expect(stderr).toMatchInlineSnapshot(`
      "note: Loan-Card-8 is published by another definition; this is by the catalog as it is now, from the facts as published
      note: fct_holds has changed since the facts were published; this is from the facts as published
            kpi build publishes the project as it is now; kpi diff shows what that moves
      "
    `)
    const answers = JSON.parse(stdout) as Record<string, unknown>[]
    expect(answers.map(each => each.kpi_ref)).toEqual(['Loan-Card-8', 'Loan-Card-1', 'Hold-Card-1'])
    expect(Object.keys(answers[0]!)).toHaveLength(10)
    expect((await run('query', 'Loan-Card-1', ...PERIOD)).stderr).toBe('')
    expect((await run('show', 'Hold-Card-1')).stderr).toBe(
      'note: this is Hold-Card-1 as the project is now; what is published was built before fct_holds changed (run kpi build)\n',
    )
  })
})

test('Ctrl-C leaves no worktree and no folder behind', async () => {
  const child = spawn(
    process.execPath,
    [join(ROOT, 'bin/kpi.mjs'), 'diff', '--project', project, '--target', join(folder, 'none'), '--base', 'main'],
    {stdio: ['ignore', 'ignore', 'pipe']},
  )
  let there: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (!text.includes('building the project as of main')) return
    there = git(top, 'worktree', 'list').split('\n')
    child.kill('SIGINT')
  })
  const signal = await new Promise(resolve => child.on('close', (_, name) => resolve(name)))
  expect(signal).toBe('SIGINT')
  expect(there).toHaveLength(2)
  expect(git(top, 'worktree', 'list').split('\n')).toHaveLength(1)
  expect(readdirSync(temporaries)).toEqual([])
  expect(existsSync(join(folder, 'none/diff')) ? readdirSync(join(folder, 'none/diff')) : []).toEqual([])
})

test('doubles are equal when they are the same, or within the tolerance of the larger', async () => {
  const database = await openDatabase()
  const says = async (a: string, b: string, tolerance: number) => {
    const [row] = await database.rows<{differ: boolean}>(
      `select ${differ('a', 'b', tolerance)} as differ from (select cast(${a} as double) as a, cast(${b} as double) as b)`,
    )
    return row!.differ
  }
  expect(await says('0.1 + 0.2', '0.3', 0)).toBe(false) // decimals, exact
  expect(await says('1e0', '1.0000000000000002e0', 0)).toBe(true)
  expect(await says('1e0', '1.0000000000000002e0', 1e-12)).toBe(false)
  expect(await says('-100', '-101', 0.01)).toBe(false)
  expect(await says('100', '102', 0.01)).toBe(true)
  expect(await says('0', '1e-300', 0.5)).toBe(true)
  expect(await says('null', '0', 0.5)).toBe(true)
  expect(await says('null', 'null', 0.5)).toBe(false)
  expect(await says('null', 'null', 0)).toBe(false)
  database.close()
})

test('refs, families and globs choose', () => {
  const all = [{ref: 'Shop-Card-1', family: 'shop'}, {ref: 'Shop-Bar-1', family: 'shop'}, {ref: 'Mail-Card-1'}]
  const problems: Problem[] = []
  const chosen = (...patterns: string[]) => [...choose(patterns, all, '--select', problems)]
  expect(chosen('Shop-Card-1')).toEqual(['Shop-Card-1'])
  expect(chosen('*-Card-*')).toEqual(['Shop-Card-1', 'Mail-Card-1'])
  expect(chosen('shop')).toEqual(['Shop-Card-1', 'Shop-Bar-1'])
  expect(chosen('*')).toHaveLength(3)
  expect(problems).toEqual([])
  expect(chosen('Shop.Card-1', 'mial')).toEqual([])
  expect(problems.map(each => each.hint)).toEqual([
    'did you mean "Shop-Card-1"?',
    'names: Shop-Card-1, Shop-Bar-1, Mail-Card-1, shop',
  ])
})
