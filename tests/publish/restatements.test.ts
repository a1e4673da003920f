import {appendFileSync, copyFileSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import type {BuildSummary} from '../../scripts/commands/build.ts'
import {keepHistory} from '../../scripts/compare/restatements.ts'
import {loadProject} from '../../scripts/compile/load.ts'
import {compileProject} from '../../scripts/compile/project.ts'
import {type Database, openDatabase} from '../../scripts/sql/duckdb.ts'
import {copyProject, DESK, kpi, temporaryFolder} from '../e2e/command-line.ts'
import {replaceIn} from './library.ts'

// Tickets and replies of three days, 2 to 4 March; the last of them is not over.

const folder = temporaryFolder()
const target = join(folder, 'target')
const project = join(folder, 'project')
const add = (source: string, row: string) => appendFileSync(join(project, 'seeds', `${source}.csv`), `${row}\n`)
const CATALOG = 'kpi-catalog.yml'

/** Builds, which must succeed; gives the summary. */
async function build(...more: string[]): Promise<BuildSummary> {
  const run = await kpi(['build', '--project', project, '--target', target, '--format', 'json', ...more])
  expect(run.status, run.stderr).toBe(0)
  return JSON.parse(run.stdout) as BuildSummary
}

async function reading<T>(use: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(join(target, 'warehouse.duckdb'), {access_mode: 'READ_ONLY'})
  try {
    return await use(database)
  } finally {
    database.close()
  }
}

/** The totals that were restated: `Desk-Card-1 day 2026-03-02 3 → 4 data`. */
function totals(publication: number): Promise<string[]> {
  return reading(async database => {
    const rows = await database.rows<{text: string}>(
      `select concat_ws(' ', kpi_ref, grain, period_start, coalesce(round(old_value, 2)::varchar, '–'), '→', coalesce(round(new_value, 2)::varchar, '–'), reason) as text
       from marts.kpi_restatements where dimension = 'total' and publication = ${publication}`,
    )
    return rows.map(row => row.text)
  })
}

const page = (name: string, language = 'en') => readFileSync(join(target, 'site', language, name), 'utf8')
const sectionOf = (text: string) =>
  /<section id="restatements">.*?<\/section>/s.exec(text)![0].replaceAll(/<[^>]*>/g, ' ')

describe.sequential('restatements', () => {
  beforeAll(() => {
    copyProject(DESK, project)
  })

  it('there are none where nothing was published before', async () => {
    expect(await build()).toMatchObject({published: true, restated: {figures: 0, kpis: []}})
    expect(await totals(1)).toEqual([])
    expect(sectionOf(page('data-quality.html'))).toContain('No figure that was published as final has changed since.')
    expect(page('kpi/desk-card-1.html')).toContain('Never: no figure that was published as final has changed since.')
  })

  it('come of late rows, of what is settled only, and are told', async () => {
    add('tickets', 't7,north,low,2026-03-02T10:00:00Z,2026-03-02T10:05:00Z,1.00')
    const run = await kpi(['build', '--project', project, '--target', target])
    expect(run.stdout).toContain(
      'restated: 8 settled figures of 3 KPIs; see marts.kpi_restatements\n  data: Desk-Card-1, Desk-Card-2, Desk-Card-3\n',
    )
    // the week, month, quarter and year were not over
    expect(await totals(1)).toEqual([
      'Desk-Card-1 day 2026-03-02 3.0 → 4.0 data',
      'Desk-Card-2 day 2026-03-02 1200.0 → 900.0 data',
      'Desk-Card-3 day 2026-03-02 1.67 → 1.25 data',
    ])
    const results = JSON.parse(readFileSync(join(target, 'run-results.json'), 'utf8')) as {restated: unknown[]}
    expect(results.restated[0]).toEqual({unique_id: 'metric.Desk-Card-1', reason: 'data', figures: 3})
    // what was published of periods that were not over is known, too
    const known = await reading(database =>
      database.rows(
        `select grain, value, new_value, is_settled from meta.superseded_values where kpi_ref = 'Desk-Card-1' and dimension = 'total' order by grain`,
      ),
    )
    expect(known).toEqual(
      ['day', 'month', 'quarter', 'week', 'year'].map(grain => ({
        grain,
        ...(grain === 'day' ? {value: 3, new_value: 4, is_settled: true} : {value: 6, new_value: 7, is_settled: false}),
      })),
    )
  })

  it('are no matter of a new day, which is the end of the one before', async () => {
    add('tickets', 't8,north,low,2026-03-05T10:00:00Z,2026-03-05T10:05:00Z,1.00')
    expect((await build()).restated).toEqual({figures: 0, kpis: []})
  })

  it('come of another definition, whatever else changed that the KPI does not depend on', async () => {
    replaceIn(project, CATALOG, 'where: in_period(closed_at)', "where: in_period(closed_at) and priority = 'low'")
    add('replies', 'r9,t1,a1,2026-03-02T09:50:00Z')
    expect((await build()).restated?.kpis).toEqual([
      {ref: 'Desk-Card-2', reason: 'definition', figures: 6},
      {ref: 'Desk-Card-3', reason: 'data', figures: 2},
    ])
  })

  it('come of both', async () => {
    replaceIn(project, CATALOG, "priority = 'low'", "priority = 'high'")
    replaceIn(project, join('seeds', 'tickets.csv'), '2026-03-03T11:05:00Z', '2026-03-03T11:15:00Z')
    expect((await build()).restated?.kpis).toEqual([{ref: 'Desk-Card-2', reason: 'both', figures: 7}])
    expect(await totals(4)).toEqual([
      'Desk-Card-2 day 2026-03-02 1050.0 → 600.0 both',
      'Desk-Card-2 day 2026-03-03 – → 900.0 both',
    ])
  })

  it('are on the page about the data, the newest first, and on the KPI’s', () => {
    const section = sectionOf(page('data-quality.html'))
    const told = ['7 figures of 1 indicator', '8 figures of 2 indicators', '8 figures of 3 indicators']
    expect([...section.matchAll(/\d+ figures of \d+ indicators?/g)].map(String)).toEqual(told)
    expect(section).toMatch(/New tickets\s+Desk-Card-1\s+other data\s+3\s+2 March 2026\s+3\s+4\s+\+33\s%/)
    expect(page('kpi/desk-card-2.html')).toContain(
      'Largest change of a total: 3 March 2026, –\u00a0→\u00a015\u00a0min. Versions that restated it before: 2.',
    )
    expect(sectionOf(page('data-quality.html', 'fr'))).toContain('autres données et définition')
  })

  it('stay when all is computed anew, and nothing else does', async () => {
    const before = await reading(database => database.rows('from marts.kpi_restatements'))
    expect(before).toHaveLength(23)
    const full = await build('--full')
    expect(full).toMatchObject({published: true, restated: {figures: 0}})
    expect(await reading(database => database.rows('from marts.kpi_restatements'))).toEqual(before)
    expect(await build()).toMatchObject({published: false, version: full.version})
  })

  it('are not looked for in a replay of the past', async () => {
    expect((await build('--as-of', '2026-03-04T00:00:00Z')).restated).toEqual({figures: 0, kpis: []})
  })

  it('of a warehouse that can’t be read are not known, which is said', async () => {
    writeFileSync(join(target, 'current', 'warehouse.duckdb'), 'no database')
    const run = await kpi(['build', '--project', project, '--target', target])
    expect(run.status, run.stderr).toBe(0)
    expect(run.stderr).toContain(
      "warehouse.duckdb can't be read: which of its values this version changes is not known",
    )
    expect(await reading(database => database.rows('from marts.kpi_restatements'))).toEqual([])
  })
})

it('rows that appear and disappear are restated, from and to what a missing row means; once, however often a build is interrupted', async () => {
  const own = join(folder, 'rows')
  const [place, work] = [copyProject(DESK, join(own, 'project')), join(own, 'work.duckdb')]
  const first = await kpi(['build', '--project', place, '--target', join(own, 'target')])
  expect(first.status, first.stderr).toBe(0)
  const compiled = compileProject(await loadProject(place))
  const before = join(own, 'target', 'current')
  copyFileSync(join(before, 'warehouse.duckdb'), work)
  const database = await openDatabase(work)
  try {
    const day = "grain = 'day' and period_start = '2026-03-02'"
    await database.run(`
      delete from marts.kpi_values where ${day} and kpi_ref = 'Desk-Card-1' and dimension_value = 'south';
      delete from marts.kpi_values where ${day} and kpi_ref = 'Desk-Card-2' and dimension_value = 'north';
      insert into marts.kpi_values
        select * replace ('east' as dimension_value) from marts.kpi_values
        where ${day} and kpi_ref = 'Desk-Card-1' and dimension_value = 'north';
      update marts.kpi_values set value = 99 where grain = 'week' and dimension = 'team'`)
    const other = new Map(['Desk-Card-1', 'Desk-Card-2'].map(ref => [ref, 'other']))
    const fingerprints = {
      nodes: new Map(),
      measures: new Map(),
      made: new Map(),
      parts: new Map([['kpi_values', other]]),
    }
    const publishing = {version: 'next', fingerprints, before, scratch: own, listen: () => undefined}
    for (const _ of [1, 2]) expect((await keepHistory(database, compiled, publishing)).restated.figures).toBe(3)
    const rows = await database.rows(
      'select kpi_ref, dimension_value, old_value, new_value, publication, version from marts.kpi_restatements',
    )
    expect(rows).toEqual(
      [
        {kpi_ref: 'Desk-Card-1', dimension_value: 'east', old_value: 0, new_value: 2},
        {kpi_ref: 'Desk-Card-1', dimension_value: 'south', old_value: 1, new_value: 0},
        {kpi_ref: 'Desk-Card-2', dimension_value: 'north', old_value: 1200, new_value: null},
      ].map(row => ({...row, publication: 1, version: 'next'})),
    )
    expect(await database.rows('select count(*) as n from meta.superseded_values')).toEqual([{n: 3}])
  } finally {
    database.close()
  }
})
