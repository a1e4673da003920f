import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import type {Browser, Page} from 'playwright-core'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import type {Engine} from '../../scripts/browser/engine.ts'
import {loadProject, type Project} from '../../scripts/compile/load.ts'
import {type Answer, answer} from '../../scripts/query/answer.ts'
import {understand} from '../../scripts/query/request.ts'
import {formatsOf, unitOf} from '../../scripts/site/formats.ts'
import {textsOf} from '../../scripts/site/texts.ts'
import {openDatabase} from '../../scripts/sql/duckdb.ts'
import {launchChromium} from './chromium.ts'
import {type BuiltSite, buildSite, ROOT} from './site.ts'

let built: BuiltSite
let browser: Browser
let project: Project
let page: Page
const wrong: string[] = []

beforeAll(async () => {
  ;[built, browser, project] = await Promise.all([buildSite(), launchChromium(), loadProject(ROOT)])
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, locale: 'en-GB'})
  page = await context.newPage()
  page.on('console', message => ['error', 'warning'].includes(message.type()) && wrong.push(message.text()))
  page.on('pageerror', error => wrong.push(error.message))
})

afterAll(async () => {
  await browser?.close()
})

const open = (file: string) => page.goto(pathToFileURL(join(built.site, file)).href)
const settled = () =>
  page.waitForFunction(() => !document.querySelector('#report[aria-busy]'), null, {timeout: 60_000, polling: 50})

/** What each card shows, by reference. */
async function cards(): Promise<Map<string, {readonly value: string; readonly marks: string}>> {
  const shown = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('#report .card')].map(
      card =>
        [
          card.dataset.ref!,
          {
            value: card.querySelector('.value')!.textContent!,
            marks: [...card.querySelectorAll('.mark')].map(mark => mark.textContent).join('; '),
          },
        ] as const,
    ),
  )
  return new Map(shown)
}

/** What `kpi query` answers, written as the page writes it. */
async function queried(refs: Iterable<string>, question: object): Promise<Map<string, Answer & {text: string}>> {
  const database = await openDatabase(built.warehouse, {access_mode: 'READ_ONLY', threads: '1'})
  const asked = understand({refs: [...refs], from: '', to: '', ...question}, project)
  const answers = await answer(database, project, asked)
  database.close()
  const formats = formatsOf(textsOf('en'), project.catalog.currency)
  const write = ({kpi_ref, value}: Answer) => formats.value(value, unitOf(project.definitions.kpis.get(kpi_ref)!))
  return new Map(answers.map(each => [each.kpi_ref, {...each, text: write(each)}]))
}

