import {cpSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {loadProject, type Project} from '../../scripts/compile/load.ts'
import type {Database} from '../../scripts/sql/duckdb.ts'
import {kpi, ROOT, temporaryFolder} from './command-line.ts'
import {build, copyDemonstration, demonstration, openWarehouse, withFewPages} from './demonstration.ts'

const folder = temporaryFolder()
let first = ''
/** The first local day that the demonstration data no longer cover: they end at this midnight. */
const END = '2026-11-01'
let project: Project
let database: Database

beforeAll(async () => {
  first = await demonstration()
  project = await loadProject(ROOT)
  database = await openWarehouse(first)
})
afterAll(() => database.close())

const kpis = () => [...project.definitions.kpis.values()]

/** Columns of a relation or query, as `name TYPE`. */
async function columnsOf(relation: string): Promise<string[]> {
  const rows = await database.rows<{column_name: string; column_type: string}>(`describe ${relation}`)
  return rows.map(row => `${row.column_name} ${row.column_type}`)
}

/** The one value of a query. */
async function scalar<T>(sql: string): Promise<T> {
  return Object.values((await database.rows(sql))[0]!)[0] as T
}

const KEY = ['grain VARCHAR', 'period_start DATE', 'period_end DATE', 'dimension VARCHAR', 'dimension_value VARCHAR']

describe('columns and types are those of the contract', () => {
  it('of kpi_values', async () => {
    expect(await columnsOf('marts.kpi_values')).toEqual([
      'kpi_ref VARCHAR',
      ...KEY,
      'numerator DOUBLE',
      'denominator DOUBLE',
      'value DOUBLE',
      'sample_size BIGINT',
      'is_complete BOOLEAN',
      'is_settled BOOLEAN',
    ])
  })

  it('of kpi_catalog', async () => {
    expect(await columnsOf('marts.kpi_catalog')).toEqual([
      'kpi_ref VARCHAR',
      'family VARCHAR',
      'name_en VARCHAR',
      'name_fr VARCHAR',
      'description_en VARCHAR',
      'description_fr VARCHAR',
      'kind VARCHAR',
      'unit VARCHAR',
      'better VARCHAR',
      'is_fixed BOOLEAN',
      'fluctuates_by VARCHAR[]',
      'settles_after_days INTEGER',
      'additivity VARCHAR',
      'status VARCHAR',
      'dimensions VARCHAR[]',
      'column_name VARCHAR',
      'target_min DOUBLE',
      'target_max DOUBLE',
      'companion_ref VARCHAR',
      'formula VARCHAR',
      'depends_on VARCHAR[]',
      'note VARCHAR',
    ])
  })

  it('of kpi_histograms', async () => {
    expect(await columnsOf('marts.kpi_histograms')).toEqual([
      'component_ref VARCHAR',
      ...KEY,
      'slot INTEGER',
      'slot_label VARCHAR',
      'lower_bound DOUBLE',
      'upper_bound DOUBLE',
      'unit VARCHAR',
      'count BIGINT',
    ])
  })

  it('of each family’s mart, with a column per KPI', async () => {
    const families = [...new Set(kpis().map(each => each.input.family))]
    expect(families.length).toBeGreaterThan(4)
    for (const family of families) {
      const members = kpis().filter(each => each.input.family === family)
      const names = members.map(each => `${each.ref.toLowerCase().replaceAll('-', '_')} DOUBLE`)
      expect(await columnsOf(`marts.${family}`), family).toEqual([...KEY, ...names])
    }
  })

  it('of member_activity', async () => {
    expect(await columnsOf('marts.member_activity')).toEqual([
      ...KEY,
      'last_name VARCHAR',
      'first_name VARCHAR',
      'member_id VARCHAR',
      'role INTEGER',
      'amb_card_52 DOUBLE',
      'chat_card_21 DOUBLE',
      'chat_card_70 DOUBLE',
      'chat_card_73 DOUBLE',
      'chat_card_81 DOUBLE',
      'chat_card_80 DOUBLE',
    ])
  })

  it('of the table macros', async () => {
    const macros = await database.rows<{function_name: string; parameters: string[]}>(
      `select function_name, parameters from duckdb_functions() where schema_name = 'marts' and function_type = 'table_macro' order by function_name`,
    )
    const expected = kpis().map(each => ({
      function_name: each.columnName,
      parameters: ['period_start', 'period_end', ...each.dimensions, 'hours_from', 'hours_to', 'weekdays'],
    }))
    expect(macros).toEqual(expected.sort((a, b) => (a.function_name < b.function_name ? -1 : 1)))
    for (const {function_name: name} of macros) {
      expect(await columnsOf(`from marts.${name}(date '2026-03-01', date '2026-03-02')`), name).toEqual([
        'numerator DOUBLE',
        'denominator DOUBLE',
        'value DOUBLE',
        'sample_size BIGINT',
      ])
    }
  })

  it('of the Parquet files, which hold each fact and mart', async () => {
    const tables = await database.rows<{schema: string; name: string}>(
      `select schema_name as schema, table_name as name from duckdb_tables() where schema_name in ('facts', 'marts') order by all`,
    )
    const parquet = join(first, 'parquet')
    const files = readdirSync(parquet, {recursive: true})
      .map(String)
      .filter(file => file.endsWith('.parquet'))
      .sort()
    expect(files).toEqual(tables.map(({schema, name}) => join(schema, `${name}.parquet`)))
    for (const {schema, name} of tables) {
      const file = `'${join(parquet, schema, `${name}.parquet`)}'`
      expect(await columnsOf(`select * from ${file}`), name).toEqual(await columnsOf(`${schema}.${name}`))
      expect(await scalar(`select count(*) from ${file}`), name).toBe(
        await scalar(`select count(*) from ${schema}.${name}`),
      )
    }
  })
})

describe('kpi_values', () => {
  it('has one row per KPI, grain, period and breakdown value', async () => {
    expect(
      await scalar(`select count(*) from (select 1 from marts.kpi_values
      group by kpi_ref, grain, period_start, dimension, dimension_value having count(*) > 1)`),
    ).toBe(0)
    expect(
      await scalar(`select count(*) from marts.kpi_values where (dimension = 'total') <> (dimension_value is null)`),
    ).toBe(0)
  })

  it('has a total for every period of one calendar, from the first to the last day with data', async () => {
    const rows = await database.rows(
      `select grain, count(distinct period_start) as periods, count(*) as rows, cast(min(period_start) as varchar) as first, cast(max(period_end) as varchar) as last
       from marts.kpi_values where dimension = 'total' group by grain order by periods desc`,
    )
    const each = (grain: string, periods: number, from: string, to: string) => ({
      grain,
      periods,
      rows: periods * kpis().length,
      first: from,
      last: to,
    })
    expect(rows).toEqual([
      each('day', 396, '2025-10-01', END),
      each('week', 57, '2025-09-29', '2026-11-02'),
      each('month', 13, '2025-10-01', END),
      each('quarter', 5, '2025-10-01', '2027-01-01'),
      each('year', 2, '2025-01-01', '2027-01-01'),
    ])
  })

  it('tiles the calendar without a gap', async () => {
    expect(
      await scalar(`select count(*) from (
      select period_start <> lag(period_end) over (partition by grain order by period_start) as gap
      from (select distinct grain, period_start, period_end from marts.kpi_values)) where gap`),
    ).toBe(0)
    const lengths =
      await database.rows(`select grain, min(period_end - period_start) as least, max(period_end - period_start) as most
      from marts.kpi_values group by grain order by least`)
    expect(lengths).toEqual([
      {grain: 'day', least: 1, most: 1},
      {grain: 'week', least: 7, most: 7},
      {grain: 'month', least: 28, most: 31},
      {grain: 'quarter', least: 90, most: 92},
      {grain: 'year', least: 365, most: 365},
    ])
    expect(
      await scalar(`select count(*) from marts.kpi_values where grain = 'week' and isodow(period_start) <> 1`),
    ).toBe(0)
  })

  it('breaks down only where there is something to tell, by the KPI’s dimensions', async () => {
    expect(
      await scalar(`select count(*) from marts.kpi_values
      where dimension <> 'total' and not (sample_size > 0 or coalesce(value, 0) <> 0 or coalesce(numerator, 0) <> 0)`),
    ).toBe(0)
    expect(
      await scalar(`select count(*) from marts.kpi_values inner join marts.kpi_catalog using (kpi_ref)
      where dimension <> 'total' and not list_contains(dimensions, dimension)`),
    ).toBe(0)
  })

  it('says which periods had ended when the data ended', async () => {
    expect(
      await scalar(`select count(*) from marts.kpi_values where is_complete <> (period_end <= date '${END}')`),
    ).toBe(0)
    expect(
      await database.rows(
        `select grain, is_complete, count(distinct period_start) as periods from marts.kpi_values where grain <> 'day' group by all order by all`,
      ),
    ).toEqual([
      {grain: 'month', is_complete: true, periods: 13},
      {grain: 'quarter', is_complete: false, periods: 1},
      {grain: 'quarter', is_complete: true, periods: 4},
      {grain: 'week', is_complete: false, periods: 1},
      {grain: 'week', is_complete: true, periods: 56},
      {grain: 'year', is_complete: false, periods: 1},
      {grain: 'year', is_complete: true, periods: 1},
    ])
  })

  it('says what may still change: fluctuating KPIs, and some breakdowns of fixed ones, until they have settled', async () => {
    const days = Object.fromEntries(
      kpis().flatMap(({ref, input}) => (input.settles_after ? [[ref, Number.parseInt(input.settles_after, 10)]] : [])),
    )
    for (const {ref, input, dimensions} of kpis()) {
      const moving = input.fixed ? (input.fluctuates_by ?? []) : ['total', ...dimensions]
      if (moving.length > 0) expect(input.settles_after, ref).toMatch(/ days?$/)
      const list = moving.map(each => `'${each}'`).join(', ')
      const settled =
        moving.length === 0
          ? 'is_complete'
          : `case when dimension in (${list}) then period_end + ${days[ref]} <= date '${END}' else is_complete end`
      expect(
        await scalar(`select count(*) from marts.kpi_values where kpi_ref = '${ref}' and is_settled <> (${settled})`),
        ref,
      ).toBe(0)
    }
    expect(await scalar(`select count(*) from marts.kpi_values where is_complete and not is_settled`)).toBeGreaterThan(
      100,
    )
    expect(await scalar(`select count(*) from marts.kpi_values where is_settled and not is_complete`)).toBe(0)
  })
})

describe('the other marts', () => {
  it('of families hold the same values, 0 where a count has none', async () => {
    for (const {ref, columnName, input, dimensions} of kpis()) {
      const zero = await scalar<boolean>(
        `select kind in ('count', 'count_distinct', 'sum', 'stock') from marts.kpi_catalog where kpi_ref = '${ref}'`,
      )
      const listed = ['total', ...dimensions].map(each => `'${each}'`).join(', ')
      const expected = zero
        ? `case when mart.dimension in (${listed}) then coalesce(stored.value, 0) end`
        : 'stored.value'
      expect(
        await scalar(`select count(*) from marts.${input.family} as mart
        full join (select * from marts.kpi_values where kpi_ref = '${ref}') as stored
          on mart.grain = stored.grain and mart.period_start = stored.period_start and mart.dimension = stored.dimension
          and mart.dimension_value is not distinct from stored.dimension_value
        where mart.grain is null or mart.${columnName} is distinct from (${expected})`),
        ref,
      ).toBe(0)
    }
  })

  it('list members with what they did', async () => {
    expect(await scalar(`select count(*) from marts.member_activity`)).toBeGreaterThan(1000)
    expect(
      await scalar(`select count(*) from marts.member_activity as table_
      left join marts.kpi_values as stored on stored.kpi_ref = 'Chat-Card-21' and stored.dimension = 'member'
        and stored.grain = table_.grain and stored.period_start = table_.period_start and stored.dimension_value = table_.dimension_value
      where table_.chat_card_21 <> coalesce(stored.value, 0) or table_.member_id <> table_.dimension_value or table_.dimension <> 'member'`),
    ).toBe(0)
  })

  it('count in histograms the rows that the facts hold, in total and by source', async () => {
    const counted = {
      'Chat-Bar-10': `select handled_at_local as moment, source from facts.fct_conversations where source = 'waiting_list' and handled_at is not null`,
      'Chat-Bar-11': `select established_at_local as moment, source from facts.fct_conversations where established_at is not null`,
      'Chat-Bar-12': `select established_at_local as moment, source from facts.fct_conversations where established_at is not null`,
    }
    for (const [ref, rows] of Object.entries(counted)) {
      for (const [dimension, column] of [
        ['total', 'null'],
        ['source', 'source'],
      ]) {
        expect(
          await database.rows(`select period_start, dimension_value, cast(sum(count) as bigint) as count from marts.kpi_histograms
          where component_ref = '${ref}' and grain = 'month' and dimension = '${dimension}' group by all having sum(count) > 0 order by all`),
          ref,
        ).toEqual(
          await database.rows(`select cast(date_trunc('month', moment) as date) as period_start, ${column} as dimension_value, count(*) as count
            from (${rows}) where moment is not null group by all order by all`),
        )
      }
    }
  })

  it('hold every slot of every period in histograms’ totals, each with bounds that join the next', async () => {
    for (const {ref, slots} of project.definitions.histograms) {
      expect(
        await scalar(
          `select count(*) from marts.kpi_histograms where component_ref = '${ref}' and dimension = 'total' and grain = 'day'`,
        ),
      ).toBe(396 * slots.length)
      const bounds = await database.rows<{slot: number; lower: number | null; upper: number | null}>(
        `select distinct slot, lower_bound as lower, upper_bound as upper from marts.kpi_histograms where component_ref = '${ref}' order by slot`,
      )
      expect(bounds.map(each => each.lower)).toEqual([null, ...bounds.slice(0, -1).map(each => each.upper)])
      expect(bounds.at(-1)!.upper).toBeNull()
    }
  })

  it('describe every KPI in kpi_catalog', async () => {
    const rows = await database.rows<{kpi_ref: string; column_name: string; depends_on: string[]}>(
      'select kpi_ref, column_name, depends_on from marts.kpi_catalog',
    )
    expect(rows.map(row => row.kpi_ref).sort()).toEqual(
      kpis()
        .map(each => each.ref)
        .sort(),
    )
    for (const row of rows) for (const ref of row.depends_on) expect(rows.map(each => each.kpi_ref)).toContain(ref)
  })
})

/** Every Parquet file of a target, as bytes. */
function parquet(target: string): Map<string, string> {
  const files = readdirSync(join(target, 'parquet'), {recursive: true, withFileTypes: true}).filter(each =>
    each.isFile(),
  )
  return new Map(files.map(each => [each.name, readFileSync(join(each.parentPath, each.name), 'base64')]))
}

describe.sequential('the same inputs', () => {
  const [copy, second] = [join(folder, 'copy'), join(folder, 'second')]

  it('give the same Parquet files in another folder and target, byte for byte', {timeout: 300_000}, async () => {
    copyDemonstration(copy)
    withFewPages(copy) // Parquet is not about the site
    cpSync(join(ROOT, 'seeds'), join(copy, 'seeds'), {recursive: true})
    await build(second, [], copy)
    const [one, other] = [parquet(first), parquet(second)]
    expect([...other.keys()].sort()).toEqual([...one.keys()].sort())
    expect([...one].filter(([name, bytes]) => other.get(name) !== bytes).map(([name]) => name)).toEqual([])
  })

  it('are not built twice', async () => {
    const before = readFileSync(join(second, 'warehouse.duckdb'))
    const again = await build(second, [], copy)
    expect(again).toMatchObject({published: false, rebuilt: []})
    expect(readFileSync(join(second, 'warehouse.duckdb')).equals(before)).toBe(true)
  })
})

describe('what is committed is what the commands write', () => {
  it('seeds, byte for byte', async () => {
    const seeds = join(folder, 'seeds')
    const run = await kpi(['seed', '--to', seeds])
    expect(run.status, run.stderr).toBe(0)
    const written = readdirSync(seeds).sort()
    expect(written).toEqual(
      readdirSync(join(ROOT, 'seeds'))
        .filter(name => name.endsWith('.csv'))
        .sort(),
    )
    expect(
      written.filter(name => !readFileSync(join(seeds, name)).equals(readFileSync(join(ROOT, 'seeds', name)))),
    ).toEqual([])
  })

  it('schemas for editors', async () => {
    expect(await kpi(['schemas'])).toEqual({status: 0, stdout: 'schemas are fresh\n', stderr: ''})
  })
})
