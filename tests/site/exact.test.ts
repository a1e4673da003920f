import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {gunzipSync} from 'node:zlib'
import fc from 'fast-check'
import type {Browser, Page} from 'playwright-core'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import type {Engine} from '../../scripts/browser/engine.ts'
import {addDays} from '../../scripts/core/days.ts'
import {type Askable, type Question, understand} from '../../scripts/query/request.ts'
import {compileStatement} from '../../scripts/query/statement.ts'
import {listStatement, publishedLists} from '../../scripts/site/lists.ts'
import {type Need, needsOf} from '../../scripts/site/needs.ts'
import {relationOf} from '../../scripts/site/relations.ts'
import {openDatabase} from '../../scripts/sql/duckdb.ts'
import type {Bindings} from '../../scripts/sql/literals.ts'
import {launchChromium} from './chromium.ts'
import {type ExactSite, exactSite, serve} from './exact.ts'

// The facts in the browser answer what the warehouse answers: same statements, same values.

let site: ExactSite
let browser: Browser
let page: Page
const wrong: string[] = []

interface Opened {
  readonly kpiEngine: {openEngine(progress: (done: number, of: number) => void): Promise<Engine>}
  engine: Engine
}

async function visit(url: string): Promise<Page> {
  const opened = await browser.newPage()
  opened.on('console', message => ['error', 'warning'].includes(message.type()) && wrong.push(message.text()))
  opened.on('pageerror', error => wrong.push(error.message))
  opened.on('request', request => {
    const to = request.url()
    if (!to.startsWith(url) && !to.startsWith('data:') && !to.startsWith('blob:')) wrong.push(`request to ${to}`)
  })
  await opened.goto(`${url}index.html`)
  return opened
}

/** Opens the engine in a page; gives what its progress said. */
function open(opened: Page): Promise<[number, number][]> {
  return opened.evaluate(async () => {
    const heard: [number, number][] = []
    const global = globalThis as unknown as Opened
    global.engine = await global.kpiEngine.openEngine((done, of) => heard.push([done, of]))
    return heard
  })
}

/** As pages ask: planned for other values first, of which nothing may stay. */
function again(opened: Page, sql: string, bindings: Bindings): Promise<Record<string, unknown>[]> {
  const before = Object.fromEntries(
    Object.entries(bindings).map(([name, value]) => [name, otherThan(value)]),
  ) satisfies Bindings
  return opened.evaluate(
    async ([text, other, values]) => {
      const {engine} = globalThis as unknown as Opened
      await engine.again(text, other)
      return engine.again(text, values)
    },
    [sql, before, bindings] as const,
  )
}

/** A day far from all data, another time of day or day of the week, a value that is nowhere. */
function otherThan(value: Bindings[string]): Bindings[string] {
  if (typeof value === 'object' && value !== null) return value.slice(0, 1).map(each => String(otherThan(each)))
  const text = String(value)
  if (/^\d{4}-/.test(text)) return '1990-01-01'
  if (/^\d\d:/.test(text)) return '00:00:00'
  return /^\d+$/.test(text) ? '1' : 'nowhere'
}

function rows(opened: Page, sql: string, bindings: Bindings = {}): Promise<Record<string, unknown>[]> {
  return opened.evaluate(([text, values]) => (globalThis as unknown as Opened).engine.rows(text, values), [
    sql,
    bindings,
  ] as const)
}

beforeAll(async () => {
  ;[site, browser] = await Promise.all([exactSite(), launchChromium()])
  page = await visit(`${pathToFileURL(site.folder).href}/`)
  const heard = await open(page)
  const [done, of] = heard.at(-1)!
  expect(done).toBe(of)
  expect(heard[0]).toEqual([0, of])
})

afterAll(async () => {
  await browser?.close()
  site?.database.close()
  site?.remove()
})

