import {cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import type {BuildSummary} from '../../scripts/commands/build.ts'
import type {Plan} from '../../scripts/commands/plan.ts'
import {openDatabase} from '../../scripts/sql/duckdb.ts'
import {copyProject, DESK, kpi, kpiJson, kpiProcess, temporaryFolder} from './command-line.ts'

// What a build would do and why, and that it then does it; what makes nothing stale, and what only little.

const folder = temporaryFolder()
const project = join(folder, 'desk')
const target = join(project, 'target')

const plan = (...args: string[]) => kpiJson<Plan>(['plan', ...args], project)
const build = (...args: string[]) => kpiJson<BuildSummary>(['build', ...args], project)

function edit(file: string, from: string | RegExp, to: string): void {
  const path = join(project, file)
  const text = readFileSync(path, 'utf8')
  expect(text).toMatch(from)
  writeFileSync(path, text.replace(from, to))
}

/** Every file below a folder with its state: what a command that writes nothing leaves as it is. */
function stateOf(path: string): string[] {
  return readdirSync(path, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .map(file => `${file} ${statSync(file).ino} ${statSync(file).mtimeMs} ${statSync(file).size}`)
    .sort()
}

/**
 * Plans, then builds: both must name the same nodes, but for those that are computed only if the calendar moves, and of those all or
 * none. Gives the plan, what was computed besides, and the causes in words.
 */
async function planned(): Promise<{found: Plan; more: readonly string[]; why: string}> {
  const before = stateOf(project)
  const found = await plan()
  const {stdout} = await kpi(['plan'], project)
  expect(stateOf(project)).toEqual(before)
  const done = await build()
  const names = found.build.map(node => node.name)
  const more = done.rebuilt.filter(name => !names.includes(name))
  expect(done.rebuilt.filter(name => names.includes(name))).toEqual(names)
  expect([[], found.perhaps]).toContainEqual(more)
  expect(found.publish.publishes).toBe(done.published)
  return {found, more, why: /(?<=^why\n)(?: {2}.*\n)+/m.exec(stdout)?.[0] ?? ''}
}

beforeAll(() => {
  copyProject(DESK, project)
})

describe.sequential('kpi plan', () => {
  it('before the first build names everything, and does not make the target', async () => {
    const found = await plan()
    expect(existsSync(target)).toBe(false)
    expect(found).toMatchObject({base: {state: 'none'}, perhaps: [], skip: [], left: [], drop: []})
    expect(found.build).toHaveLength(found.total)
    expect(new Set(found.build.flatMap(node => node.reasons.map(reason => reason.input)))).toEqual(new Set(['nothing']))
    expect(found.affects).toEqual(expect.arrayContaining(['Desk-Card-1', 'Desk-Card-2', 'Desk-Card-3']))
    expect(found.sources.map(source => source.name)).toEqual(['tickets', 'replies'])
    const done = await build()
    expect(found.build.map(node => node.name)).toEqual(done.rebuilt)
  })

  it('has nothing to say where only comments and layout have changed: nothing is built, nothing published', async () => {
    edit('models/facts/fct_tickets.sql', 'final as (', '-- tickets, one by one\nfinal AS (\n')
    edit('models/staging/stg_replies.sql', 'select', '/* as they come */ select')
    edit('macros/measure_group.sql', 'measured as (', '-- which rows count\n  measured as (')
    edit('models/marts/kpi_values.sql', /^/, '{{!-- one row each --}}\n')
    edit('kpi-catalog.yml', 'where: in_period(closed_at)', '# closed in time\n    where: "in_period(closed_at)"')
    const {found} = await planned()
    expect(found).toMatchObject({build: [], drop: [], affects: [], publish: {publishes: false, changed: []}})
  })

  it('of a new text names the catalog’s table only', async () => {
    edit('kpi-catalog.yml', 'name: {en: New tickets,', 'name: {en: Tickets,')
    const {found, why} = await planned()
    expect(found.build.map(node => node.name)).toEqual(['kpi_catalog'])
    expect(found.affects).toEqual([])
    expect(why).toBe('  the catalog  kpi_catalog\n')
  })

  it('of a condition names the measure, and the KPI', async () => {
    edit('kpi-catalog.yml', '"in_period(closed_at)"', 'before_end(closed_at)')
    const {found, why} = await planned()
    expect(found.build.map(({name, parts, of}) => [name, parts?.map(part => part.name), of])).toEqual([
      ['measures/tickets_by_opened_at', ['Desk-Card-2'], 2],
      ['kpi_values', ['Desk-Card-2'], 3],
      ['kpi_catalog', undefined, undefined],
      ['desk', undefined, undefined],
      ['macro/desk_card_2', undefined, undefined],
    ])
    expect(found.affects).toEqual(['Desk-Card-2'])
    expect(why).toBe('  definition: where  Desk-Card-2\n  the catalog        kpi_catalog\n')
  })

  it('of a macro names what calls it', async () => {
    edit('macros/seconds.sql', '0.000001 as decimal(7, 6)', '0.0000010 as decimal(8, 7)')
    const {found, why} = await planned()
    expect(found.affects).toEqual(['Desk-Card-2'])
    expect(why).toBe('  macro seconds  Desk-Card-2, macro/desk_card_2\n')
    expect(found.build.find(node => node.name === 'fct_tickets')).toBeUndefined()
  })

  it('of a model names what reads it; the calendar that stays as it was spares the rest', async () => {
    edit('models/facts/fct_replies.sql', 'inner join tickets', 'left join tickets')
    const before = await plan()
    expect(before.build.map(node => node.name)).toEqual([
      'fct_replies',
      'periods',
      'measures/replies_by_sent_at',
      'kpi_values',
      'desk',
    ])
    expect(before.perhaps).toEqual(['measures/tickets_by_opened_at'])
    expect(before.affects).toEqual(['Desk-Card-3'])
    const {found, more, why} = await planned()
    expect(found).toEqual(before)
    expect(more).toEqual([])
    expect(why).toBe('  own SQL  fct_replies\n')
  })

  it('of a source says what of it has changed', async () => {
    edit('seeds/replies.csv', 'r3,t2,a1', 'r3,t2,a2')
    const {found, why} = await planned()
    expect(found.sources).toEqual([{name: 'replies', changed: ['file content']}])
    expect(found.build.map(node => node.name)).not.toContain('fct_tickets')
    expect(why).toBe('  source: file content  replies\n')
  })

  it('knows the new end of the data, although no source is loaded', async () => {
    edit('seeds/replies.csv', /$/, 'r9,t6,a1,2026-03-06T07:05:00Z\n')
    const {found, more} = await planned()
    expect(found.affects).toEqual(['Desk-Card-1', 'Desk-Card-2', 'Desk-Card-3'])
    // the calendar grows, which only its computation tells
    expect(more).toEqual(['measures/tickets_by_opened_at'])
  })

  it('of a KPI that is removed says what is dropped', async () => {
    edit('kpi-catalog.yml', / {2}Desk-Card-3:\n[\s\S]*?\n(?=\n|$)/, '')
    const {found, why} = await planned()
    expect(found.drop).toEqual(
      expect.arrayContaining([
        {name: 'macro/desk_card_3', kind: 'macro'},
        {name: 'Desk-Card-3', kind: 'part'},
      ]),
    )
    expect(why).toContain('no longer in the project')
  })

  it('goes on from an unfinished build, and says what a selection leaves', async () => {
    edit('models/facts/fct_tickets.sql', 'tickets.fee,', 'tickets.fee + 1 as fee,')
    const part = await plan('fct_tickets')
    expect(part.build.map(node => node.name)).toEqual(['fct_tickets'])
    expect(part.left).toContain('measures/tickets_by_opened_at')
    expect(part.publish.publishes).toBe(false)
    const done = await build('fct_tickets')
    expect([done.rebuilt, done.published, done.left]).toEqual([['fct_tickets'], false, part.left])
    const {found} = await planned()
    expect(found.base.state).toBe('unfinished')
    expect(found.build.map(node => node.name)).toEqual(part.left)
  })

  it('finds nothing to do with a copy of the target, in another place and of other times', async () => {
    const copy = join(folder, 'copy')
    cpSync(target, copy, {recursive: true, verbatimSymlinks: true})
    const found = await plan('--target', copy)
    expect(found).toMatchObject({base: {state: 'published'}, build: [], drop: [], publish: {publishes: false}})
    const {version} = await build()
    expect(await build('--target', copy)).toMatchObject({version, rebuilt: [], published: false})
    // somebody writes into the copy: then it is not what was published
    const database = await openDatabase(join(copy, 'warehouse.duckdb'))
    await database.run('delete from marts.kpi_values')
    database.close()
    expect(await plan('--target', copy)).toMatchObject({base: {state: 'none'}})
  })

  it('with --full names everything, as that builds everything and publishes it anew', async () => {
    const found = await plan('--full')
    expect(found.build).toHaveLength(found.total)
    const before = await build()
    const done = await build('--full')
    expect(done.rebuilt).toEqual(found.build.map(node => node.name))
    expect(done).toMatchObject({published: true, version: `${before.version}-2`})
    expect(await build()).toMatchObject({rebuilt: [], published: false, version: done.version})
  })

  it('writes text of 80 columns, and Markdown', async () => {
    edit('macros/label.sql', '(none)', '(nothing)')
    const text = await kpi(['plan', '--verbose'], project)
    expect(text).toMatchObject({status: 0, stderr: ''})
    expect(text.stdout.split('\n').filter(line => line.length > 80)).toEqual([])
    const markdown = await kpi(['plan', '--format', 'markdown'], project)
    expect(markdown.stdout).toMatch(/^### kpi plan\n\n\d+ of \d+ nodes would be built/)
    expect(markdown.stdout).toContain('| macro label | ')
    expect(markdown.stdout).toContain('<details><summary>would build: ')
  })

  it('waits for nobody: where a build is at work it says so', async () => {
    const database = await openDatabase(join(target, 'build', 'warehouse.duckdb'))
    const run = await kpiProcess(['plan'], project)
    database.close()
    expect(run).toMatchObject({status: 1, stdout: ''})
    expect(run.stderr).toMatch(
      /^error build-running\n {2}another build is at work in this target \(process \d+\)\n {2}hint: wait for it to end, or choose another --target\n/,
    )
  })
})
