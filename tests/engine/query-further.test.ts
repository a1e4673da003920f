import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {loadProject, type Project} from '../../scripts/compile/load.ts'
import {type Answer, answer} from '../../scripts/query/answer.ts'
import {answerCompared} from '../../scripts/query/compared.ts'
import {readRange} from '../../scripts/query/range.ts'
import {type Question, understand} from '../../scripts/query/request.ts'
import type {SlotAnswer} from '../../scripts/query/slots.ts'
import {type Database, openDatabase} from '../../scripts/sql/duckdb.ts'
import {kpi, kpiJson} from '../e2e/command-line.ts'
import {builtLibrary, LIBRARY, temporary} from './library.ts'

// What kpi query answers beyond one period and one dimension is what it answers for each of them alone.

const work = temporary()
let target: string
let project: Project
let database: Database

beforeAll(async () => {
  target = await builtLibrary()
  project = await loadProject(LIBRARY)
  database = await openDatabase(join(target, 'warehouse.duckdb'), {access_mode: 'READ_ONLY', threads: '1'})
}, 120_000)
afterAll(() => {
  database.close()
  work.remove()
})

const all = () => [...project.definitions.kpis.keys()]
const ask = (question: Question) => answer(database, project, understand(question, project))
const figures = ({numerator, denominator, value, sample_size}: Answer) => [numerator, denominator, value, sample_size]
const told = (rows: readonly Answer[]) =>
  rows.map(row => [row.kpi_ref, row.period_start, row.period_end, row.dimension_value, ...figures(row)])

describe('several dimensions at once', () => {
  const period = {from: '2026-03-01', to: '2026-09-30'}
  const pairs = [[['branch', 'format']], [['format', 'branch', 'category']]]

  test.each(pairs)('%j: each combination is what filters by it give', async names => {
    const refs = all().filter(ref => names.every(name => project.definitions.kpis.get(ref)!.dimensions.includes(name)))
    const kinds = new Set(refs.map(ref => project.definitions.kpis.get(ref)!.kind))
    expect([...kinds]).toEqual(expect.arrayContaining(['count', 'median', 'stock', 'count_distinct']))
    const rows = await ask({refs, ...period, by: names})
    const values = await Promise.all(names.map(by => ask({refs, ...period, by})))
    const some = values.map(each => [...new Set(each.map(row => row.dimension_value!))])
    expect(some.flat()).toContain('(none)')
    const combined = some.reduce<string[][]>((lists, list) => lists.flatMap(each => list.map(v => [...each, v])), [[]])
    const left = new Map(rows.map(row => [`${row.kpi_ref} ${row.dimension_value}`, row]))
    expect(left.size).toBe(rows.length)
    for (const combination of combined) {
      const where = names.map((name, i) => `${name}=${combination[i]}`)
      for (const single of await ask({refs, ...period, where})) {
        const key = `${single.kpi_ref} ${combination.join(',')}`
        const row = left.get(key)
        left.delete(key)
        if (!row) expect([key, single.sample_size, single.value || null]).toEqual([key, 0, null])
        else {
          expect([key, ...figures(row)]).toEqual([key, ...figures(single)])
          expect(row.dimension).toBe(names.join(','))
          expect(row.dimensions).toEqual(Object.fromEntries(names.map((name, i) => [name, combination[i]])))
        }
      }
    }
    expect([...left.keys()]).toEqual([])
  })
})

