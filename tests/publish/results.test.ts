import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {z} from 'zod'
import type {Manifest} from '../../scripts/results/manifest-schema.ts'
import type {RunResults} from '../../scripts/results/run-results-schema.ts'
import {kpi, ROOT, temporaryFolder} from '../e2e/command-line.ts'
import {desk} from './desk.ts'
import {replaceIn} from './library.ts'
import {published} from './published.ts'

const folder = temporaryFolder()
let project = ''
const target = () => join(project, 'target')

const text = (name: string) => readFileSync(join(target(), name), 'utf8')
const manifest = () => JSON.parse(text('manifest.json')) as Manifest
const last = () => JSON.parse(text('run-results.json')) as RunResults
const withStatus = (...statuses: string[]) =>
  last()
    .results.filter(each => statuses.includes(each.status))
    .map(each => each.unique_id)
const run = (line: string) => kpi(line.split(' ').filter(Boolean), project)

const FACT = 'models/facts/fct_replies.sql'
const breakReplies = () =>
  replaceIn(project, FACT, '        tickets.team,', "        cast(error('no team') as varchar) as team,")
const MART_FILE = 'models/marts/first_tickets.sql'
const MART = `select tickets.ticket_id
from {{ref "fct_tickets"}} as tickets
`

beforeAll(async () => {
  project = desk(folder, 100)
  writeFileSync(join(project, MART_FILE), MART)
  const built = await run('build')
  expect(built.status, built.stderr).toBe(0)
})