describe('from a file share', () => {
  /** Every figure that pages can ask for: KPIs, histograms' slots, charts' and tables' own. */
  const figures = (): Map<string, Need[]> => {
    const refs = [...site.project.definitions.kpis.keys(), ...site.project.definitions.components.keys()]
    const needs = needsOf(site.project, refs)
    return new Map(
      [...new Set(needs.map(need => need.by ?? ''))].map(by => [by, needs.filter(need => (need.by ?? '') === by)]),
    )
  }

  async function differences(asked: Parameters<typeof compileStatement>[1]): Promise<{wrong: string[]; told: number}> {
    const {sql, bindings} = compileStatement(site.project, asked)
    const expected = await site.database.rows<Record<string, unknown>>(sql, bindings)
    const found = await again(page, sql, bindings)
    const said = (row: Record<string, unknown> | undefined) => JSON.stringify(row)
    return {
      wrong: [...expected.keys(), ...(found.length > expected.length ? [expected.length] : [])]
        .filter(i => !alike(expected[i], found[i]))
        .map(i => `${said(expected[i])} natively, ${said(found[i])} in the browser`),
      told: expected.filter(row => Number(row.sample_size) > 0).length,
    }
  }

  test('every figure of any period and filters is the warehouse’s, in total', async () => {
    const all = figures()
      .get('')!
      .map(need => need.figure)
    expect(all.length).toBeGreaterThan(site.project.definitions.kpis.size)
    let told = 0
    await fc.assert(
      fc.asyncProperty(anyChoice(), async choice => {
        const {wrong: found, told: some} = await differences(await asked(all, choice))
        told += some
        expect(found.slice(0, 5)).toEqual([])
      }),
      {numRuns: 4, endOnFailure: true},
    )
    expect(told).toBeGreaterThan(all.length) // the periods and filters drawn left something to compare
  })

  test('… and by every dimension', async () => {
    let told = 0
    for (const [by, needs] of figures()) {
      if (by === '') continue
      const [choice] = fc.sample(anyChoice(), 1)
      const {wrong: found, told: some} = await differences(
        await asked(
          needs.map(need => need.figure),
          {...choice!, length: 60},
          by,
        ),
      )
      told += some
      expect(found.slice(0, 5), by).toEqual([])
    }
    expect(told).toBeGreaterThan(100)
  })

  test('the rows of lists are the warehouse’s, for any period and filters', async () => {
    const lists = publishedLists(site.project)
    expect(lists.map(list => list.ref)).toEqual(['Qual-List-1', 'Jrny-List-3'])
    let told = 0
    await fc.assert(
      fc.asyncProperty(anyChoice(), fc.constantFrom(...lists), async (choice, list) => {
        const {periods, ...filters} = await asked([], choice)
        const [period] = periods as [{start: string; end: string}]
        const statement = (relation: string) => listStatement(site.project, list, relation, period, filters)
        const native = statement(relationOf(site.project, list.model))
        const expected = await site.database.rows(native.sql, native.bindings)
        const {sql, bindings} = statement(`lists."${list.ref}"`)
        expect(await again(page, sql, bindings)).toEqual(expected)
        told += expected.length
      }),
      {numRuns: 25, endOnFailure: true},
    )
    expect(told).toBeGreaterThan(20)
  })

  test('the browser compiles a question to the text that the command line compiles it to', async () => {
    const question: Question = {
      refs: [...site.project.definitions.kpis.keys()],
      from: '2026-03-05',
      to: '2026-04-11',
      grain: 'week',
      where: ['project=p1', 'source=direct,hook'],
      hours: '22:00-02:00',
      weekdays: 'sat,sun',
    }
    const {sql, bindings} = compileStatement(site.project, understand(question, site.project))
    const found = await page.evaluate(
      asked =>
        (
          globalThis as unknown as {harness: {compile(question: Question): {sql: string; bindings: Bindings}}}
        ).harness.compile(asked),
      question,
    )
    expect(found.sql).toBe(sql)
    expect(found.bindings).toEqual(bindings)
  })

  test('values are texts, whatever they contain', async () => {
    const hostile = ["O'Brien", "'; drop table facts.fct_visits; --", '$b', '"', '\\', '😀', '']
    const sql = "select $a as a, '$a' as b, cast($list as varchar[]) as list, $n + 1 as n /* $a */"
    const values = {a: hostile.join(), list: hostile, n: 1.5}
    const [row] = await rows(page, sql, values)
    expect(row).toEqual({a: hostile.join(), b: '$a', list: hostile, n: 2.5})
    expect([row]).toEqual(await site.database.rows(sql, values))
    const texts = {a: hostile.join(), list: hostile}
    const same = "select $a as a, '$a' as b, cast($list as varchar[]) as list /* $a */"
    expect(await again(page, same, texts)).toEqual(await site.database.rows(same, texts))
    // of the characters that stand between values, too
    for (const between of ['\u001d', '\u001e', '\u001f']) {
      const odd = {a: between, list: ['a', `b${between}c`]}
      expect(await again(page, same, odd)).toEqual(await site.database.rows(same, odd))
    }
  })

  test('questions asked at once don’t take each other’s values', async () => {
    const sql = 'select $a as a, count(*) as n from facts.fct_visits where project_id <> $a'
    const answers = await page.evaluate(
      text =>
        Promise.all(['a', 'b', 'c'].map(a => (globalThis as unknown as Opened).engine.again<{a: string}>(text, {a}))),
      sql,
    )
    expect(answers.flat().map(row => row.a)).toEqual(['a', 'b', 'c'])
  })

  test('rows are plain, as everywhere in the engine; complaints are DuckDB’s own', async () => {
    const sql =
      "select date '2026-03-01' as d, timestamp '2026-03-01 09:15:30' as t, cast(7 as bigint) as i, cast(null as double) as n, true as b, cast(-0.05 as decimal(18, 2)) as e, cast(12345678901234567890.5 as decimal(38, 1)) as f, 'é' as s"
    expect(await rows(page, sql)).toEqual(await site.database.rows(sql))
    await expect(rows(page, 'select nothing from facts.fct_nowhere')).rejects.toThrow(/fct_nowhere/)
  })

  test('nothing else is loaded, and nobody can change that', async () => {
    await expect(rows(page, 'set autoload_known_extensions = true')).rejects.toThrow(/configuration/)
    await expect(rows(page, "select * from read_csv('https://example.com/a.csv')")).rejects.toThrow()
    expect(wrong).toEqual([])
  })

  /** A choice as a reader may make it. */
  function anyChoice() {
    return fc.record({
      start: fc.integer({min: 0, max: 380}),
      length: fc.oneof(fc.integer({min: 1, max: 10}), fc.integer({min: 20, max: 200})),
      where: fc.uniqueArray(fc.tuple(fc.nat(100), fc.array(fc.nat(100), {minLength: 1, maxLength: 3})), {
        maxLength: 2,
        selector: ([name]) => name,
      }),
      hours: fc.option(fc.constantFrom({from: '09:00:00', to: '19:00:00'}, {from: '22:00:00', to: '02:00:00'})),
      weekdays: fc.option(fc.constantFrom([1, 2, 3, 4, 5], [6, 7])),
    })
  }
  type Choice = ReturnType<typeof anyChoice> extends fc.Arbitrary<infer C> ? C : never

  async function asked(kpis: readonly Askable[], choice: Choice, by?: string) {
    const start = addDays('2025-10-01', choice.start)
    const middle = addDays(start, choice.length)
    const where = new Map<string, string[]>()
    const dimensions = Object.keys(site.project.catalog.dimensions)
    for (const [drawn, picks] of choice.where) {
      const dimension = dimensions[drawn % dimensions.length]!
      const values = await valuesOf(dimension)
      where.set(
        dimension,
        picks.map(pick => values[pick % values.length]!),
      )
    }
    return {
      kpis,
      periods: [
        {start, end: middle},
        {start: middle, end: addDays(middle, 30)},
      ],
      where,
      ...(by === undefined ? {} : {by}),
      ...(choice.hours ? {hours: choice.hours} : {}),
      ...(choice.weekdays ? {weekdays: choice.weekdays} : {}),
    }
  }

  async function valuesOf(dimension: string): Promise<string[]> {
    const column = site.project.needed.find(each => each.dimensions.includes(dimension))!
    const found = await site.database.rows<{value: string}>(
      `select distinct coalesce(cast(${column.column} as varchar), '(none)') as value from facts.${column.fact} order by value`,
    )
    return found.map(row => row.value)
  }
})