describe('periods that overlap', () => {
  const apart = async (rows: readonly Answer[]) => {
    const spans = new Set(rows.map(row => `${row.period_start} ${row.period_end}`))
    const each: Answer[] = []
    for (const span of spans) {
      const [start, end] = span.split(' ') as [string, string]
      const to = new Date(Date.parse(end) - 86_400_000).toISOString().slice(0, 10)
      each.push(...(await ask({refs: all(), from: start, to})))
    }
    return each
  }
  const sorted = (rows: readonly Answer[]) => told(rows).map(String).sort()

  test.each([
    ['rolling days', {rolling: '9d', grain: 'day', from: '2026-03-05', to: '2026-03-12'}],
    ['rolling months at the ends of weeks', {rolling: '2m', grain: 'week', from: '2026-05-01', to: '2026-05-31'}],
    ['days to date', {toDate: 'month', from: '2026-03-05', to: '2026-03-11'}],
    ['months to date', {toDate: 'year', grain: 'month', from: '2026-03-01', to: '2026-11-30'}],
  ])('%s: every KPI is what each of them alone gives', async (_, question) => {
    const rows = await ask({refs: all(), ...question})
    expect(rows.length).toBeGreaterThanOrEqual(all().length * 4)
    expect(sorted(rows)).toEqual(sorted(await apart(rows)))
  })
})

describe('comparisons', () => {
  const compare = async (question: Question) => {
    const asked = understand(question, project, await readRange(database, true))
    return answerCompared(database, project, {...asked, comparisons: asked.comparisons!})
  }

  test('set every KPI beside its value of the week before, and nothing beside it where the data do not reach back', async () => {
    const refs = all()
    const rows = await compare({refs, period: '2026-W11', compare: 'previous'})
    const [now, before] = [await ask({refs, period: '2026-W11'}), await ask({refs, period: '2026-W10'})]
    expect(rows.map(row => row.kpi_ref)).toEqual(refs)
    for (const [i, row] of rows.entries()) {
      expect([row.compared_period_start, row.compared_period_end]).toEqual(['2026-03-02', '2026-03-09'])
      expect(figures(row)).toEqual(figures(now[i]!))
      expect([row.compared_value, row.compared_sample_size]).toEqual([before[i]!.value, before[i]!.sample_size])
      const [value, was] = [now[i]!.value, before[i]!.value]
      expect(row.change).toBe(value === null || was === null ? null : value - was)
    }
    const changed = rows.filter(row => row.relative_change !== null)
    expect(changed.length).toBeGreaterThan(5)
    for (const row of changed) expect(row.relative_change).toBe(row.change! / Math.abs(row.compared_value!))
    const units = changed.map(row => project.definitions.kpis.get(row.kpi_ref)!.input.unit)
    expect(units).not.toContain('fraction')
    const year = await compare({refs, period: '2026-W11', compare: 'year'})
    for (const row of year)
      expect([row.compared_period_start, row.compared_value, row.change]).toEqual([null, null, null])
  })

  test('have a row for what only one of both periods has, and 0 or NULL in the other', async () => {
    const refs = all().filter(ref => project.definitions.kpis.get(ref)!.dimensions.includes('branch'))
    const days = {from: '2026-03-09', to: '2026-03-15', by: 'branch'}
    const rows = await compare({refs, ...days, compare: 'previous'})
    const key = (row: Answer) => `${row.kpi_ref} ${row.dimension_value}`
    const now = new Map((await ask({refs, ...days})).map(row => [key(row), row]))
    const other = await ask({refs, ...days, from: '2026-03-02', to: '2026-03-08'})
    const before = new Map(other.map(row => [key(row), row]))
    expect(new Set(rows.map(key))).toEqual(new Set([...now.keys(), ...before.keys()]))
    const gone = rows.filter(row => !now.has(key(row)))
    const come = rows.filter(row => !before.has(key(row)))
    expect([gone.length > 0, come.length > 0]).toEqual([true, true])
    const zero = (ref: string) =>
      ['count', 'count_distinct', 'sum', 'stock'].includes(project.definitions.kpis.get(ref)!.kind) ? 0 : null
    for (const row of gone.filter(each => zero(each.kpi_ref) === 0)) {
      expect([key(row), row.value, row.sample_size, row.period_start]).toEqual([key(row), 0, 0, '2026-03-09'])
      expect(row.compared_value).toBe(before.get(key(row))!.value)
    }
    for (const row of come.filter(each => zero(each.kpi_ref) === 0))
      expect([row.compared_value, row.compared_sample_size, row.change]).toEqual([0, 0, row.value])
    const medians = rows.filter(row => project.definitions.kpis.get(row.kpi_ref)!.kind === 'median')
    for (const row of medians.filter(each => !now.has(key(each)))) expect(row.value).toBeNull()
  })

  test('compare what is not over as far as its days are, with as many days', async () => {
    // the data end as November 1st does
    const [row] = await compare({refs: ['Loan-Card-1'], period: '2026-Q4', compare: 'previous'})
    expect([row!.period_start, row!.period_end]).toEqual(['2026-10-01', '2026-11-02'])
    expect([row!.compared_period_start, row!.compared_period_end]).toEqual(['2026-07-01', '2026-08-02'])
  })
})

