import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {openDatabase} from '../../scripts/sql/duckdb.ts'
import {copyProject, DESK, kpi, kpiJson, temporaryFolder} from './command-line.ts'

interface Summary {
  readonly rebuilt: readonly string[]
  readonly sample?: object
}

const folder = temporaryFolder()
const project = join(folder, 'desk')
const PERIOD = ['--from', '2026-01-01', '--to', '2026-12-31']

const edit = (file: string, from: string, to: string) => {
  const path = join(project, file)
  const text = readFileSync(path, 'utf8')
  expect(text.split(from)).toHaveLength(2)
  writeFileSync(
    path,
    text.replace(from, () => to),
  )
}

/** 200 tickets, two a day from 1 January on, each with a reply an hour later; three replies to ticket 200 besides. */
function writeSeeds() {
  const at = (i: number, hour: number) => {
    const day = new Date(Date.UTC(2026, 0, 1 + Math.floor(i / 2))).toISOString().slice(0, 10)
    return `${day}T${String(hour).padStart(2, '0')}:00:00Z`
  }
  const tickets = Array.from({length: 200}, (_, i) => `t${i + 1},north,low,${at(i, 10)},,`)
  const replies = Array.from({length: 200}, (_, i) => `r${i + 1},t${i + 1},a1,${at(i, 11)}`)
  const more = [1, 2, 3].map(n => `m${n},t200,a2,${at(199, 11 + n)}`)
  writeFileSync(
    join(project, 'seeds/tickets.csv'),
    `ticket_id,team,priority,opened_at,closed_at,fee\n${tickets.join('\n')}\n`,
  )
  writeFileSync(
    join(project, 'seeds/replies.csv'),
    `reply_id,ticket_id,agent_id,sent_at\n${[...replies, ...more].join('\n')}\n`,
  )
}

beforeAll(() => {
  copyProject(DESK, project)
  writeSeeds()
  edit('models/staging/sources.yml', '    key: [ticket_id]', '    key: [ticket_id]\n    sample_by: ticket_id')
  edit(
    'models/facts/fct_replies.sql',
    '        on replies.ticket_id = tickets.ticket_id',
    '        on replies.ticket_id = tickets.ticket_id\n    where replies.agent_id <> {{var.leave_out}} {{#if var.strict}}and replies.sent_at >= {{var.since}}{{/if}}',
  )
  writeFileSync(
    join(project, 'kpi-settings.yml'),
    `default_target: whole
variables:
  leave_out: {type: text, default: "o'neil", description: Agent who does not count.}
  strict: {type: boolean, default: false, description: Whether early replies are left out.}
  since: {type: date, default: 2026-02-01, description: The first day of replies that are not early.}
targets:
  whole: {threads: 1, memory_limit: 1GB}
  share: {target: target/share, sample: {share: 0.5}}
  lately: {target: target/lately, sample: {last: 10 days}}
  both: {target: target/both, sample: {last: 10 days, share: 0.5}, variables: {leave_out: a2}}
`,
  )
})

const values = async (...args: string[]) => {
  const rows = await kpiJson<{kpi_ref: string; numerator: number; value: number}[]>(
    ['query', 'Desk-Card-1', 'Desk-Card-3', ...PERIOD, ...args],
    project,
  )
  return {
    tickets: rows.find(each => each.kpi_ref === 'Desk-Card-1')!.value,
    replies: rows.find(each => each.kpi_ref === 'Desk-Card-3')!.numerator,
  }
}

describe('variables', () => {
  it('stand in SQL as literals of their type, and rebuild what uses them, and nothing else', async () => {
    await kpiJson(['build'], project)
    expect(readFileSync(join(project, 'target/compiled/facts/fct_replies.sql'), 'utf8')).toContain(
      "where replies.agent_id <> 'o''neil'",
    )
    expect(await values()).toEqual({tickets: 200, replies: 203})
    expect((await kpiJson<Summary>(['build'], project)).rebuilt).toEqual([])

    const changed = await kpiJson<Summary>(['build', '--var', 'leave_out=a2'], project)
    expect(changed.rebuilt).toContain('fct_replies')
    expect(changed.rebuilt).not.toContain('fct_tickets')
    expect(changed.rebuilt).toContain('measures/replies_by_sent_at')
    expect(await values()).toEqual({tickets: 200, replies: 200})

    // 62 replies of January are left out
    await kpiJson(['build', '--var', 'strict=true'], project)
    expect(readFileSync(join(project, 'target/compiled/facts/fct_replies.sql'), 'utf8')).toContain(
      "and replies.sent_at >= date '2026-02-01'",
    )
    expect(await values()).toEqual({tickets: 200, replies: 141})
  })
})

