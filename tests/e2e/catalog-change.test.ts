import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {kpi, kpiJson, temporaryFolder} from './command-line.ts'
import {
  build as buildProject,
  copyDemonstration,
  openWarehouse,
  withFewPages,
  writeSmallSources,
} from './demonstration.ts'

// A KPI is added, changed and removed by editing kpi-catalog.yml, and nothing else.

const folder = temporaryFolder()
const project = join(folder, 'project')
const target = join(folder, 'target')
const sources = join(folder, 'sources')
const catalog = join(project, 'kpi-catalog.yml')

const NEW = `
  Test-Card-1:
    family: conversations
    name: {en: Requests with a theme, fr: Demandes avec thématique}
    description: {en: Requests to which somebody gave a theme., fr: Demandes auxquelles quelqu'un a donné une thématique.}
    count: rows
    from: fct_conversations
    date: requested_at
    where: theme is not null
    without: [theme]
    unit: count
    fixed: true
`
let original = ''

const build = () => buildProject(target, ['--sources', sources], project)
const on = (args: string[]) => [...args, '--target', target]
const WHOLE = ['--from', '2025-10-01', '--to', '2025-10-05']

/** The KPI's value for the days of the sources, as each way to it tells. */
async function values() {
  const database = await openWarehouse(target)
  const one = async (sql: string) => (await database.rows<{value: number}>(sql))[0]!.value
  const found = {
    facts: await one(
      `select count(*) as value from facts.fct_conversations where theme is not null and requested_at_local < '2025-10-06'`,
    ),
    narrower: await one(
      `select count(*) as value from facts.fct_conversations where theme is not null and channel = 'web' and requested_at_local < '2025-10-06'`,
    ),
    marts: await one(`select cast(sum(value) as integer) as value from marts.kpi_values
      where kpi_ref = 'Test-Card-1' and grain = 'day' and dimension = 'total' and period_start < '2025-10-06'`),
    family: await one(`select cast(sum(test_card_1) as integer) as value from marts.conversations
      where grain = 'day' and dimension = 'total' and period_start < '2025-10-06'`),
    macro: await one(`select value from marts.test_card_1(date '2025-10-01', date '2025-10-06')`),
    query: (await kpiJson<{value: number}[]>(on(['query', 'Test-Card-1', ...WHOLE]), project))[0]!.value,
  }
  database.close()
  return found
}

beforeAll(async () => {
  await writeSmallSources(5, {[sources]: () => 'csv'})
  copyDemonstration(project)
  withFewPages(project)
  original = readFileSync(catalog, 'utf8')
  await build()
})

describe.sequential('a KPI', () => {
  it('is not there at first', async () => {
    const run = await kpi(on(['query', 'Test-Card-1', ...WHOLE]), project)
    expect(run).toMatchObject({status: 2, stdout: ''})
  })

  it('is added', async () => {
    expect(original).toContain('\ncomponents:\n')
    writeFileSync(catalog, original.replace('\ncomponents:\n', `${NEW}\ncomponents:\n`))
    const {published, rebuilt} = await build()
    expect(published).toBe(true)
    expect(rebuilt).toEqual(
      expect.arrayContaining([
        'measures/conversations_by_requested_at',
        'kpi_values',
        'kpi_catalog',
        'conversations',
        'macro/test_card_1',
      ]),
    )
    expect(rebuilt.filter(name => /^(fct|dim)_/.test(name) || /^macro/.test(name))).toEqual(['macro/test_card_1'])

    const {facts, narrower, ...others} = await values()
    expect(facts).toBeGreaterThan(narrower)
    expect(narrower).toBeGreaterThan(0)
    expect(others).toEqual({marts: facts, family: facts, macro: facts, query: facts})

    const list = await kpiJson<{ref: string; kind: string; name: string}[]>(
      ['list', '--family', 'conversations', '--language', 'fr'],
      project,
    )
    expect(list.find(each => each.ref === 'Test-Card-1')).toMatchObject({
      kind: 'count',
      name: 'Demandes avec thématique',
      promise: 'fixed',
    })
    expect(await kpiJson(['show', 'Test-Card-1'], project)).toMatchObject({
      kind: 'count',
      dimensions: ['project', 'source', 'channel', 'universe', 'role', 'member'],
      additivity: 'additive',
    })
  })

  it('is changed', async () => {
    const text = readFileSync(catalog, 'utf8')
    writeFileSync(catalog, text.replace('where: theme is not null\n', `where: theme is not null and channel = 'web'\n`))
    const {rebuilt} = await build()
    expect(rebuilt.filter(name => name.startsWith('measures/'))).toEqual(['measures/conversations_by_requested_at'])
    expect(rebuilt.filter(name => name.startsWith('macro/'))).toEqual(['macro/test_card_1'])
    const {facts: _, narrower, ...others} = await values()
    expect(others).toEqual({marts: narrower, family: narrower, macro: narrower, query: narrower})
    expect((await kpiJson<{sql: string}>(['show', 'Test-Card-1'], project)).sql).toContain(`dated.channel = 'web'`)
  })

  it('is removed without a trace', async () => {
    writeFileSync(catalog, original)
    const {rebuilt} = await build()
    expect(rebuilt.filter(name => /^(fct|dim)_|^macro/.test(name))).toEqual([])
    expect((await kpi(['show', 'Test-Card-1'], project)).status).toBe(2)
    expect((await kpiJson<{ref: string}[]>(['list'], project)).map(each => each.ref)).not.toContain('Test-Card-1')
    const database = await openWarehouse(target)
    const left = await database.rows(
      `select 'value' as what from marts.kpi_values where kpi_ref = 'Test-Card-1'
       union all select 'catalog' from marts.kpi_catalog where kpi_ref = 'Test-Card-1'
       union all select 'measure' from meta.measure_values where measure like 'Test-Card-1%'
       union all select 'column' from duckdb_columns() where column_name = 'test_card_1'
       union all select 'macro' from duckdb_functions() where function_name = 'test_card_1'`,
    )
    database.close()
    expect(left).toEqual([])
  })
})
