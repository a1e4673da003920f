import {cpSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {defaultDays} from '../../scripts/audit/instants.ts'
import {kpi, ROOT, temporaryFolder} from '../e2e/command-line.ts'
import {build, copyDemonstration, demonstration, openWarehouse, withFewPages} from '../e2e/demonstration.ts'

interface Row {
  readonly key: Readonly<Record<string, string>>
  readonly columns: readonly {readonly name: string; readonly before: string | null; readonly now: string | null}[]
  readonly before: boolean
  readonly now: boolean
}

interface Told {
  readonly days: readonly string[]
  readonly kpis: readonly {
    readonly kpi_ref: string
    readonly promise: string
    readonly compared: number
    readonly moved: number
  }[]
  readonly causes: readonly {
    readonly kpi_ref: string
    readonly heirs: readonly string[]
    readonly evidence: readonly {readonly fact: string; readonly count: number; readonly rows: readonly Row[]}[]
  }[]
}

const folder = temporaryFolder()
const audit = async (args: readonly string[], project = ROOT) => {
  const run = await kpi(['audit', '--no-publish', ...args, '--format', 'json'], project)
  return {status: run.status, stderr: run.stderr, told: JSON.parse(run.stdout) as Told}
}

test('the catalog as it stands keeps its promises', {timeout: 300_000}, async () => {
  const target = await demonstration()
  const days = ['2026-07-31', '2026-10-28']
  const {status, told} = await audit(['--target', target, ...days.flatMap(day => ['--at', day])])
  expect(told.causes).toEqual([])
  expect(status).toBe(0)
  expect(told.days).toEqual(days)
  expect(told.kpis.every(each => each.compared > 0)).toBe(true)
  expect(told.kpis.filter(each => each.promise === 'fluctuating' && each.moved > 0).length).toBeGreaterThan(10)
})

/** The days that are replayed by default; all of them would cost four times as much as the two that are replayed here. */
const DEFAULT_DAYS = defaultDays('2025-10-01', '2026-10-30')
const [MONTH_END, WEEK_END] = ['2026-09-30', '2026-10-18']

test('orders of dialogues are cancelled after days that are replayed by default, several of them', async () => {
  const database = await openWarehouse(await demonstration())
  const days = DEFAULT_DAYS.map(day => `date '${day}'`).join(', ')
  const late = await database.rows<{order_id: string}>(
    `select distinct fct_orders.order_id from facts.fct_orders inner join (select unnest([${days}]) as day) as replayed
       on fct_orders.ordered_at_local::date <= replayed.day and fct_orders.cancelled_at_local::date > replayed.day
     where fct_orders.is_attributed`,
  )
  database.close()
  expect(late.length).toBeGreaterThan(3)
})

/** Definitions that forget the period: what they look at goes on changing after it. */
const FORGETFUL: Readonly<Record<string, readonly [string, string]>> = {
  'Wlst-Card-11': ['not in_period(handled_at)', 'handled_at is null'],
  'Chat-Card-20': ['is_written and before_end(established_at)', 'is_written and established_at is not null'],
  'Chat-Card-80': ['is_attributed and not before_end(cancelled_at)', 'is_attributed and cancelled_at is null'],
}

test('definitions that forget the period are found, with the rows that show it and what inherits them', {
  timeout: 300_000,
}, async () => {
  const [project, target] = [join(folder, 'project'), join(folder, 'target')]
  copyDemonstration(project)
  withFewPages(project)
  cpSync(join(ROOT, 'seeds'), join(project, 'seeds'), {recursive: true})
  cpSync(await demonstration(), target, {recursive: true, verbatimSymlinks: true})
  const file = join(project, 'kpi-catalog.yml')
  let text = readFileSync(file, 'utf8')
  for (const [ref, [sound, forgetful]] of Object.entries(FORGETFUL)) {
    const start = text.indexOf(sound, text.indexOf(`\n  ${ref}:\n`))
    expect(start, ref).toBeGreaterThan(0)
    text = text.slice(0, start) + forgetful + text.slice(start + sound.length)
  }
  writeFileSync(file, text)

  const stale = await kpi(['audit', '--target', target], project)
  expect(stale).toMatchObject({status: 1, stdout: ''})
  expect(stale.stderr).toContain('run kpi build first')

  await build(target, [], project)
  expect(DEFAULT_DAYS).toEqual(expect.arrayContaining([MONTH_END, WEEK_END]))
  const {status, told} = await audit(['--target', target, '--at', MONTH_END, '--at', WEEK_END], project)
  expect(status).toBe(1)
  const byRef = new Map(told.causes.map(each => [each.kpi_ref, each]))
  expect([...byRef.keys()].sort()).toEqual(Object.keys(FORGETFUL).sort())
  expect(byRef.get('Chat-Card-80')!.heirs.length).toBeGreaterThan(0)

  const shown = (ref: string) => byRef.get(ref)!.evidence.flatMap(each => each.rows)
  for (const ref of byRef.keys()) expect(shown(ref).length, ref).toBeGreaterThan(0)
  const changes = (ref: string, column: string) => shown(ref).map(row => row.columns.find(each => each.name === column))
  // then not handled, and counted; handled since
  for (const change of changes('Wlst-Card-11', 'handled_at'))
    expect(change).toMatchObject({before: null, now: expect.any(String)})
  expect(shown('Wlst-Card-11').every(row => row.before && !row.now)).toBe(true)
  for (const change of changes('Chat-Card-20', 'established_at'))
    expect(change).toMatchObject({before: null, now: expect.any(String)})
  for (const change of changes('Chat-Card-80', 'cancelled_at'))
    expect(change).toMatchObject({before: null, now: expect.any(String)})
})