describe.sequential('a run', () => {
  it('leaves a manifest and results that are as their schemas say', () => {
    for (const [name, data] of [
      ['manifest', manifest()],
      ['run-results', last()],
    ] as const) {
      const schema = JSON.parse(readFileSync(join(ROOT, 'schemas', `${name}.schema.json`), 'utf8'))
      expect(z.fromJSONSchema(schema).safeParse(data).error).toBeUndefined()
    }
    expect(last()).toMatchObject({args: {which: 'build', select: []}, exit_status: 0, published: true, problems: []})
    const fact = last().results.find(each => each.unique_id === 'model.fct_tickets')
    expect(fact).toMatchObject({status: 'success', adapter_response: {rows_affected: 7}})
    const [timing] = fact!.timing
    const took = Date.parse(timing!.completed_at) - Date.parse(timing!.started_at)
    expect(Math.abs(took - fact!.execution_time * 1000)).toBeLessThan(2)
    expect(last().peak_memory).toBeGreaterThan(2 ** 25)
  })

  it('describes every node in the manifest, with what it is made from and its compiled statement', () => {
    const {nodes, sources, metrics, parent_map, child_map} = manifest()
    expect(Object.keys(sources)).toEqual(['source.tickets', 'source.replies'])
    expect(Object.keys(metrics)).toEqual(['metric.Desk-Card-1', 'metric.Desk-Card-2', 'metric.Desk-Card-3'])
    expect(nodes['model.fct_replies']).toMatchObject({
      resource_type: 'model',
      relation_name: 'facts.fct_replies',
      original_file_path: FACT,
      config: {materialized: 'table'},
      depends_on: {nodes: ['model.stg_replies', 'model.fct_tickets']},
    })
    expect(nodes['model.fct_replies']!.columns.team).toMatchObject({data_type: 'VARCHAR'})
    expect(nodes['test.fct_tickets_grain']!.depends_on.nodes).toEqual(['model.fct_tickets'])
    expect(metrics['metric.Desk-Card-3']!.depends_on.nodes).toEqual([
      'model.fct_replies',
      'model.fct_tickets',
      'metric.Desk-Card-1',
    ])
    expect(parent_map['model.stg_tickets']).toEqual(['source.tickets'])
    expect(child_map['source.tickets']).toEqual(['model.stg_tickets', ...testsOf('source.tickets')])
    for (const {compiled_path, resource_type} of Object.values(nodes))
      expect(() => text(resource_type === 'measures' ? `${compiled_path}/month.sql` : compiled_path)).not.toThrow()
    const every = new Set([...Object.keys(parent_map)])
    for (const parents of Object.values(parent_map)) for (const id of parents) expect(every).toContain(id)
  })

  const testsOf = (id: string) =>
    Object.values(manifest().nodes)
      .filter(each => each.resource_type === 'test' && each.depends_on.nodes.includes(id))
      .map(each => each.unique_id)

  it('writes the same manifest again, whichever command does', async () => {
    const before = text('manifest.json')
    await run('build')
    expect(text('manifest.json')).toBe(before)
    expect(last().results).toEqual([])
    const tested = await run('test')
    expect(tested.status, tested.stderr).toBe(0)
    expect(text('manifest.json')).toBe(before)
    expect(last().args.which).toBe('test')
    expect(new Set(last().results.map(each => each.unique_id.split('.')[0]))).toEqual(new Set(['test', 'example']))
  })

  it('that fails skips only what reads what failed, keeps the rest, and is retried', async () => {
    const before = published(target())
    const mendFact = breakReplies()
    const mendMart = replaceIn(project, MART_FILE, 'ticket_id\n', "ticket_id, cast(error('no') as varchar) as other\n")
    const failed = await run('build --format json')
    expect(failed.status).toBe(1)
    expect(failed.stderr.match(/^error sql-failed/gm)).toHaveLength(2)
    const summary = JSON.parse(failed.stdout) as {failed: string[]; skipped: string[]; rebuilt: string[]}
    expect(summary).toMatchObject({published: false, failed: ['fct_replies', 'first_tickets']})
    expect(withStatus('error')).toEqual(expect.arrayContaining(['model.fct_replies', 'model.first_tickets']))
    expect(withStatus('skipped')).toContain('model.kpi_values')
    expect(withStatus('success')).not.toContain('model.kpi_values')
    expect(last()).toMatchObject({exit_status: 1, version: null, published: false})
    expect(last().problems.map(each => each.code)).toEqual(['sql-failed', 'sql-failed'])
    expect(published(target())).toEqual(before)

    mendFact()
    mendMart()
    const lost = [...summary.failed, ...summary.skipped].sort()
    const again = await run('retry --format json')
    expect(again.status, again.stderr).toBe(0)
    const retried = JSON.parse(again.stdout) as {published: boolean; rebuilt: string[]; left: string[]}
    expect(retried.left).toEqual([])
    expect(lost).toEqual(expect.arrayContaining(retried.rebuilt))
    expect(await run('retry')).toMatchObject({
      status: 0,
      stdout: 'nothing to retry: the last run, kpi build, did not fail\n',
    })
  })

  it('of tests that fails is retried with those tests alone', async () => {
    const mend = replaceIn(project, 'tests/kpis/desk.yml', 'value: 3', 'value: 17')
    expect((await run('test')).status).toBe(1)
    const [lost, ...others] = withStatus('fail')
    expect(lost).toMatch(/^example\.desk\./)
    expect(others).toEqual([])
    expect((await run('retry')).status).toBe(1)
    expect(last().results.map(each => each.unique_id)).toEqual([lost])
    mend()
    const again = await run('retry')
    expect(again.status, again.stderr).toBe(0)
    expect(last().results.map(each => [each.unique_id, each.status])).toEqual([[lost, 'pass']])
  })

  it('that could not read a source is retried as a whole, with its arguments', async () => {
    const file = join(project, 'seeds', 'replies.csv')
    const before = readFileSync(file, 'utf8')
    writeFileSync(file, `${before}x2,x1,a1,yesterday\n`)
    expect((await run('build fct_replies --exclude kpi_values')).status).toBe(1)
    expect(last()).toMatchObject({args: {select: ['fct_replies'], exclude: ['kpi_values']}, exit_status: 1})
    expect(last().problems.length).toBeGreaterThan(0)
    writeFileSync(file, `${before}x2,x1,a1,2026-03-20T10:00:00Z\n`)
    const again = await run('retry --format json')
    expect(again.status, again.stderr).toBe(0)
    const {rebuilt, left, published: isPublished} = JSON.parse(again.stdout)
    expect(rebuilt).toEqual(['fct_replies'])
    expect(left).toContain('kpi_values')
    expect(isPublished).toBe(false)
  })

  it('leaves out what is excluded, and does not publish while that is stale', async () => {
    const some = JSON.parse((await run('build --exclude measures/* --format json')).stdout)
    expect(some.rebuilt).not.toContain('measures/replies_by_sent_at')
    expect(some.left).toEqual(expect.arrayContaining(['measures/replies_by_sent_at', 'kpi_values']))
    expect(some.published).toBe(false)
    const all = JSON.parse((await run('build --format json')).stdout)
    expect(all).toMatchObject({published: true, left: []})
  })

  it('can be of what has changed itself, and not of what only reads that', async () => {
    expect(JSON.parse((await run('build --format json')).stdout)).toMatchObject({left: []})
    const listed = async () =>
      (JSON.parse((await run('list state:changed --format json')).stdout) as {ref: string}[]).map(each => each.ref)
    expect(await listed()).toEqual([])
    const mendModel = replaceIn(project, FACT, '        tickets.team,', '        upper(tickets.team) as team,')
    expect(await listed()).toEqual([])
    const mendKpi = replaceIn(project, 'kpi-catalog.yml', 'where: in_period(closed_at)', 'where: closed_at is not null')
    expect(await listed()).toEqual(['Desk-Card-2'])
    const planned = async (selector: string) => {
      const {build} = JSON.parse((await run(`plan ${selector} --format json`)).stdout) as {build: {name: string}[]}
      return build.map(each => each.name)
    }
    expect(await planned('state:changed,path:models/facts')).toEqual(['fct_replies'])
    expect(await planned('state:changed,path:models/facts --exclude fct_replies')).toEqual([])
    const all = await planned('state:changed+')
    expect(all).toEqual(await planned(''))
    const built = JSON.parse((await run('build state:changed+ --format json')).stdout)
    expect(built.rebuilt).toEqual(all)
    expect(built.published).toBe(true)
    mendModel()
    mendKpi()
    expect((await run('build')).status).toBe(0)
  })

  it('logs an object per line where that is asked for, problems too', async () => {
    const mend = breakReplies()
    const {stderr, status} = await run('build --log-format json --fail-fast')
    mend()
    expect(status).toBe(1)
    const events = stderr
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line) as Record<string, unknown>)
    for (const event of events) expect(Date.parse(event.at as string)).toBeGreaterThan(0)
    expect(events.map(each => each.type)).toEqual(expect.arrayContaining(['start', 'stage', 'node', 'problem']))
    expect(events.find(each => each.name === 'fct_replies')).toMatchObject({type: 'node', status: 'error'})
    expect(events.at(-1)).toMatchObject({type: 'problem', code: 'sql-failed', severity: 'error', file: FACT})
    const wrong = await run('build nothing --log-format json')
    expect(JSON.parse(wrong.stderr)).toMatchObject({type: 'problem', code: 'empty-selection'})
    expect((await run('build')).status).toBe(0)
  })
})
