import {mkdirSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {parse} from 'yaml'
import {examplesSchema} from '../../scripts/catalog/model-schemas.ts'
import {groupBy} from '../../scripts/core/group-by.ts'
import {literal, openDatabase} from '../../scripts/sql/duckdb.ts'
import {kpi} from '../e2e/command-line.ts'
import {
  at,
  type Built,
  buildLibrary,
  copyLibrary,
  editCatalog,
  type Figure,
  LIBRARY,
  number,
  type Result,
  readExpected,
  reading,
  result,
  same,
  temporary,
} from './library.ts'

interface ValueRow {
  kpi_ref: string
  grain: string
  period_start: string
  period_end: string
  dimension: string
  dimension_value: string | null
  numerator: number | null
  denominator: number | null
  value: number | null
  sample_size: number
  is_complete: boolean
  is_settled: boolean
}

const expected = readExpected()
const work = temporary()
const target = join(work.folder, 'target')
let built: Built
let values: ValueRow[]

const rows = <T>(sql: string) => reading(target, database => database.rows<T>(sql))
const key = (...parts: readonly unknown[]) => parts.map(part => String(part)).join(' | ')

beforeAll(async () => {
  built = await buildLibrary(LIBRARY, target)
  values = await rows<ValueRow>('select * from marts.kpi_values')
}, 120_000)
afterAll(() => work.remove())

describe('the calendar', () => {
  test('ends with the data, to the second', async () => {
    expect(built.summary.dataEnd).toBe(expected.data_end)
    const [end] = await rows<{local: string}>('select cast(ends_at_local as varchar) as local from meta.data_end')
    expect(end!.local).toBe('2026-11-02 00:00:00')
  })

  test('has a total of every KPI for every period', () => {
    for (const ref of Object.keys(expected.kpi_catalog)) {
      for (const [grain, [first, last, count, incomplete]] of Object.entries(expected.periods)) {
        const totals = values.filter(row => row.kpi_ref === ref && row.grain === grain && row.dimension === 'total')
        const starts = totals.map(row => row.period_start).sort()
        expect([ref, grain, starts[0], starts.at(-1), starts.length]).toEqual([ref, grain, first, last, count])
        expect(new Set(starts).size).toBe(count)
        expect(totals.filter(row => !row.is_complete).length).toBe(incomplete)
      }
    }
  })

  test('has periods as long as their grain', () => {
    const ends = new Map(values.map(row => [key(row.grain, row.period_start), row.period_end]))
    expect(ends.get(key('day', '2026-03-08'))).toBe('2026-03-09')
    expect(ends.get(key('week', '2026-10-26'))).toBe('2026-11-02')
    expect(ends.get(key('month', '2026-03-01'))).toBe('2026-04-01')
    expect(ends.get(key('quarter', '2026-10-01'))).toBe('2027-01-01')
    expect(ends.get(key('year', '2026-01-01'))).toBe('2027-01-01')
  })
})

/** Differences between a KPI's rows and what is expected of a grain and dimension, as texts. */
function differences(ref: string, grain: string, dimension: string): string[] {
  const {empty, ...grains} = expected.kpi_values[ref]!
  const periods = grains[grain]![dimension]!
  const found = values.filter(row => row.kpi_ref === ref && row.grain === grain && row.dimension === dimension)
  const faults: string[] = []
  const compare = (row: ValueRow, wanted: Result) => {
    const [value, sample, numerator, denominator] = result(wanted)
    const right =
      same(row.value, value) &&
      row.sample_size === sample &&
      same(row.numerator, numerator) &&
      same(row.denominator, denominator)
    const got = [row.value, row.sample_size, row.numerator, row.denominator]
    if (!right)
      faults.push(
        `${row.period_start} ${row.dimension_value}: [${got}], not [${[value, sample, numerator, denominator]}]`,
      )
  }
  const met = new Set<string>()
  for (const row of found) {
    const name = key(row.period_start, row.dimension_value)
    if (met.has(name)) faults.push(`${name} is there twice`)
    met.add(name)
    const wanted = at(periods as Record<string, Result | Record<string, Result>>, row.period_start)
    if (dimension === 'total') compare(row, (wanted as Result | undefined) ?? empty)
    else {
      const one = (wanted as Record<string, Result> | undefined)?.[row.dimension_value!]
      if (one === undefined)
        faults.push(`${name} should not be there: [${[row.value, row.sample_size, row.numerator]}]`)
      else compare(row, one)
    }
  }
  const starts = values.filter(row => row.kpi_ref === ref && row.grain === grain && row.dimension === 'total')
  for (const {period_start: start} of starts) {
    const wanted = at(periods as Record<string, object>, start)
    if (wanted === undefined) continue
    for (const value of dimension === 'total' ? ['null'] : Object.keys(wanted)) {
      if (!met.has(key(start, value))) faults.push(`${key(start, value)} is missing`)
    }
  }
  for (const span of Object.keys(periods)) {
    if (!starts.some(row => row.period_start === span.split('..')[0])) faults.push(`${span} is no ${grain}`)
  }
  return faults
}

describe('marts.kpi_values', () => {
  test('is expected for every KPI of the catalog', () => {
    expect(Object.keys(expected.kpi_values).sort()).toEqual(Object.keys(expected.kpi_catalog).sort())
    expect([...new Set(values.map(row => row.kpi_ref))].sort()).toEqual(Object.keys(expected.kpi_catalog).sort())
  })

  const cases = Object.entries(expected.kpi_values).flatMap(([ref, {empty: _, ...grains}]) =>
    Object.entries(grains).flatMap(([grain, dimensions]) =>
      Object.keys(dimensions).map(dimension => [ref, grain, dimension] as const),
    ),
  )
  test.each(cases)('%s by %s: %s', (ref, grain, dimension) => {
    expect(differences(ref, grain, dimension)).toEqual([])
  })

  test('has only the breakdowns that the catalog table names', () => {
    for (const [ref, [, , , , dimensions]] of Object.entries(expected.kpi_catalog)) {
      const found = new Set(values.filter(row => row.kpi_ref === ref).map(row => row.dimension))
      expect([ref, [...found].filter(name => name !== 'total' && !dimensions.includes(name))]).toEqual([ref, []])
    }
  })

  test('says what is complete and what is settled', () => {
    const found = new Map(
      values.map(row => [key(row.kpi_ref, row.grain, row.period_start, row.dimension, row.dimension_value), row]),
    )
    for (const [ref, grain, start, dimension, value, complete, settled] of expected.settled) {
      const name = key(ref, grain, start, dimension, value)
      const row = found.get(name)
      expect([name, row?.is_complete, row?.is_settled]).toEqual([name, complete, settled])
    }
  })

  test('adds up as the catalog table says', () => {
    const sum = (list: readonly ValueRow[]) => list.reduce((total, row) => total + (row.value ?? 0), 0)
    for (const [ref, [, , , additivity, dimensions]] of Object.entries(expected.kpi_catalog)) {
      if (additivity === 'none') continue
      const own = values.filter(row => row.kpi_ref === ref)
      for (const total of own.filter(row => row.dimension === 'total')) {
        const parts = own.filter(row => row.grain === total.grain && row.period_start === total.period_start)
        for (const dimension of dimensions) {
          expect(sum(parts.filter(row => row.dimension === dimension))).toBeCloseTo(total.value!, 9)
        }
        if (additivity !== 'additive') continue
        const days = own.filter(
          row =>
            row.grain === 'day' &&
            row.dimension === 'total' &&
            row.period_start >= total.period_start &&
            row.period_start < total.period_end,
        )
        expect(sum(days)).toBeCloseTo(total.value!, 9)
      }
    }
  })
})

describe('the other marts', () => {
  interface SlotRow {
    component_ref: string
    grain: string
    period_start: string
    dimension: string
    dimension_value: string | null
    slot: number
    slot_label: string
    lower_bound: number | null
    upper_bound: number | null
    unit: string
    count: number
  }

  test.each(Object.keys(expected.histograms))('marts.kpi_histograms: %s', async ref => {
    const {unit, slots, ...grains} = expected.histograms[ref]!
    const found = (await rows<SlotRow>('select * from marts.kpi_histograms')).filter(row => row.component_ref === ref)
    const bounds = [...new Map(found.map(row => [row.slot, [row.slot_label, row.lower_bound, row.upper_bound]]))]
    expect(bounds.sort(([a], [b]) => a - b).map(([, slot]) => slot)).toEqual(slots)
    expect([...new Set(found.map(row => row.unit))]).toEqual([unit])
    for (const [grain, dimensions] of Object.entries(grains)) {
      for (const [dimension, periods] of Object.entries(dimensions)) {
        const own = found.filter(row => row.grain === grain && row.dimension === dimension)
        const counted = own
          .filter(row => row.count !== 0)
          .map(row => key(row.period_start, row.dimension_value, row.slot, row.count))
        const wanted = Object.entries(periods as Record<string, object>).flatMap(([start, content]) =>
          (dimension === 'total' ? [[null, content]] : Object.entries(content)).flatMap(([value, counts]) =>
            Object.entries(counts as Record<string, number>).map(([slot, count]) => key(start, value, slot, count)),
          ),
        )
        expect([grain, dimension, ...counted.sort()]).toEqual([grain, dimension, ...wanted.sort()])
        if (dimension === 'total') expect(own.length).toBe(expected.periods[grain]![2] * slots.length)
      }
    }
  })

  test('marts.component_values: what a donut counts by itself', async () => {
    const found = await rows<ValueRow & {component_ref: string}>('select * from marts.component_values')
    const shown = found.map(row =>
      key(
        row.component_ref,
        row.grain,
        row.period_start,
        row.dimension,
        row.dimension_value,
        row.value,
        row.sample_size,
      ),
    )
    expect(shown.sort()).toEqual(expected.component_values.map(row => key(...row)).sort())
  })

  const tidy = (value: unknown) => {
    const figure = typeof value === 'string' && /^-?[\d.]+\/[\d.]+$/.test(value) ? number(value) : value
    return typeof figure === 'number' ? Number(figure.toPrecision(12)) : figure
  }
  const table = (list: readonly (readonly unknown[])[]) => list.map(row => JSON.stringify(row.map(tidy))).sort()

  test.each([expected.family, expected.table])('marts.$mart, by month', async ({mart, columns, rows: wanted}) => {
    const found = await rows<Record<string, unknown>>(`select * from marts.${mart} where grain = 'month'`)
    expect(Object.keys(found[0]!)).toEqual(['grain', ...columns.toSpliced(1, 0, 'period_end')])
    expect(table(found.map(row => columns.map(column => row[column])))).toEqual(table(wanted))
  })

  test('a family’s mart says what kpi_values says', async () => {
    const lending = await rows<Record<string, unknown>>('select * from marts.lending')
    const found = new Map(
      lending.map(row => [key(row.grain, row.period_start, row.dimension, row.dimension_value), row]),
    )
    for (const row of values.filter(each => each.kpi_ref.startsWith('Loan-'))) {
      const wide = found.get(key(row.grain, row.period_start, row.dimension, row.dimension_value))
      expect(wide?.[row.kpi_ref.toLowerCase().replaceAll('-', '_')]).toBe(row.value)
    }
  })

  test('marts.branch_months, written by hand', async () => {
    const found = await rows<object>('select branch_id, name, month, loans from marts.branch_months')
    expect(table(found.map(row => Object.values(row)))).toEqual(table(expected.branch_months))
  })

  test('marts.kpi_catalog', async () => {
    const found = await rows<Record<string, unknown>>('select * from marts.kpi_catalog')
    const main = found.map(row => [row.kpi_ref, [row.family, row.kind, row.unit, row.additivity, row.dimensions]])
    expect(Object.fromEntries(main)).toEqual(expected.kpi_catalog)
    for (const row of found) {
      const usual = {
        ...{better: null, is_fixed: true, fluctuates_by: [], settles_after_days: null, status: 'implemented'},
        ...{target_min: null, target_max: null, companion_ref: null, depends_on: [], note: null},
        column_name: (row.kpi_ref as string).toLowerCase().replaceAll('-', '_'),
      }
      const wanted = {...usual, ...expected.kpi_catalog_details[row.kpi_ref as string]}
      const shown = Object.fromEntries(Object.keys(wanted).map(column => [column, row[column]]))
      expect([row.kpi_ref, shown]).toEqual([row.kpi_ref, wanted])
      expect(row.formula).toBeTypeOf('string')
    }
    expect(Object.keys(found[0]!).filter(column => /^(name|description)_/.test(column))).toEqual([
      'name_en',
      'name_de',
      'description_en',
      'description_de',
    ])
  })

  test('Parquet files say what the tables say', async () => {
    for (const name of ['marts/kpi_values', 'marts/branch_months', 'facts/fct_loans']) {
      const file = literal(join(target, 'parquet', `${name}.parquet`))
      const [row] = await rows<{missing: number; extra: number}>(`select
        (select count(*) from (from ${name.replace('/', '.')} except all from read_parquet(${file}))) as missing,
        (select count(*) from (from read_parquet(${file}) except all from ${name.replace('/', '.')})) as extra`)
      expect([name, row]).toEqual([name, {missing: 0, extra: 0}])
    }
  })
})

describe('table macros on the published file', () => {
  interface MacroRow {
    numerator: number | null
    denominator: number | null
    value: number | null
    sample_size: number
  }

  test.each(expected.macros)('$call', async ({call, gives}) => {
    const found = await rows<MacroRow>(`select * from marts.${call}`)
    const shown = found.map(row => [row.numerator, row.denominator, row.value, row.sample_size])
    const wanted = gives.map(figure => number(figure as Figure))
    expect(shown.map(row => row.map((figure, i) => (same(figure, wanted[i]!) ? wanted[i] : figure)))).toEqual([wanted])
  })

  test('give what kpi_values says, in total and by value', async () => {
    const wanted = values.filter(
      row =>
        row.grain === 'year' ||
        (row.grain === 'month' && ['2026-03-01', '2026-04-01', '2026-11-01'].includes(row.period_start)) ||
        (row.grain === 'week' && row.period_start === '2026-03-02'),
    )
    // a KPI by a dimension is asked in one statement: a call per period and value, as one would join a macro to rows
    const asked = groupBy(wanted.entries(), ([, row]) => `${row.kpi_ref} ${row.dimension}`)
    const found = await reading(target, async database => {
      const answers: (MacroRow & {n: number})[] = []
      for (const calls of asked.values()) {
        const {kpi_ref, dimension} = calls[0]![1]
        const list = calls.map(
          ([n, row]) =>
            `(${n}, date '${row.period_start}', date '${row.period_end}', ${row.dimension_value === null ? 'null' : literal(row.dimension_value)})`,
        )
        const filter = dimension === 'total' ? '' : `, ${dimension} := [calls.value]`
        answers.push(
          ...(await database.rows<MacroRow & {n: number}>(`
            select calls.n, answers.* from (values ${list.join(', ')}) as calls(n, first, after, value),
              lateral (select * from marts.${kpi_ref.toLowerCase().replaceAll('-', '_')}(calls.first, calls.after${filter})) as answers`)),
        )
      }
      return answers
    })
    const faults = found.filter(({n, ...answer}) => {
      const row = wanted[n]!
      const right =
        same(answer.value, row.value) &&
        same(answer.numerator, row.numerator) &&
        same(answer.denominator, row.denominator) &&
        answer.sample_size === row.sample_size
      return !right
    })
    expect(found.map(({n}) => n).sort((a, b) => a - b)).toEqual(wanted.map((_, n) => n))
    expect(wanted.length).toBeGreaterThan(300)
    expect(faults).toEqual([])
  }, 300_000)
})

describe('sources elsewhere', () => {
  test('Parquet files and folders give the same values', async () => {
    const place = temporary()
    try {
      const lake = join(place.folder, 'lake')
      mkdirSync(join(lake, 'loans'), {recursive: true})
      const database = await openDatabase()
      const csv = (name: string) => `read_csv(${literal(join(LIBRARY, 'seeds', `${name}.csv`))}, nullstr = '')`
      const write = (query: string, to: string) => database.run(`copy (${query}) to ${literal(join(lake, to))}`)
      for (const name of ['branches', 'borrowers', 'notices', 'holds', 'fines', 'running_costs']) {
        await write(`from ${csv(name)}`, `${name}.parquet`)
      }
      // loans: TIMESTAMP in UTC, in two files of a folder
      const loans = `select * replace (loaned_at at time zone 'UTC' as loaned_at) from ${csv('loans')}`
      await write(`from (${loans}) where loan_id < 'L5'`, 'loans/1.parquet')
      await write(`from (${loans}) where loan_id >= 'L5'`, 'loans/2.parquet')
      await write(`from read_json(${literal(join(LIBRARY, 'seeds/visits.ndjson'))})`, 'visits.parquet')
      database.close()
      const elsewhere = join(place.folder, 'target')
      await buildLibrary(LIBRARY, elsewhere, lake)
      const file = literal(join(target, 'parquet/marts/kpi_values.parquet'))
      const [row] = await reading(elsewhere, warehouse =>
        warehouse.rows(`select
          (select count(*) from (from marts.kpi_values except all from read_parquet(${file}))) as extra,
          (select count(*) from (from read_parquet(${file}) except all from marts.kpi_values)) as missing`),
      )
      expect(row).toEqual({extra: 0, missing: 0})
    } finally {
      place.remove()
    }
  }, 120_000)
})

describe('builds that follow', () => {
  const place = temporary()
  const elsewhere = join(place.folder, 'target')
  const project = copyLibrary(place.folder)
  let first: Built

  const prints = () =>
    reading(elsewhere, async database => {
      const list = await database.rows<{measure: string; fingerprint: string}>('select * from meta.measures')
      return Object.fromEntries(list.map(row => [row.measure, row.fingerprint]))
    })
  const months = (ref: string) =>
    reading(elsewhere, async database => {
      const list = await database.rows<ValueRow>(
        `select * from marts.kpi_values where kpi_ref = ${literal(ref)} and grain = 'month' and dimension = 'total'`,
      )
      return Object.fromEntries(
        list.filter(row => row.sample_size > 0).map(row => [row.period_start, [row.value, row.sample_size]]),
      )
    })

  beforeAll(async () => {
    first = await buildLibrary(project, elsewhere)
  }, 120_000)
  afterAll(() => place.remove())

  test('without a change rebuild nothing and publish nothing', async () => {
    const before = statSync(join(elsewhere, 'warehouse.duckdb'))
    const again = await buildLibrary(project, elsewhere)
    const after = statSync(join(elsewhere, 'warehouse.duckdb'))
    expect(first.summary.published).toBe(true)
    expect(again.summary).toMatchObject({published: false, rebuilt: [], version: first.summary.version})
    expect(again.events.filter(event => event.type !== 'stage')).toEqual([
      {type: 'start', stale: 0, total: expect.any(Number)},
    ])
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs])
  }, 60_000)

  test('after a change of words compute no measure', async () => {
    editCatalog(project, text => text.replace('Items lent in the period.', 'Everything lent in the period.'))
    const again = await buildLibrary(project, elsewhere)
    expect(again.measures).toEqual({})
    expect(again.nodes).toEqual(['kpi_catalog'])
    expect(again.summary.published).toBe(true)
  }, 60_000)

  test('after a change of one condition compute that measure only', async () => {
    expect(await months('Loan-Card-20')).toEqual({'2026-03-01': [5, 3], '2026-11-01': [3, 1]})
    const before = await prints()
    editCatalog(project, text => text.replace(/(Loan-Card-20:[\s\S]*?where: renewals > )0/, '$11'))
    const again = await buildLibrary(project, elsewhere)
    expect(again.summary.published).toBe(true)
    expect(again.measures).toEqual({'measures/loans_by_loaned_at': 1})
    expect(again.events.some(event => event.type === 'source' && event.name === 'visits')).toBe(false)
    // the table of branches has other KPIs
    for (const name of [
      'fct_loans',
      'periods',
      'holds',
      'branch_activity',
      'macro/loan_card_1',
      'macro/loan_card_19',
    ]) {
      expect(again.nodes).not.toContain(name)
    }
    for (const name of ['kpi_values', 'kpi_catalog', 'lending', 'macro/loan_card_20']) {
      expect(again.nodes).toContain(name)
    }
    const after = await prints()
    expect(Object.keys(after).filter(id => after[id] !== before[id])).toEqual(['Loan-Card-20'])
    // only the renewals of L2, L5 and L8 are above one
    expect(await months('Loan-Card-20')).toEqual({'2026-03-01': [4, 2], '2026-11-01': [3, 1]})
    expect(await months('Loan-Card-19')).toEqual({'2026-03-01': [2, 2], '2026-11-01': [3, 1]})
    const [row] = await reading(elsewhere, database =>
      database.rows(`select * from marts.loan_card_20(date '2026-01-01', date '2027-01-01')`),
    )
    expect(row).toEqual({numerator: null, denominator: null, value: 7, sample_size: 3})
  }, 60_000)

  test('after a KPI is removed know nothing of it', async () => {
    const before = await prints()
    editCatalog(project, text => text.replace(/ {2}Loan-Card-20:\n[\s\S]*?\n(?=\n {2}# Holds)/, ''))
    const again = await buildLibrary(project, elsewhere)
    expect(Object.values(again.measures).reduce((a, b) => a + b, 0)).toBe(0)
    const {'Loan-Card-20': _, ...rest} = before
    expect(await prints()).toEqual(rest)
    await reading(elsewhere, async database => {
      const count = async (from: string) =>
        (await database.rows<{n: number}>(`select count(*) as n from ${from}`))[0]!.n
      for (const relation of ['marts.kpi_values', 'marts.kpi_catalog']) {
        expect(await count(`${relation} where kpi_ref = 'Loan-Card-20'`)).toBe(0)
        expect(await count(`${relation} where kpi_ref = 'Loan-Card-19'`)).toBeGreaterThan(0)
      }
      expect(await count(`meta.measure_values where measure = 'Loan-Card-20'`)).toBe(0)
      expect(await count(`meta.nodes where name = 'macro/loan_card_20'`)).toBe(0)
      const macros = `duckdb_functions() where schema_name = 'marts' and function_name`
      expect(await count(`${macros} = 'loan_card_20'`)).toBe(0)
      expect(await count(`${macros} = 'loan_card_19'`)).toBeGreaterThan(0)
      const columns = await database.rows<{column_name: string}>('describe marts.lending')
      expect(columns.map(row => row.column_name)).not.toContain('loan_card_20')
      expect(columns.map(row => row.column_name)).toContain('loan_card_19')
    })
    expect(readdirSync(join(elsewhere, 'parquet/marts'))).toContain('lending.parquet')
  }, 60_000)

  test('after a component is removed drop its mart and its file', async () => {
    editCatalog(project, text => text.replace(/ {2}Branch-List-1:\n[\s\S]*$/, ''))
    await buildLibrary(project, elsewhere)
    const marts = await reading(elsewhere, database =>
      database.rows<{name: string}>(`select table_name as name from duckdb_tables() where schema_name = 'marts'`),
    )
    expect(marts.map(row => row.name)).not.toContain('branch_activity')
    expect(readdirSync(join(elsewhere, 'parquet/marts'))).not.toContain('branch_activity.parquet')
  }, 60_000)

  test('that fail leave what is published, and the next one goes on', async () => {
    const warehouse = join(elsewhere, 'warehouse.duckdb')
    const version = () => [realpathSync(warehouse), statSync(warehouse).mtimeMs]
    const before = version()
    const spoilt = async (
      file: string,
      edit: (text: string) => string,
      check: (build: Promise<Built>) => Promise<void>,
    ) => {
      const path = join(project, file)
      const text = readFileSync(path, 'utf8')
      writeFileSync(path, edit(text))
      try {
        await check(buildLibrary(project, elsewhere))
      } finally {
        writeFileSync(path, text)
      }
      expect(version()).toEqual(before)
    }
    await spoilt(
      'models/facts/fct_loans.sql',
      text => text.replace('loans.title_id,', 'loans.title_identifier as title_id,'),
      async failing => {
        const message = expect.stringMatching(/fct_loans: .*title_identifier/)
        await expect(failing).rejects.toMatchObject({name: 'ProblemError', status: 1, message})
      },
    )
    await spoilt(
      'seeds/loans.csv',
      text => text.replace('L1,b1,main,t1,book,0,', 'L1,b1,main,t1,book,none,'),
      async failing => {
        const problem = {file: 'seeds/loans.csv', line: 2, message: expect.stringMatching(/renewals.*"none"/)}
        await expect(failing).rejects.toMatchObject({status: 1, problems: [problem]})
      },
    )
    const again = await buildLibrary(project, elsewhere)
    expect(again.summary.published).toBe(false)
    expect(version()).toEqual(before)
  }, 60_000)

  test('after new rows come in count them, in a longer calendar', async () => {
    const seed = join(project, 'seeds/loans.csv')
    // the next day's only loan, an hour after midnight; L4 comes back with it
    writeFileSync(
      seed,
      readFileSync(seed, 'utf8')
        .replace(
          'L4,b1,east,t1,book,1,2026-03-09T03:59:59Z,,',
          'L4,b1,east,t1,book,1,2026-03-09T03:59:59Z,2026-11-03T06:00:00Z,',
        )
        .concat('L10,b4,west,t1,book,,2026-11-03T06:00:00Z,,\n'),
    )
    const again = await buildLibrary(project, elsewhere)
    expect(again.summary.dataEnd).toBe('2026-11-03 06:00:00')
    const found = await reading(elsewhere, database =>
      database.rows<ValueRow>(`select * from marts.kpi_values
        where grain = 'day' and dimension = 'total' and period_start >= '2026-11-02'
          and kpi_ref in ('Loan-Card-1', 'Loan-Card-4', 'Loan-Card-17', 'Hold-Card-3')`),
    )
    const shown = found.map(row => [row.kpi_ref, row.period_start, row.value, row.is_complete, row.is_settled])
    expect(shown).toEqual([
      ['Hold-Card-3', '2026-11-02', null, true, false],
      ['Hold-Card-3', '2026-11-03', null, false, false],
      ['Loan-Card-1', '2026-11-02', 1, true, true],
      ['Loan-Card-1', '2026-11-03', 1, false, false],
      ['Loan-Card-17', '2026-11-02', 1, true, true], // L4
      ['Loan-Card-17', '2026-11-03', 2, false, false], // L4, L8
      ['Loan-Card-4', '2026-11-02', null, true, true],
      ['Loan-Card-4', '2026-11-03', 20656801, false, false], // 239 days, 2 hours and a second
    ])
  }, 60_000)

  test('end where a fresh build of the same project ends', async () => {
    const fresh = join(place.folder, 'fresh')
    await buildLibrary(project, fresh)
    const file = literal(join(fresh, 'parquet/marts/kpi_values.parquet'))
    const [row] = await reading(elsewhere, database =>
      database.rows(`select
        (select count(*) from (from marts.kpi_values except all from read_parquet(${file}))) as extra,
        (select count(*) from (from read_parquet(${file}) except all from marts.kpi_values)) as missing`),
    )
    expect(row).toEqual({extra: 0, missing: 0})
  }, 60_000)
})

describe('related rows', () => {
  const differing = (project: string, other: string, but: string) =>
    reading(project, database =>
      database.rows<{kpi_ref: string}>(`
        with other as (from read_parquet(${literal(join(other, 'parquet/marts/kpi_values.parquet'))}))
        select distinct kpi_ref
        from (
          (from marts.kpi_values except all from other) union all (from other except all from marts.kpi_values)
        )
        where kpi_ref <> ${literal(but)}
        order by kpi_ref`),
    )

  test('under the name of a column leave the KPIs that read the column alone', async () => {
    const place = temporary()
    try {
      const project = copyLibrary(place.folder)
      editCatalog(project, text =>
        text
          .replace('related: {reminders: {count: rows', 'related: {renewals: {count: rows')
          .replace('where: reminders > 0', 'where: renewals > 0'),
      )
      const elsewhere = join(place.folder, 'target')
      await buildLibrary(project, elsewhere)
      expect(await differing(elsewhere, target, '')).toEqual([])
    } finally {
      place.remove()
    }
  }, 60_000)

  test('of another fact may have the name of another KPI’s related rows', async () => {
    const place = temporary()
    try {
      const project = copyLibrary(place.folder)
      editCatalog(project, text =>
        text
          .replace('average: seconds(loaned_at, last_notice_at)', 'average: reminders')
          .replace(
            'related: {last_notice_at: {max: sent_at, from: fct_notices, date: sent_at, on: loan_id}}',
            'related: {reminders: {sum: amount, from: fct_fines, date: charged_at, on: loan_id}}',
          ),
      )
      const elsewhere = join(place.folder, 'target')
      await buildLibrary(project, elsewhere)
      expect(await differing(elsewhere, target, 'Loan-Card-12')).toEqual([])
    } finally {
      place.remove()
    }
  }, 60_000)
})

describe('the command line', () => {
  const on = (...args: string[]) => kpi([...args, '--project', LIBRARY, '--target', target])

  test('finds the project in order, and its golden examples hold', async () => {
    const check = await on('check')
    expect([check.status, check.stderr]).toEqual([0, expect.not.stringContaining('error')])
    const tests = await on('test')
    expect([tests.status, tests.stdout + tests.stderr]).toEqual([0, expect.stringMatching(/12 of 12/)])
  }, 120_000)

  test('answers for any period, in local days', async () => {
    const answer = await on('query', 'Loan-Card-14', '--from', '2026-03-07', '--to', '2026-03-08', '--format', 'json')
    expect(answer.status).toBe(0)
    expect(JSON.parse(answer.stdout)).toMatchObject([
      {kpi_ref: 'Loan-Card-14', numerator: 1, denominator: 3, value: 1 / 3, sample_size: 3},
    ])
    const branches = await on(
      ...['query', 'Visit-Card-1', '--from', '2026-03-01', '--to', '2026-03-31'],
      ...['--by', 'branch', '--format', 'json'],
    )
    const rows = JSON.parse(branches.stdout) as ValueRow[]
    expect(rows.map(row => [row.dimension_value, row.value])).toEqual([
      ['', 1],
      ['(none)', 1],
      ['main', 1],
    ])
    const wrong = await on('query', 'Cost-Card-1', '--from', '2026-03-01', '--to', '2026-03-31', '--by', 'format')
    expect([wrong.status, wrong.stdout]).toEqual([2, ''])
    expect(wrong.stderr).toContain('branch')
  }, 60_000)
})

describe('golden examples', () => {
  const folder = join(LIBRARY, 'tests/kpis')
  test.each(readdirSync(folder))('%s is well formed and names what exists', name => {
    const {examples} = examplesSchema.parse(parse(readFileSync(join(folder, name), 'utf8')))
    const sources = readdirSync(join(LIBRARY, 'seeds')).map(file => file.split('.')[0]!)
    for (const example of examples) {
      expect(Object.keys(example.given).filter(source => !sources.includes(source))).toEqual([])
      for (const {kpi, component} of example.expect) {
        const ref = kpi ?? component!
        expect([ref, ref in expected.kpi_catalog || ref in expected.histograms]).toEqual([ref, true])
      }
    }
  })
})
