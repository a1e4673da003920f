import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {$} from 'zx'
import {copyProject, DESK, kpi, kpiJson, kpiProcess, ROOT, temporaryFolder} from './command-line.ts'

const folder = temporaryFolder()
const project = join(folder, 'desk')

beforeAll(async () => {
  copyProject(DESK, project)
  const run = await kpi(['build'], project)
  expect(run.status, run.stderr).toBe(0)
})

const PERIOD = ['--from', '2026-03-02', '--to', '2026-03-04']

describe('kpi', () => {
  it.each(['--version', '-V'])('%s says the version, nothing else', async option => {
    const {version} = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {version: string}
    expect(await kpiProcess([option], folder)).toEqual({status: 0, stdout: `${version}\n`, stderr: ''})
  })

  it('--help names every command, and each explains itself', async () => {
    const help = await kpiProcess(['--help'], folder)
    expect(help).toMatchObject({status: 0, stderr: ''})
    const commands = [...help.stdout.matchAll(/^ {2}(\w+) (?:\[|<)/gm)].map(match => match[1]!)
    expect(commands).toEqual(
      expect.arrayContaining(['build', 'query', 'test', 'seed', 'list', 'show', 'check', 'schemas']),
    )
    for (const command of ['build', 'query']) {
      const run = await kpi([command, '--help'], folder)
      expect(run.status).toBe(0)
      expect(run.stdout).toContain(`Usage: kpi ${command}`)
      expect(run.stdout).toContain('--project <dir>')
    }
  })

  it('works on another folder with --project, and writes where --target says', async () => {
    const target = join(folder, 'elsewhere')
    const run = await kpiProcess(['build', '--project', project, '--target', target], folder)
    expect(run.status, run.stderr).toBe(0)
    expect(existsSync(join(target, 'warehouse.duckdb'))).toBe(true)
    const answers = await kpiJson<{value: number}[]>(
      ['query', 'Desk-Card-1', ...PERIOD, '--project', project, '--target', target],
      folder,
    )
    expect(answers.map(each => each.value)).toEqual([6])
  })

  it.each([
    [['query', 'Desk-Card-1', ...PERIOD], 0],
    [['query', 'Desk-Card-9', ...PERIOD], 2],
    [['query', 'Desk-Card-1', '--from', 'never', '--to', '2026-03-04'], 2],
    [['query', 'Desk-Card-1'], 2],
    [['build', '--sources', 'nowhere'], 1],
  ])('%s gives in a process of its own what it gives in the tests’', async (args, status) => {
    const alone = await kpiProcess(args, project)
    expect(alone).toMatchObject({status})
    expect(await kpi(args, project)).toEqual(alone)
  })
})

describe('kpi query', () => {
  it('answers in JSON with the contract’s keys', async () => {
    expect(
      await kpiJson(
        ['query', 'Desk-Card-3', 'Desk-Card-1', ...PERIOD, '--where', 'priority=high', '--weekdays', 'mon'],
        project,
      ),
    ).toEqual([
      {
        kpi_ref: 'Desk-Card-3',
        period_start: '2026-03-02',
        period_end: '2026-03-05',
        dimension: 'total',
        dimension_value: null,
        numerator: 5,
        denominator: 3,
        value: 5 / 3,
        sample_size: 3,
        filters_not_applied: ['priority'],
      },
      {
        kpi_ref: 'Desk-Card-1',
        period_start: '2026-03-02',
        period_end: '2026-03-05',
        dimension: 'total',
        dimension_value: null,
        numerator: null,
        denominator: null,
        value: 1,
        sample_size: 1,
        filters_not_applied: [],
      },
    ])
  })

  it('cuts the first and last period of a series', async () => {
    const answers = await kpiJson<Record<string, unknown>[]>(
      ['query', 'Desk-Card-1', '--from', '2026-02-27', '--to', '2026-03-03', '--grain', 'month'],
      project,
    )
    expect(answers.map(each => [each.period_start, each.period_end, each.value])).toEqual([
      ['2026-02-27', '2026-03-01', 0],
      ['2026-03-01', '2026-03-04', 5],
    ])
  })

  it('draws a table, which says what was not filtered', async () => {
    const run = await kpi(
      ['query', 'Desk-Card-2', 'Desk-Card-3', ...PERIOD, '--by', 'team', '--where', 'priority=high,low'],
      project,
    )
    expect(run).toEqual({
      status: 0,
      stderr: 'the data ends 2026-03-04 08:00:00 (local time): what ends later is not complete\n',
      stdout: [
        'KPI            from        to          team    value  based on',
        '─────────────  ──────────  ──────────  ─────  ──────  ────────',
        'Desk-Card-2    2026-03-02  2026-03-04  north  15 min         3',
        'Desk-Card-2    2026-03-02  2026-03-04  south    18 h         1',
        'Desk-Card-3 *  2026-03-02  2026-03-04  north       2         3',
        'Desk-Card-3 *  2026-03-02  2026-03-04  south  0.6667         3',
        '* Desk-Card-3 is not filtered by priority: it does not have it.',
        '',
      ].join('\n'),
    })
  })

  it('writes CSV', async () => {
    const run = await kpi(['query', 'Desk-Card-1', ...PERIOD, '--by', 'team', '--format', 'csv'], project)
    expect(run.stdout).toBe(
      'kpi_ref,period_start,period_end,dimension,dimension_value,numerator,denominator,value,sample_size,filters_not_applied\n' +
        'Desk-Card-1,2026-03-02,2026-03-05,team,north,,,3,3,\nDesk-Card-1,2026-03-02,2026-03-05,team,south,,,3,3,\n',
    )
  })

  it('prints its statement with what is bound to it', async () => {
    const run = await kpi(['query', 'Desk-Card-1', ...PERIOD, '--where', 'team=north', '--sql'], project)
    expect(run.status).toBe(0)
    expect(run.stdout).toContain(
      '-- $period_starts = ["2026-03-02"]\n-- $period_ends = ["2026-03-05"]\n-- $team = ["north"]\nwith periods as (',
    )
  })
})

describe('--format json', () => {
  it.each([
    ['build', ['build']],
    ['check', ['check']],
    ['test', ['test']],
    ['list', ['list']],
    ['show', ['show', 'Desk-Card-2']],
    ['query', ['query', 'Desk-Card-2', ...PERIOD, '--grain', 'day']],
  ])('of kpi %s prints JSON on stdout, and nothing else', async (_, args) => {
    const run = await kpi([...args, '--format', 'json'], project)
    expect(run.status, run.stderr).toBe(0)
    expect(typeof JSON.parse(run.stdout)).toBe('object')
  })

  it('leaves stdout empty when a command fails', async () => {
    const run = await kpi(['query', 'Desk-Card-9', ...PERIOD, '--format', 'json'], project)
    expect(run).toMatchObject({status: 2, stdout: ''})
    expect(run.stderr).toContain('there is no KPI "Desk-Card-9"')
  })
})

describe('kpi test', () => {
  it('ends with 0 while the examples hold, with 1 when one does not, and shows which', async () => {
    const copy = copyProject(DESK, join(folder, 'wrong example'))
    expect((await kpi(['build'], copy)).status).toBe(0)
    expect((await kpi(['test'], copy)).status).toBe(0)
    const file = join(copy, 'tests', 'kpis', 'desk.yml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('value: 3', 'value: 4'))
    const run = await kpi(['test'], copy)
    expect(run.status).toBe(1)
    expect(run.stderr).toContain('✗ tests/kpis/desk.yml: Each ticket counts once')
    expect(run.stderr).toContain('Desk-Card-1 on 2026-03-02: 3, expected 4')
    expect(run.stderr).toContain('tests/kpis/desk.yml:9:')
  })
})

describe('a reader who reads no further', () => {
  it.each([
    [['dev', '--help'], 0],
    [['list', '--nothing'], 2],
    [['query', 'Desk-Card-1', ...PERIOD], 0],
  ])('changes neither the status of %j nor is he told of a broken pipe', async (args, status) => {
    // stdout is closed before anything is written
    const script = `import {spawn} from 'node:child_process'
      const run = spawn(process.execPath, ${JSON.stringify([join(ROOT, 'bin', 'kpi.mjs'), ...args])}, {stdio: ['ignore', 'pipe', 'inherit']})
      run.stdout.destroy()
      run.on('exit', code => (process.exitCode = code ?? 99))`
    const {exitCode, stderr} = await $({
      cwd: project,
      nothrow: true,
      quiet: true,
    })`${process.execPath} --input-type=module -e ${script}`
    expect(stderr).not.toMatch(/EPIPE|at .*node:/)
    expect(exitCode).toBe(status)
  })
})

describe('kpi show', () => {
  it('shows a KPI with its lineage and statement', async () => {
    const sheet = await kpiJson<Record<string, unknown>>(['show', 'Desk-Card-3'], project)
    expect(sheet).toMatchObject({
      ref: 'Desk-Card-3',
      kind: 'ratio',
      dimensions: ['team'],
      dependsOn: ['Desk-Card-1'],
      usedBy: [],
      anchors: ['fct_replies.sent_at', 'fct_tickets.opened_at'],
      lineage: {
        sources: ['replies', 'tickets'],
        staging: ['stg_replies', 'stg_tickets'],
        facts: ['fct_replies', 'fct_tickets'],
      },
      defined: {file: 'kpi-catalog.yml', line: 51},
    })
    expect(sheet.sql).toContain('facts.fct_replies')
    expect(await kpiJson(['show', 'Desk-Card-1'], project)).toMatchObject({usedBy: ['Desk-Card-3']})
  })
})