describe('charts by their reference', () => {
  const query = <T>(...args: string[]) => kpiJson<T[]>(['query', ...args, '--target', target], LIBRARY)

  test.each(['month', 'week'])('a histogram has the slots of marts.kpi_histograms, for each %s', async grain => {
    const stored = await database.rows<SlotAnswer>(
      `select component_ref, period_start, period_end, dimension, dimension_value, slot, slot_label, lower_bound, upper_bound, unit, count
       from marts.kpi_histograms where component_ref = 'Loan-Bar-1' and grain = '${grain}'
         and period_start >= date '2026-03-01' and period_end <= date '2026-08-01' and dimension in ('total', 'branch')
       order by dimension desc, period_start, dimension_value, slot`,
    )
    const [from, to] = [stored[0]!.period_start, '2026-07-31']
    const last = stored
      .map(row => row.period_end)
      .sort()
      .at(-1)!
    const whole = (rows: readonly SlotAnswer[]) => rows.filter(row => row.period_end <= last)
    const period = ['--from', from, '--to', to, '--grain', grain]
    const total = await query<SlotAnswer>('Loan-Bar-1', ...period)
    const branches = await query<SlotAnswer>('Loan-Bar-1', ...period, '--by', 'branch')
    const found = whole([...total, ...branches]).map(({share_of_total: _, filters_not_applied: __, ...row}) => row)
    expect(found.length).toBeGreaterThan(20)
    expect(found).toEqual(stored)
    const first = total.filter(row => row.period_start === from)
    const all = first.reduce((sum, row) => sum + row.count, 0)
    expect(first.map(row => row.share_of_total)).toEqual(first.map(row => row.count / all))
  })

  test('a donut has its slices, lines a value for each period, a funnel its steps', async () => {
    type Row = Answer & {series: string; kpi_ref: string | null; share_of_total?: number}
    const month = ['--period', '2026-03']
    const slices = await query<Row>('Loan-Donut-1', ...month)
    const {donut, by} = project.definitions.components.get('Loan-Donut-1') as unknown as {donut: string; by: string}
    const values = await ask({refs: [donut], period: '2026-03', by})
    expect(slices.map(row => [row.dimension_value, row.value])).toEqual(
      values.map(row => [row.dimension_value, row.value]),
    )
    expect(slices.reduce((sum, row) => sum + row.share_of_total!, 0)).toBeCloseTo(1, 12)
    const lines = await query<Row>('Loan-Line-1', ...month, '--grain', 'week')
    expect(lines).toHaveLength(2 * 6)
    for (const row of lines.filter(each => each.dimension === 'total')) {
      const to = new Date(Date.parse(row.period_end) - 86_400_000).toISOString().slice(0, 10)
      expect(row.value).toBe((await ask({refs: [row.kpi_ref!], from: row.period_start, to}))[0]!.value)
    }
    const steps = await query<Row>('Loan-Funnel-1', ...month)
    expect(steps.length).toBeGreaterThan(1)
    const {funnel} = project.definitions.components.get('Loan-Funnel-1') as unknown as {funnel: {sum: string[]}[]}
    const parts = await ask({refs: funnel[0]!.sum, period: '2026-03'})
    expect(steps[0]!.value).toBe(parts.reduce((sum, row) => sum + row.value!, 0))
  })

  test('a table has a series for each column, by its dimension', async () => {
    const rows = await query<Answer & {kpi_ref: string}>('Branch-List-1', '--period', '2026-03')
    const {columns, by} = project.definitions.components.get('Branch-List-1') as unknown as {
      columns: string[]
      by: string
    }
    expect([...new Set(rows.map(row => row.kpi_ref))]).toEqual(columns)
    const values = await ask({refs: [columns[0]!], period: '2026-03', by})
    const first = rows.filter(row => row.kpi_ref === columns[0])
    expect(first.map(row => [row.dimension_value, row.value])).toEqual(
      values.map(row => [row.dimension_value, row.value]),
    )
  })
})