describe('dates and filters of the reader’s choice', () => {
  const asked = {
    from: '2026-03-05',
    to: '2026-04-20',
    where: ['channel=web,app', 'project=maison'],
    weekdays: 'mon-fri',
  }

  test('give what kpi query answers, and stand in the address', async () => {
    await open('en/conversations.html')
    await page.locator('.chooser > summary').click()
    await page.getByLabel('First day').fill(asked.from)
    await page.getByLabel('Last day').fill(asked.to)
    const [channel, shop] = await page.evaluate(() =>
      ['channel', 'project'].map(name =>
        [...document.querySelectorAll<HTMLInputElement>(`[name="where.${name}"]`)].map(input => input.value),
      ),
    )
    asked.where = [`channel=${channel!.slice(0, 2).join()}`, `project=${shop![0]}`]
    for (const dimension of ['channel', 'project'])
      await page
        .locator('.values', {has: page.locator(`[name="where.${dimension}"]`)})
        .locator('summary')
        .click()
    for (const value of channel!.slice(0, 2)) await page.locator(`[name="where.channel"][value="${value}"]`).check()
    await page.locator(`[name="where.project"][value="${shop![0]}"]`).check()
    for (const day of [1, 2, 3, 4, 5]) await page.locator(`[name="weekdays"][value="${day}"]`).check()
    await page.getByRole('button', {name: 'Show'}).click()
    await settled()

    expect(await page.locator('.status').isVisible()).toBe(false)
    expect(await page.locator('.presets [aria-current]').count()).toBe(0) // the dates are none of theirs
    expect(new URL(page.url()).searchParams.getAll('where.channel')).toEqual(channel!.slice(0, 2))
    expect(await page.locator('.period b').innerText()).toBe('5 March – 20 April 2026')
    const shown = await cards()
    expect(shown.size).toBeGreaterThan(50)
    const expected = await queried(shown.keys(), asked)
    expect([...shown].map(([ref, {value}]) => [ref, value])).toEqual(
      [...shown.keys()].map(ref => [ref, expected.get(ref)!.text]),
    )
    // what a card is not filtered by, it says
    for (const [ref, {marks}] of shown)
      expect([ref, /not filtered by/.test(marks)]).toEqual([ref, expected.get(ref)!.filters_not_applied.length > 0])
  })

  test('come back with the address, the back button brings the preset, another page keeps the filters', async () => {
    const {search} = new URL(page.url())
    const before = await cards()
    await page.reload()
    await settled()
    expect(await cards()).toEqual(before)
    await page.locator('.chooser > summary').click()
    await page.getByRole('button', {name: 'Clear all'}).click()
    await settled()
    expect(new URL(page.url()).search).toBe('')
    expect(await page.locator('.presets [aria-current]').innerText()).toBe('Last month')
    const preset = await queried(before.keys(), {from: '2026-10-01', to: '2026-10-31'})
    expect((await cards()).get('Chat-Card-0')!.value).toBe(preset.get('Chat-Card-0')!.text)
    await page.goBack()
    await settled()
    expect(await cards()).toEqual(before)
    await page.getByRole('link', {name: 'Français'}).click()
    await page.waitForURL(/\/fr\//)
    await settled()
    expect(new URL(page.url()).search).toBe(search)
    expect(await page.locator('.period b').innerText()).toBe('5 mars au 20 avril 2026')
  })

  test('of a page of one value are narrowed to it', async () => {
    await open('en/journeys.html')
    await page.locator('#Jrny-List-2 tbody a').first().click()
    const title = await page.locator('h1').innerText()
    const value = await page.evaluate(() => document.querySelector<HTMLElement>('#report')!.dataset.entity!)
    await page.goto(`${page.url()}?from=2026-05-01&to=2026-06-30`)
    await settled()
    expect(await page.locator('h1').innerText()).toBe(title)
    const shown = await cards()
    const expected = await queried(['Jrny-Card-14', 'Jrny-Card-4'], {
      from: '2026-05-01',
      to: '2026-06-30',
      where: [`journey=${value}`],
    })
    for (const [ref, {text}] of expected) expect(shown.get(ref)!.value).toBe(text)
  })

  test('give the rows of lists, and say by what they are not filtered', async () => {
    await open('en/project.html')
    const project = await page.locator('[name="where.project"]').first().getAttribute('value')
    const channel = await page.locator('[name="where.channel"]').first().getAttribute('value')
    await page.goto(
      `${page.url()}?from=2026-03-05&to=2026-04-20&where.project=${project}&where.channel=${channel}&hours_from=09:00&hours_to=19:00`,
    )
    await settled()
    const list = page.locator('#Qual-List-1')
    expect(await list.locator('.mark').innerText()).toBe('not filtered by channel')
    const shown = await list
      .locator('tbody tr')
      .evaluateAll(all =>
        all.map(row => [
          row.querySelector('time')!.getAttribute('datetime')!,
          row.querySelector('.words')!.textContent,
        ]),
      )
    const database = await openDatabase(built.warehouse, {access_mode: 'READ_ONLY', threads: '1'})
    const rows = await database.rows<{at: string; comment: string}>(
      `select strftime(given_at_local, '%Y-%m-%dT%H:%M') as at, comment from marts.verbatims
       where project_id = $project and cast(given_at_local as date) between date '2026-03-05' and date '2026-04-20'
         and hour(given_at_local) between 9 and 18
       order by given_at_local desc limit 20`,
      {project},
    )
    database.close()
    expect(rows.length).toBeGreaterThan(3)
    expect(shown).toEqual(rows.map(({at, comment}) => [at, comment]))
  })

  test('let nothing jump while sections come', async () => {
    await open('en/conversations.html')
    const asked = async (search: string) => {
      await page.evaluate(question => {
        history.pushState(null, '', question)
        dispatchEvent(new PopStateEvent('popstate'))
      }, search)
      await settled()
    }
    await asked('?from=2026-03-05&to=2026-04-20')
    await page.evaluate(() => {
      scrollTo({top: 3000, behavior: 'instant'})
      const global = globalThis as unknown as {heights: number[]; isWatching: boolean}
      global.heights = []
      global.isWatching = true
      const watch = () => {
        global.heights.push(document.documentElement.scrollHeight)
        if (global.isWatching) requestAnimationFrame(watch)
      }
      watch()
    })
    await asked('?from=2026-03-06&to=2026-04-21')
    const heights = await page.evaluate(() => {
      const global = globalThis as unknown as {heights: number[]; isWatching: boolean}
      global.isWatching = false
      return global.heights
    })
    const [before, after] = [heights[0]!, heights.at(-1)!]
    expect(before).toBeGreaterThan(5000)
    // the figures' marks may take a line more or less
    expect(Math.min(...heights)).toBeGreaterThan(Math.min(before, after) - 100)
    expect(Math.max(...heights)).toBeLessThan(Math.max(before, after) + 100)
  })

  test('show other sections where others have something to tell', async () => {
    // the orders of a journey: only where there are any
    const title = 'Orders by channel'
    const database = await openDatabase(built.warehouse, {access_mode: 'READ_ONLY', threads: '1'})
    const asked = async (ref: string, ...[grain]: string[]) => {
      const question = {refs: [ref], from: '2026-04-01', to: '2026-06-30', by: 'journey'}
      const rows = await answer(database, project, understand({...question, ...(grain && {grain})}, project))
      return rows.filter(each => (each.value ?? 0) > 0)
    }
    const [{dimension_value: journey}] = (await asked('Jrny-Card-22')) as [Answer]
    const daysOf = async (ref: string) =>
      (await asked(ref, 'day')).filter(each => each.dimension_value === journey).map(each => each.period_start)
    const [ordered, sent] = [await daysOf('Jrny-Card-22'), await daysOf('Jrny-Card-14')]
    database.close()
    const [withOrders, without] = [true, false].map(has => sent.find(each => ordered.includes(each) === has)!)
    await open('en/journeys.html')
    await page.locator(`#Jrny-List-2 tbody a[href*="--${journey}"]`).first().click()
    const {pathname} = new URL(page.url())
    const titles = async (date: string) => {
      await page.evaluate(search => {
        history.pushState(null, '', search)
        dispatchEvent(new PopStateEvent('popstate'))
      }, `?from=${date}&to=${date}`)
      await settled()
      expect(new URL(page.url()).pathname).toBe(pathname)
      expect(await page.locator('.period b').innerText()).toContain(String(Number(date.slice(-2))))
      return page.locator('#report h2').allInnerTexts()
    }
    expect(await titles(withOrders!)).toContain(title)
    expect(await titles(without!)).not.toContain(title)
    expect(await titles(withOrders!)).toContain(title)
  })

  test('are answered while the reader goes to the button, and asked once', async () => {
    const watched = await page.context().newPage()
    // how often the engine was asked
    await watched.addInitScript(() => {
      const global = globalThis as unknown as {asked: number; kpiEngine: {openEngine: () => Promise<Engine>}}
      global.asked = 0
      let given: typeof global.kpiEngine
      Object.defineProperty(globalThis, 'kpiEngine', {
        get: () => given,
        set: (value: typeof global.kpiEngine) => {
          given = {
            openEngine: async (...progress) => {
              const engine = await value.openEngine(...progress)
              const again: Engine['again'] = (...question) => {
                global.asked++
                return engine.again(...question)
              }
              return {...engine, again}
            },
          }
        },
      })
    })
    const count = () => watched.evaluate(() => (globalThis as unknown as {asked: number}).asked)
    const still = async () => {
      let before = -1
      for (let now = await count(); now !== before || now === 0; now = await count()) {
        before = now
        await watched.waitForTimeout(700)
      }
      return before
    }
    const done = () => watched.waitForFunction(() => !document.querySelector('#report[aria-busy]'), null, {polling: 50})
    await watched.goto(`${pathToFileURL(join(built.site, 'en/synthesis.html')).href}?from=2026-03-05&to=2026-04-20`)
    await done()
    const first = await count()
    await watched.locator('.chooser > summary').click()
    const box = watched.locator('.values', {has: watched.locator('[name="where.channel"]')})
    await box.locator('summary').click()
    await box.locator('input').first().check()
    const chosen = await box.locator('input').first().inputValue()
    const prepared = await still()
    expect(prepared).toBeGreaterThan(first)
    await watched.getByRole('button', {name: 'Show'}).click()
    await done()
    expect(await count()).toBe(prepared)
    const shown = await watched.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('#report .card')].map(card => [
        card.dataset.ref!,
        card.querySelector('.value')!.textContent!,
      ]),
    )
    const expected = await queried(
      shown.map(([ref]) => ref!),
      {from: '2026-03-05', to: '2026-04-20', where: [`channel=${chosen}`]},
    )
    expect(shown).toEqual(shown.map(([ref]) => [ref, expected.get(ref!)!.text]))
    await watched.goBack()
    await done()
    expect(await count()).toBe(prepared)
    await watched.close()
  })

  test.each([
    '?from=2026-02-30&to=2026-03-01',
    '?from=0001-01-01&to=9999-12-31&grain=day',
    '?hours_from=09:00&hours_to=09:00',
    '?where.nothing=1',
    '?weekdays=9',
    '?from=2026-03-01',
  ])('that the address %s gets wrong leave the preset, and are told', async search => {
    await open('en/synthesis.html')
    const preset = await cards()
    await page.goto(`${page.url()}${search}`)
    await settled()
    expect(await page.locator('.status.failed').innerText()).toMatch(/The address can't be understood: “\w+/)
    expect(await cards()).toEqual(preset)
  })

  test('are not offered without script', async () => {
    const context = await browser.newContext({javaScriptEnabled: false})
    const plain = await context.newPage()
    await plain.goto(pathToFileURL(join(built.site, 'en/synthesis.html')).href)
    expect(await plain.locator('.chooser').isVisible()).toBe(false)
    await context.close()
  })

  test('bring no error into the console', () => expect(wrong).toEqual([]))
})

describe('the indicators of a page of one value', () => {
  test('are chosen by the reader and stand in the address', async () => {
    await open('en/journeys.html')
    await page.locator('#Jrny-List-2 tbody a').first().click()
    const visible = () => page.locator('#s1 .card:visible').evaluateAll(all => all.map(card => card.dataset.ref))
    const usual = await visible()
    await page.locator('.indicators summary').click()
    await page.locator('.indicators input[value="Jrny-Card-9"]').check()
    expect(await visible()).toEqual([...usual, 'Jrny-Card-9'].sort((a, b) => order(a!) - order(b!)))
    expect(page.url()).toContain('show=')
    await page.reload()
    expect(await visible()).toContain('Jrny-Card-9')
  })
})

const order = (ref: string) => Number(ref.split('-').at(-1))