describe('a sample', () => {
  it('of a share keeps references whole, draws the same rows every time, and is marked everywhere', async () => {
    const {sample, rebuilt} = await kpiJson<Summary>(['build', '--on', 'share'], project)
    expect(sample).toEqual({share: 0.5})
    expect(rebuilt).toContain('fct_tickets')
    const drawn = await values('--on', 'share')
    expect(drawn.tickets).toBeGreaterThan(70)
    expect(drawn.tickets).toBeLessThan(130)
    expect([drawn.tickets, drawn.tickets + 3]).toContain(drawn.replies) // one reply each, and ticket 200's

    const database = await openDatabase(join(project, 'target/share/warehouse.duckdb'), {access_mode: 'READ_ONLY'})
    expect(await database.rows('select * from meta.sample')).toEqual([{last_days: null, share: 0.5}])
    expect(await database.rows('select ends_at from meta.data_end')).toEqual([{ends_at: '2026-04-10 14:00:00'}])
    expect(await database.rows("select row_count from meta.sources where name = 'tickets'")).toEqual([
      {row_count: drawn.tickets},
    ])
    database.close()

    expect((await kpi(['query', 'Desk-Card-1', ...PERIOD, '--on', 'share'], project)).stderr).toContain(
      'the warehouse was built on a sample (50 % of the entities): figures are of that part\n',
    )
    const site = join(project, 'target/share/site')
    const pages = readdirSync(site, {recursive: true, encoding: 'utf8'}).filter(name =>
      /^(en|fr)\/.*\.html$/.test(name),
    )
    const redirects = ['en/index.html', 'fr/index.html']
    expect(pages.length).toBeGreaterThan(20)
    for (const page of pages.filter(name => !redirects.includes(name)))
      expect(readFileSync(join(site, page), 'utf8'), page).toMatch(
        page.startsWith('en') ? /class="sample".*50 % of the entities/ : /class="sample".*50 % des entités/,
      )
    expect(readFileSync(join(site, 'csv/desk-card-1.csv'), 'utf8')).toContain(
      'on a part of the data (50 % of the entities)',
    )

    // nothing has changed, so nothing is drawn anew; the facts say that again
    expect((await kpiJson<Summary>(['build', '--on', 'share'], project)).rebuilt).toEqual([])
    await kpiJson(['build', '--on', 'share', '--target', join(folder, 'again')], project)
    const facts = (target: string) => readFileSync(join(target, 'parquet/facts/fct_tickets.parquet'))
    expect(facts(join(folder, 'again')).equals(facts(join(project, 'target/share')))).toBe(true)
    expect((await kpi(['test', '--on', 'share'], project)).status).toBe(0)
  })

  it('of the last days ends with the data, and leaves out what refers to older rows', async () => {
    await kpiJson(['build', '--on', 'lately'], project)
    expect(await values('--on', 'lately')).toEqual({tickets: 20, replies: 23})
    const both = await kpiJson<Summary>(['build', '--on', 'both'], project)
    expect(both.sample).toEqual({days: 10, share: 0.5})
    const {tickets, replies} = await values('--on', 'both')
    expect(tickets).toBeLessThan(20)
    expect(replies).toBe(tickets)
  })

  it('is not mistaken for everything, nor everything for it, where both are built into one folder', async () => {
    const target = ['--target', join(folder, 'mixed')]
    await kpiJson(['build', ...target], project)
    expect(await values(...target)).toEqual({tickets: 200, replies: 203})
    const sampled = await kpiJson<Summary>(['build', '--on', 'lately', ...target], project)
    expect(sampled.rebuilt).toContain('fct_tickets')
    expect((await values(...target)).tickets).toBe(20)
    await kpiJson(['build', ...target], project)
    expect(await values(...target)).toEqual({tickets: 200, replies: 203})
    expect(readFileSync(join(folder, 'mixed/site/en/kpi/index.html'), 'utf8')).not.toContain('class="sample"')
  })
})

describe('kpi settings', () => {
  it('says what is in force and who said it', async () => {
    const run = await kpi(['settings', '--on', 'both', '--var', 'strict=true'], project)
    expect(run).toMatchObject({status: 0, stderr: ''})
    const rows = run.stdout.split('\n').map(line => line.split(/ {2,}/))
    expect(rows).toContainEqual(['on', 'both', '--on'])
    expect(rows).toContainEqual(['target', join(project, 'target/both'), 'kpi-settings.yml:10'])
    expect(rows).toContainEqual(['sample', 'the last 10 days, 50 % of the entities', 'kpi-settings.yml:10'])
    expect(rows).toContainEqual(['var strict', 'true', '--var'])
    expect(await kpiJson(['settings'], project)).toMatchObject({
      on: {value: 'whole', from: 'kpi-settings.yml:1'},
      sources: {value: null, from: 'default'},
      sample: {value: null, from: 'default'},
      threads: {value: 1, from: 'kpi-settings.yml:7'},
      memory_limit: {value: '1GB', from: 'kpi-settings.yml:7'},
      variables: {strict: {value: false, from: 'kpi-settings.yml:4'}},
    })
    expect(existsSync(join(project, 'target/both/warehouse.duckdb'))).toBe(true)
  })
})