describe('files', () => {
  const query = (...args: string[]) => kpi(['query', ...args, '--target', target], LIBRARY)
  const question = ['Loan-Card-1', 'Loan-Card-3', '--period', '2026-03', '--by', 'branch,format']

  test('Parquet has typed columns and the values of the JSON', async () => {
    const file = join(work.folder, 'answers.parquet')
    const run = await query(...question, '--format', 'parquet', '--output', file)
    expect([run.status, run.stdout]).toEqual([0, ''])
    const rows = await database.rows<Record<string, unknown>>(`select * from '${file}'`)
    expect(run.stderr).toBe(`${rows.length} rows written to ${file}\n`)
    const json = JSON.parse((await query(...question, '--format', 'json')).stdout) as Answer[]
    const flat = json.map(({dimensions, ...row}) => ({
      ...row,
      by_branch: dimensions!.branch,
      by_format: dimensions!.format,
    }))
    expect(rows).toEqual(flat)
    const types = await database.rows<{column_name: string; column_type: string}>(`describe select * from '${file}'`)
    expect(Object.fromEntries(types.map(each => [each.column_name, each.column_type]))).toMatchObject({
      kpi_ref: 'VARCHAR',
      period_start: 'DATE',
      value: 'DOUBLE',
      sample_size: 'BIGINT',
      filters_not_applied: 'VARCHAR[]',
      by_branch: 'VARCHAR',
    })
    const bytes = readFileSync(file, 'base64')
    await query(...question, '--format', 'parquet', '--output', file)
    expect(readFileSync(file, 'base64')).toBe(bytes)
  })

  test('an empty answer still has its columns', async () => {
    const file = join(work.folder, 'empty.parquet')
    await query('Loan-Card-1', '--period', '2020', '--by', 'branch', '--format', 'parquet', '--output', file)
    const rows = await database.rows<{column_name: string}>(`describe select * from '${file}'`)
    expect(rows.map(row => row.column_name)).toEqual([
      ...['kpi_ref', 'period_start', 'period_end', 'dimension', 'dimension_value', 'numerator', 'denominator', 'value'],
      ...['sample_size', 'filters_not_applied'],
    ])
    expect(await database.rows(`select * from '${file}'`)).toEqual([])
  })

  test('a text is what stdout would have been, and a file that can’t be written leaves the old one', async () => {
    const folder = join(work.folder, 'texts')
    mkdirSync(folder)
    const file = join(folder, 'answers.csv')
    writeFileSync(file, 'old')
    const printed = await query(...question, '--format', 'csv')
    expect(printed.stdout.split('\n')[0]).toMatch(/,filters_not_applied,by_branch,by_format$/)
    expect((await query('Loan-Card-99', '--period', '2026-03', '--format', 'csv', '--output', file)).status).toBe(2)
    expect(readFileSync(file, 'utf8')).toBe('old')
    await query(...question, '--format', 'csv', '--output', file)
    expect(readFileSync(file, 'utf8')).toBe(printed.stdout)
    expect(readdirSync(folder)).toEqual(['answers.csv'])
  })
})