/** Equal, doubles to nine digits. */
function alike(a: Record<string, unknown> | undefined, b: Record<string, unknown> | undefined): boolean {
  if (!a || !b) return false
  return Object.keys(a).every(key => {
    const [left, right] = [a[key], b[key]]
    if (left === right) return true
    if (typeof left !== 'number' || typeof right !== 'number') return false
    return Math.abs(left - right) <= 1e-9 * Math.max(Math.abs(left), Math.abs(right))
  })
}

describe('from a host', () => {
  test('the first use takes at most 12 MB, all of it from the site', async () => {
    const host = await serve(site.folder)
    const opened = await visit(host.url)
    await open(opened)
    const [row] = await rows(opened, 'select count(*) as n from facts.fct_visits')
    expect(row!.n).toBeGreaterThan(1000)
    const files = [...host.sent.keys()].filter(path => path.startsWith('/assets/'))
    expect(files.filter(path => /data.*js$/.test(path))).toEqual([])
    expect([...host.sent.values()].reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(12_000_000)
    expect(wrong).toEqual([])
    await opened.close()
    host.server.close()
  })

  test.each(['encoded', 'absent'] as const)('whose .gz files are %s, files arrive all the same', async gz => {
    const host = await serve(site.folder, gz)
    const opened = await browser.newPage()
    await opened.goto(`${host.url}index.html`)
    const name = readdirSync(join(site.folder, 'assets/data')).find(file => /^worker.*gz$/.test(file))!
    const bytes = readFileSync(join(site.folder, 'assets/data', name))
    const found = await opened.evaluate(
      ([file, data]) =>
        (globalThis as unknown as {harness: {receive(file: object, data: string): Promise<object>}}).harness.receive(
          file,
          data,
        ),
      [{name: name.replace('-1.gz', ''), parts: [bytes.length]}, 'assets/data/'] as const,
    )
    expect(found).toEqual({received: bytes.length, bytes: gunzipSync(bytes).length})
    await opened.close()
    host.server.close()
  })

  test('a file that is missing is told in words', async () => {
    const host = await serve(join(site.folder, 'assets'), 'absent')
    const opened = await browser.newPage()
    await opened.goto(`${host.url}engine.js`)
    await opened.setContent('<!doctype html><title>x</title>')
    await opened.addScriptTag({url: `${host.url}engine.js`})
    host.server.removeAllListeners('request')
    host.server.on('request', (_, response) => response.writeHead(404).end())
    await expect(open(opened)).rejects.toThrow(/could not be loaded/)
    await opened.close()
    host.server.close()
  })
})

test('the file holds the columns that are allowed, and no key of the sources', async () => {
  const data = join(site.folder, 'assets/data')
  const parts = readdirSync(data).filter(file => /^facts.*gz$/.test(file))
  const bytes = gunzipSync(Buffer.concat(parts.map(file => readFileSync(join(data, file)))))
  const file = join(site.folder, 'opened.duckdb')
  writeFileSync(file, bytes)
  const opened = await openDatabase(file, {access_mode: 'READ_ONLY'})
  const columns = await opened.rows<{name: string}>(
    "select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'facts' order by name",
  )
  const listed = await opened.rows<{name: string}>(
    "select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'lists' order by name",
  )
  opened.close()
  // what a list shows, what dates it, and its dimensions
  const ofLists = {
    'Jrny-List-3':
      'campaign_id click_count contact_id has_unsubscribe is_bounced is_delivered journey_id message_channel open_count order_amount order_count sent_at_local',
    'Qual-List-1': 'comment given_at_local member_id project_id score theme',
  }
  expect(listed.map(row => row.name)).toEqual(
    Object.entries(ofLists).flatMap(([ref, names]) => names.split(' ').map(name => `${ref}.${name}`)),
  )
  const {exact} = site.project.catalog.publish
  const allowed = Object.entries(exact!).flatMap(([fact, {columns: values, keys}]) =>
    [...values, ...keys].map(column => `${fact}.${column}`),
  )
  expect(columns.map(row => row.name)).toEqual(allowed.sort())
  for (const [fact, {keys}] of Object.entries(exact!)) {
    for (const key of keys) {
      const ids = await site.database.rows<{id: string}>(
        `select distinct ${key} as id from facts.${fact} where ${key} not in (select member_id from facts.dim_members) limit 20`,
      )
      if (key !== 'writer_id') expect(ids.length).toBe(20) // members write, and are dimension values
      expect(
        ids.filter(({id}) => bytes.includes(id)),
        `${fact}.${key}`,
      ).toEqual([])
    }
  }
})
