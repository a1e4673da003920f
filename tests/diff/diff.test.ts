import {existsSync, readdirSync, readlinkSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import type {Difference, KpiChange} from '../../scripts/compare/report.ts'
import {findRevision} from '../../scripts/compare/revision.ts'
import type {ProblemError} from '../../scripts/core/problem.ts'
import {kpi} from '../e2e/command-line.ts'
import {buildLibrary, copyBuilt, reading, temporary} from '../engine/library.ts'
import {commit, difference, edit, git, makeRepository} from './repository.ts'

// What a change of the library's catalog moves, as kpi diff tells it and as it comes out of two builds compared value by value here.

const {folder, remove} = temporary()
const {top, project, target, temporaries} = makeRepository(folder)
const rebuilt = join(folder, 'rebuilt')
let found: Difference

const of = (ref: string): KpiChange | undefined => found.kpis.find(each => each.ref === ref)
const refs = (change: KpiChange['change']) => found.kpis.filter(each => each.change === change).map(each => each.ref)
const worktrees = () => [...git(top, 'worktree', 'list').split('\n').slice(1), ...readdirSync(temporaries)]
const leftovers = () => (existsSync(join(target, 'diff')) ? readdirSync(join(target, 'diff')) : [])
const refused = (work: Promise<unknown>) =>
  work.then(
    () => expect.fail('it was not refused'),
    (error: ProblemError) => ({status: error.status, problems: error.problems}),
  )

beforeAll(async () => {
  await copyBuilt(target)
  edit(
    project,
    'kpi-catalog.yml',
    // renamed; the same condition otherwise; another condition; other words
    ['  Loan-Card-20:\n', '  Loan-Card-21:\n'],
    ['where: before_start(loaned_at)', 'where: before_start(loaned_at) and loaned_at is not null'],
    ['where: renewals > 0\n    unit: number', 'where: renewals > 1\n    unit: number'],
    ['{en: Active borrowers,', '{en: Borrowers with loans,'],
    // the KPIs made of it move along
    [
      'date: loaned_at\n    unit: count\n    better: higher\n    fixed: true\n    highlighted',
      "date: loaned_at\n    where: format <> 'audio'\n    unit: count\n    better: higher\n    fixed: true\n    highlighted",
    ],
    ['      - {to: 2 days', '      - {to: 3 days'],
    ['    sum: cost\n', '    sum: cost * 2\n'],
    ['    median: titles\n', '    average: titles\n'],
  )
  found = await difference({project, target})
  await buildLibrary(project, rebuilt)
}, 240_000)
afterAll(remove)

describe('against what is published', () => {
  type Row = {key: string; ref: string; group: string; value: number | null; basis: string; is_settled: boolean}
  const rowsOf = (from: string) =>
    reading(from, async database => {
      const rows = await database.rows<Row>(`
        select
          concat_ws('|', kpi_ref, grain, period_start, dimension, dimension_value) as key, kpi_ref as ref,
          concat_ws(' ', grain, dimension) as "group", value,
          concat_ws(' ', coalesce(cast(numerator as varchar), '-'), coalesce(cast(denominator as varchar), '-'), sample_size) as basis,
          is_settled
        from marts.kpi_values`)
      const kinds = await database.rows<{ref: string; kind: string}>(
        'select kpi_ref as ref, kind from marts.kpi_catalog',
      )
      const zero = kinds.filter(each => ['count', 'count_distinct', 'sum', 'stock'].includes(each.kind))
      return {rows: new Map(rows.map(row => [row.key, row])), zero: new Set(zero.map(each => each.ref))}
    })

  test('the figures are those of two builds from nothing, compared one by one', async () => {
    const [before, after] = [await rowsOf(target), await rowsOf(rebuilt)]
    const shared = new Set([...after.rows.values()].map(row => row.ref))
    const expected = new Map<
      string,
      {moved: number; appeared: number; disappeared: number; settled: number; largest: number}
    >()
    const otherBasis = new Map<string, number>()
    for (const key of new Set([...before.rows.keys(), ...after.rows.keys()])) {
      const [was, is] = [before.rows.get(key), after.rows.get(key)]
      const {ref, group} = (was ?? is)!
      if (!shared.has(ref) || ['Loan-Card-20', 'Loan-Card-21'].includes(ref)) continue
      const one = was ? was.value : after.zero.has(ref) ? 0 : null
      const other = is ? is.value : after.zero.has(ref) ? 0 : null
      if (one === other) {
        if (was?.basis !== is?.basis) otherBasis.set(ref, (otherBasis.get(ref) ?? 0) + 1)
        continue
      }
      const name = `${ref} ${group}`
      const sum = expected.get(name) ?? {moved: 0, appeared: 0, disappeared: 0, settled: 0, largest: 0}
      const relative =
        one === null || other === null || one === 0 ? Number.POSITIVE_INFINITY : Math.abs(other - one) / Math.abs(one)
      expected.set(name, {
        moved: sum.moved + 1,
        appeared: sum.appeared + Number(one === null),
        disappeared: sum.disappeared + Number(other === null),
        settled: sum.settled + Number(was?.is_settled ?? false),
        largest: Math.max(sum.largest, relative),
      })
    }
    expect(expected.size).toBeGreaterThan(50)
    const told = found.kpis.flatMap(({ref, values}) =>
      (values?.moves ?? []).map(({grain, dimension, moved, appeared, disappeared, settled, largest}) => [
        `${ref} ${grain} ${dimension}`,
        {moved, appeared, disappeared, settled, largest: Math.abs(largest.relative ?? Number.POSITIVE_INFINITY)},
      ]),
    )
    const figures = (entries: Iterable<unknown>) => Object.fromEntries(entries as Iterable<[string, {largest: number}]>)
    expect(figures(told)).toEqual(figures(expected))
    const basis = found.kpis.filter(each => each.values && each.values.other_basis > 0)
    for (const {ref, values} of basis) expect([ref, values!.other_basis]).toEqual([ref, otherBasis.get(ref)])
  })

  test('what is built there is what a build from nothing gives', async () => {
    const none = await difference({project, target, against: rebuilt})
    expect([none.kpis, none.histograms, none.relations, none.otherwise]).toEqual([[], [], [], []])
    expect(none.before).toMatchObject({what: 'target', name: rebuilt})
    expect(none.summary).toMatchObject({kpis: 35, moved: 0, unchanged: 35})
  })

  test('KPIs are new, renamed, redefined, described otherwise or on another basis', () => {
    expect(of('Loan-Card-21')).toMatchObject({change: 'renamed', renamed_from: 'Loan-Card-20', values: null})
    expect(refs('redefined')).toEqual(['Loan-Card-15'])
    expect(refs('described')).toEqual(['Loan-Card-2'])
    expect(of('Loan-Card-2')?.catalog).toEqual(['name_en'])
    expect([...refs('new'), ...refs('removed')]).toEqual([])
    const {kpis, unchanged, ...counts} = found.summary
    expect(unchanged + Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(kpis)
  })

  test('each knows why: its own definition, or that of a KPI it is made of', () => {
    expect(of('Loan-Card-1')?.causes).toEqual([{kind: 'definition', names: []}])
    expect(of('Loan-Card-9')?.causes).toEqual([{kind: 'definition', names: []}])
    expect(of('Loan-Card-14')?.causes).toEqual([{kind: 'kpi', names: ['Loan-Card-1']}])
    expect(of('Cost-Card-2')?.causes).toEqual([{kind: 'kpi', names: ['Cost-Card-1', 'Loan-Card-1']}])
    // Cost-Card-3 is a ratio of Cost-Card-1, and Cost-Card-4 is made of it
    expect(of('Cost-Card-4')?.causes).toEqual([{kind: 'kpi', names: ['Cost-Card-1']}])
  })

  test('the largest change of totals comes first', () => {
    const moved = found.kpis.filter(each => each.change === 'moved')
    expect(moved.length).toBeGreaterThan(6)
    const size = ({values}: KpiChange) =>
      values!.largest!.dimension === 'total' ? Math.abs(values!.largest!.relative ?? Number.POSITIVE_INFINITY) : -1
    const sizes = moved.map(size)
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
    // all costs are twice what they were
    expect(of('Cost-Card-1')?.values?.largest).toMatchObject({dimension: 'total', grain: 'year', relative: 1})
  })

  test('histograms and tables with other columns or rows are named', () => {
    expect(found.histograms.map(each => [each.ref, each.change])).toEqual([['Loan-Bar-1', 'moved']])
    expect(found.relations.find(each => each.name === 'marts.lending')).toMatchObject({
      change: 'changed',
      columns: {added: ['loan_card_21'], removed: ['loan_card_20'], retyped: []},
    })
    expect(found.relations.map(each => each.name)).not.toContain('marts.kpi_values')
  })

  test('nothing is published by it, and nothing of it stays', () => {
    expect(readlinkSync(join(target, 'current'))).toBe(`versions/${found.before.name}`)
    expect(leftovers()).toEqual([])
  })
})

describe('against a git revision', () => {
  test('the same moves, from a worktree that is gone afterwards; a source that git does not keep is the project’s', async () => {
    const other = await difference({project, target, base: 'main'})
    expect(other.before).toMatchObject({what: 'revision', name: 'main', commit: git(top, 'rev-parse', 'main')})
    expect(other.kpis).toEqual(found.kpis)
    expect(other.otherwise).toEqual([])
    expect(worktrees()).toEqual([])
    expect(leftovers()).toEqual([`${other.before.commit}.duckdb`])
  })

  test('without anything published, and what was built of the revision is used again', async () => {
    const events: string[] = []
    const {diff} = await import('../../scripts/commands/diff.ts')
    const nowhere = join(folder, 'nowhere')
    const stale: number[] = []
    for (const _ of [1, 2])
      await diff(
        {project, target: nowhere, base: 'main', select: ['Loan-Card-1']},
        event => event.type === 'start' && stale.push(event.stale),
        doing => events.push(doing),
      ).then(result => expect(result.kpis).toEqual(found.kpis.filter(each => each.ref === 'Loan-Card-1')))
    // all of the revision, what the change makes stale; the second time nothing of the revision
    expect(stale[0]).toBeGreaterThan(stale[1]!)
    expect(stale.slice(2)).toEqual([0, stale[1]])
    expect(existsSync(join(nowhere, 'warehouse.duckdb'))).toBe(false)
    expect(worktrees()).toEqual([])
  })

  test('REVISION... is where the branch left it', async () => {
    const first = git(top, 'rev-parse', 'HEAD')
    git(top, 'stash', '--quiet')
    git(top, 'checkout', '--quiet', '-b', 'branch')
    git(top, 'checkout', '--quiet', 'main')
    edit(top, '.gitignore', ['target/\n', 'target/\nnotes/\n'])
    const second = commit(top, 'Main goes on')
    git(top, 'checkout', '--quiet', 'branch')
    git(top, 'stash', 'pop', '--quiet')
    expect((await findRevision(project, 'main')).commit).toBe(second)
    expect(await findRevision(project, 'main...')).toMatchObject({commit: first, prefix: 'branches/library/'})
  })

  test('a revision that can’t be built says so, with its own text', async () => {
    edit(project, 'models/facts/fct_fines.sql', ['{{ref "stg_fines"}}', '{{ref "stg_fine"}}'])
    const broken = commit(top, 'Broken')
    edit(project, 'models/facts/fct_fines.sql', ['{{ref "stg_fine"}}', '{{ref "stg_fines"}}'])
    const {stderr, status} = await kpi(['diff', '--project', project, '--base', 'HEAD'])
    expect(status).toBe(2)
    expect(stderr.replaceAll(broken.slice(0, 7), 'COMMIT').split('\n')).toEqual([
      'error revision-failed',
      "  the project as of HEAD (COMMIT) can't be built by this engine",
      '  hint: choose a revision that it can build, or compare with --against DIR',
      '',
      'error unknown-ref  COMMIT:models/facts/fct_fines.sql:3:26',
      '  there is no model "stg_fine"',
      '',
      '    1 | with fines as (',
      '    2 |',
      '  > 3 |     select * from {{ref "stg_fine"}}',
      '      |                          ^^^^^^^^',
      '    4 |',
      '',
      '  hint: did you mean "stg_fines"?',
      '',
      '2 errors',
      '',
    ])
    expect(worktrees()).toEqual([])
    expect(leftovers().filter(name => name.startsWith('run-'))).toEqual([])
  })

  test('what git does not have is refused', async () => {
    expect(await refused(findRevision(project, 'mian'))).toMatchObject({
      status: 2,
      problems: [{code: 'no-such-revision', message: 'git knows no revision "mian"', hint: 'did you mean "main"?'}],
    })
    expect(await refused(findRevision(project, '--all'))).toMatchObject({problems: [{code: 'no-such-revision'}]})
    expect(await refused(findRevision(folder, 'main'))).toEqual({
      status: 2,
      problems: [
        expect.objectContaining({
          code: 'not-a-repository',
          message: `${folder} is in no git repository, so it has no revision main`,
        }),
      ],
    })
    const shallow = join(folder, 'shallow')
    git(folder, 'clone', '--quiet', '--depth', '1', `file://${top}`, shallow)
    expect(await refused(findRevision(shallow, 'main'))).toMatchObject({
      problems: [
        {
          hint: 'this clone has only part of the history: fetch the revision first (git fetch --depth 1 origin BRANCH)',
        },
      ],
    })
    const empty = git(top, 'hash-object', '-t', 'tree', '/dev/null')
    git(top, 'branch', 'other', git(top, 'commit-tree', empty, '-m', 'Nothing'))
    expect(await refused(difference({project, target, base: 'other'}))).toMatchObject({
      status: 2,
      problems: [
        {
          code: 'no-project-then',
          message: expect.stringMatching(/^other \(\w{7}\) has no kpi-catalog\.yml in branches\/library\/$/),
        },
      ],
    })
    expect(await refused(difference({project, target, base: 'other...'}))).toMatchObject({
      status: 2,
      problems: [{code: 'no-common-revision', message: 'other and the current branch have no revision in common here'}],
    })
    expect(worktrees()).toEqual([])
  })
})
