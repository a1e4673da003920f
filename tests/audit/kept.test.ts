import {existsSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {parseHTML} from 'linkedom'
import {beforeAll, expect, test} from 'vitest'
import {publishAudit} from '../../scripts/commands/publish-audit.ts'
import {loadProject} from '../../scripts/compile/load.ts'
import {compileProject} from '../../scripts/compile/project.ts'
import {settle} from '../../scripts/core/settings.ts'
import {currentVersion} from '../../scripts/publish/versions.ts'
import {kpi, kpiJson, temporaryFolder} from '../e2e/command-line.ts'
import {copyLibrary, editCatalog, reading} from '../engine/library.ts'
import {hashes} from '../publish/published.ts'

interface Told {
  readonly days: readonly string[]
  readonly warnings: readonly Readonly<Record<string, unknown>>[]
  readonly kpis: readonly Readonly<Record<string, unknown>>[]
  readonly causes: readonly {readonly kpi_ref: string; readonly heirs: string[]; readonly evidence: object[]}[]
}
type Row = Readonly<Record<string, unknown>>

const folder = temporaryFolder()
const target = join(folder, 'target')
let project: string

/** A loan's return counts whenever it is: what is called fixed goes on changing. */
const [SOUND, FORGETFUL] = ['where: in_period(returned_at)', 'where: returned_at is not null']

beforeAll(async () => {
  project = copyLibrary(folder)
  editCatalog(project, text => text.replace(SOUND, FORGETFUL).replace('settles_after: 3 days', 'settles_after: 1 day'))
  await run('build')
})

const run = (...args: string[]) => kpi([...args, '--target', target], project)
const audit = async (...args: string[]) => {
  const done = await run('audit', ...args, '--format', 'json')
  return {...done, told: JSON.parse(done.stdout) as Told}
}
const rows = () => reading(target, database => database.rows<Row>('select * from marts.kpi_audit order by kpi_ref'))
const build = (...args: string[]) =>
  kpiJson<{version: string; published: boolean; rebuilt: string[]}>(['build', ...args, '--target', target], project)
const page = (name: string) => {
  const {document} = parseHTML(readFileSync(join(target, 'site/en', name), 'utf8'))
  return (id: string) => document.getElementById(id)!.textContent!.replaceAll(/\s+/g, ' ')
}
const sheet = () => kpiJson<{audited: Row | null}>(['show', 'Loan-Card-13', '--target', target], project)

test('an audit that is not to publish leaves the target as it is', async () => {
  const before = hashes(target)
  const {status, stderr} = await audit('--at', '2026-03-10', '--no-publish')
  expect(status).toBe(1)
  expect(stderr).not.toContain('published')
  expect(hashes(target)).toEqual(before)
  expect(await rows()).toEqual([])
  expect((await sheet()).audited).toBeNull()
  expect(page('data-quality.html')('audit')).toContain('kpi audit')
})

test('what an audit tells is in the mart, its Parquet file and the site at once, and nothing is computed', async () => {
  const values = () => statSync(join(target, 'parquet/marts/kpi_values.parquet')).ino
  const before = values()
  const {status, told, stderr} = await audit('--at', '2026-03-07', '--at', '2026-03-10', '--at', '2026-10-27')
  expect(status).toBe(1)
  expect(stderr).toMatch(/^published version \w+ with these results/m)
  expect(told.warnings).toMatchObject([
    {
      code: 'settles-too-early',
      message: 'Hold-Card-3 still moved 1 day after its period; settles_after says 1 day',
      hint: 'settles_after: 2 days would fit what was replayed; kpi audit --samples looks at more days',
    },
  ])
  expect(values()).toBe(before)
  const found = await rows()
  expect(found.map(row => row.kpi_ref)).toEqual(told.kpis.map(each => each.kpi_ref).sort())
  const byRef = new Map(found.map(row => [row.kpi_ref, row]))
  for (const each of told.kpis) {
    const cause = told.causes.find(({kpi_ref: ref}) => ref === each.kpi_ref)
    const example = each.example as Row | null
    expect(byRef.get(each.kpi_ref)).toEqual({
      kpi_ref: each.kpi_ref,
      promise: each.promise,
      fluctuates_by: each.fluctuates_by,
      observation: expect.any(String),
      compared: each.compared,
      moved: each.moved,
      largest_change: each.largest,
      last_moved_days: each.last_moved_days,
      settles_after_days: each.settles_after_days,
      settles_too_early: each.settles_too_early,
      replays: 3,
      first_day: '2026-03-07',
      last_day: '2026-10-27',
      broken_figures: each.broken,
      example_day: example?.day ?? null,
      ...Object.fromEntries(
        ['grain', 'period_start', 'period_end', 'dimension', 'dimension_value', 'value_then', 'value_now'].map(name => [
          `example_${name}`,
          example?.[name] ?? null,
        ]),
      ),
      inherits: each.inherits,
      heirs: cause?.heirs ?? [],
      evidence: cause ? JSON.stringify(cause.evidence) : null,
      is_current_definition: true,
    })
  }
  const observed = (ref: string) => byRef.get(ref)!.observation
  expect(['Loan-Card-13', 'Loan-Card-14', 'Hold-Card-3', 'Loan-Card-1'].map(observed)).toEqual([
    'broken',
    'broken',
    'moved',
    'unchanged',
  ])
  const file = join(target, 'parquet/marts/kpi_audit.parquet')
  expect(await reading(target, database => database.rows(`select * from '${file}' order by kpi_ref`))).toEqual(found)

  const quality = page('data-quality.html')('audit')
  expect(quality).toMatch(
    /Broken promises.*Loan-Card-13.*Loan-Card-14 through Loan-Card-13.*Longer than allowed.*Hold-Card-3/,
  )
  expect(quality).toContain('borrowers.category') // has no history
  const broken = page('kpi/loan-card-13.html')
  expect(broken('definition')).toContain('By replaying the ends of 3 past days, 7 March 2026 to 27 October 2026')
  expect(broken('checks')).toContain('9 March 2026: 0 at the end of 10 March 2026, 1 today')
  expect(broken('checks')).toContain('did not count then, does now')
  expect(broken('checks')).not.toContain('L5') // the project publishes no rows
  expect(page('kpi/loan-card-1.html')('definition')).toContain('none moved')
  expect((await sheet()).audited).toMatchObject({observation: 'broken', broken: 9, is_current_definition: true})
  expect((await run('show', 'Loan-Card-13')).stdout).toMatch(/^ {2}audited .*3 days.*\n? *.*broken: 9 of \d+ figures/m)
})

test('builds after it keep what it found', async () => {
  const found = await rows()
  expect(await build()).toMatchObject({published: false, rebuilt: []})
  expect(await build('--full')).toMatchObject({published: true})
  expect(await rows()).toEqual(found)
})

test('an audit of some KPIs replaces what is known of them alone', async () => {
  const before = await rows()
  await audit('--at', '2026-10-20', '--select', 'Loan-Card-13')
  const after = await rows()
  expect(after.filter(row => row.kpi_ref !== 'Loan-Card-13')).toEqual(
    before.filter(row => row.kpi_ref !== 'Loan-Card-13'),
  )
  expect(after.find(row => row.kpi_ref === 'Loan-Card-13')).toMatchObject({replays: 1, last_day: '2026-10-20'})
})

test('curves of settling are on record, in their mart and on the page of their KPI', async () => {
  const compiled = compileProject(await loadProject(project))
  const kpiOf = compiled.project.definitions.kpis.get('Hold-Card-3')!
  const points = [
    {days: 0, share: 0.25, figures: 8},
    {days: 1, share: 0.875, figures: 9},
    {days: 3, share: 1, figures: 7},
  ]
  const seen = {compared: 9, moved: 2, largest: 0.5, lastMoved: 1, broken: 0, example: null, inherits: []}
  const late = {settlesAfter: 1, settlesTooEarly: true, late: {dimension: 'total', days: 1}}
  const result = {
    ...{days: ['2026-03-10'], causes: [], unreplayed: [], warnings: []},
    verdicts: [{kpi: kpiOf, ...seen, ...late}],
    settling: [{kpi: kpiOf, points}],
  }
  const audited = currentVersion(target)!
  const kept = await publishAudit(compiled, settle({project, target}), audited, result, () => undefined)
  expect(kept).toMatchObject({kind: 'published', published: true})
  const held = await reading(target, database => database.rows('select * from marts.kpi_settling order by days'))
  expect(held).toEqual(points.map(point => ({kpi_ref: 'Hold-Card-3', ...point})))
  expect(page('kpi/hold-card-3.html')('settling')).toMatch(
    /How it settles.* 25 % at the end of the day, 88 % after 1 day, 100 % after 3 days\. /,
  )
  const columns = await reading(target, database =>
    database.rows(`describe select * from '${join(target, 'parquet/marts/kpi_settling.parquet')}'`),
  )
  expect(columns.map(each => `${each.column_name} ${each.column_type}`)).toEqual([
    ...['kpi_ref VARCHAR', 'days INTEGER', 'share DOUBLE', 'figures BIGINT'],
  ])
})

test('results for a version that was replaced meanwhile wait for the next build', async () => {
  const compiled = compileProject(await loadProject(project))
  const before = hashes(join(target, 'current'))
  const nothing = {days: [], verdicts: [], causes: [], unreplayed: [], warnings: [], settling: []}
  const kept = await publishAudit(compiled, settle({project, target}), 'another', nothing, () => undefined)
  expect(kept).toMatchObject({kind: 'recorded'})
  expect(hashes(join(target, 'current'))).toEqual(before)
})

test('results of an earlier definition are said to be that; those that can’t be read are left out with a warning', async () => {
  editCatalog(project, text => text.replace(FORGETFUL, SOUND))
  expect((await sheet()).audited).toMatchObject({is_current_definition: false})
  await build()
  const current = new Map((await rows()).map(row => [row.kpi_ref, row.is_current_definition]))
  expect([current.get('Loan-Card-13'), current.get('Loan-Card-1')]).toEqual([false, true])
  expect(page('kpi/loan-card-13.html')('definition')).toContain('earlier definition')
  expect(page('data-quality.html')('audit')).toContain('checked with an earlier definition')

  writeFileSync(join(target, 'audit.json'), '{"version": 0}')
  const {status, stderr} = await run('report')
  expect({status, stderr: stderr.replaceAll(target, '<target>')}).toEqual({
    status: 0,
    stderr:
      'warning audit-unreadable\n  <target>/audit.json is not what this version of kpi audit writes, and is left out\n  hint: run kpi audit, which writes it anew\n\n',
  })
  expect(await rows()).toEqual([])
  expect(existsSync(join(target, 'build/republished.duckdb'))).toBe(false)
})
