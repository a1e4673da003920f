import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {gzipSync} from 'node:zlib'
import type {Browser, BrowserContext, Page} from 'playwright-core'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {loadProject} from '../../scripts/compile/load.ts'
import {DEFAULT_PRESET, PRESETS} from '../../scripts/site/presets.ts'
import {openDatabase} from '../../scripts/sql/duckdb.ts'
import {launchChromium} from './chromium.ts'
import {type BuiltSite, buildSite, ROOT} from './site.ts'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const SUFFIXES = PRESETS.map(preset => (preset === DEFAULT_PRESET ? '' : `-${preset}`))
const PAGES = ['overview', 'conversations', 'synthesis', 'project', 'experience', 'journeys', 'settling']
/** Pages of one value. */
const ENTITIES = ['journey--jr01', 'campaign--cp01']

let built: BuiltSite
let browser: Browser

beforeAll(async () => {
  ;[built, browser] = await Promise.all([buildSite(), launchChromium()])
})

afterAll(async () => {
  await browser?.close()
})

interface Visit {
  readonly width?: number
  readonly dark?: boolean
  readonly script?: boolean
  readonly locale?: string
}

const contexts = new Map<string, Promise<BrowserContext>>()

/** A context per kind of visit; the pages keep nothing in it. */
function contextOf({width = 1280, dark = false, script = true, locale = 'en-GB'}: Visit): Promise<BrowserContext> {
  const key = [width, dark, script, locale].join()
  const context =
    contexts.get(key) ??
    browser.newContext({
      viewport: {width, height: 900},
      colorScheme: dark ? 'dark' : 'light',
      javaScriptEnabled: script,
      locale,
    })
  contexts.set(key, context)
  return context
}

/** Opens a file of the site; fails on errors in the console and on requests outside the site's folder. */
async function visit<T>(file: string, work: (page: Page) => Promise<T>, options: Visit = {}): Promise<T> {
  const page = await (await contextOf(options)).newPage()
  const base = `${pathToFileURL(built.site).href}/`
  const wrong: string[] = []
  page.on('console', message => ['error', 'warning'].includes(message.type()) && wrong.push(message.text()))
  page.on('pageerror', error => wrong.push(error.message))
  page.on('request', request => {
    if (!request.url().startsWith(base) && !request.url().startsWith('data:')) wrong.push(`request to ${request.url()}`)
  })
  page.on('requestfailed', request => wrong.push(`no answer from ${request.url()}`))
  try {
    await page.goto(base + file)
    const result = await work(page)
    expect(wrong).toEqual([])
    return result
  } finally {
    await page.close()
  }
}

interface Violation {
  readonly id: string
  readonly nodes: readonly {readonly html: string}[]
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    for (const each of document.querySelectorAll('details')) each.open = true
  })
  await page.addScriptTag({path: AXE})
  const found = await page.evaluate(async () => {
    const {axe} = window as unknown as {axe: {run(options: {preload: boolean}): Promise<{violations: Violation[]}>}}
    return (await axe.run({preload: false})).violations // no second request for the style sheet: file:// refuses it
  })
  return found.map(({id, nodes}) => `${id}: ${nodes[0]!.html.slice(0, 200)} (${nodes.length})`)
}

describe('accessibility', () => {
  const cases = [
    ...PAGES.flatMap(page => [
      {file: `en/${page}.html`},
      {file: `fr/${page}-last-90.html`},
      {file: `en/${page}-last-year.html`, dark: true},
      {file: `fr/${page}-this-quarter.html`, width: 360},
    ]),
    ...ENTITIES.flatMap(page => [{file: `en/${page}.html`}, {file: `fr/${page}.html`, width: 360, dark: true}]),
  ]
  test.each(cases)('axe finds nothing in $file', async ({file, ...options}) => {
    expect(await visit(file, violations, options)).toEqual([])
  })

  test('axe finds nothing where the language is chosen', async () => {
    const page = await browser.newPage()
    await page.setContent(readFileSync(join(built.site, 'index.html'), 'utf8').replace(/<script>.*<\/script>/s, ''))
    expect(await violations(page)).toEqual([])
    await page.close()
  })
})

describe('every page', () => {
  // the languages' pages differ in words only: each is looked at, but not in each period
  const files = [
    ...PAGES.flatMap(page => SUFFIXES.map(suffix => `en/${page}${suffix}.html`)),
    ...PAGES.flatMap(page => ['', '-last-30'].map(suffix => `fr/${page}${suffix}.html`)),
    ...['en', 'fr'].flatMap(language => ENTITIES.map(page => `${language}/${page}.html`)),
  ]

  test.each(files)('%s fits 360 px and says what it shows', async file => {
    await visit(
      file,
      async page => {
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
        const text = await page.evaluate(() => document.body.textContent)
        expect(text).toMatch(
          file.startsWith('en') ? /Data through .*Europe\/Paris/ : /Données jusqu'au .*Europe\/Paris/,
        )
        expect(text).toContain('kpi-catalog.yml')
        expect(text).not.toMatch(/\b(NaN|undefined|null|Infinity)\b/)
      },
      {width: 360},
    )
  })

  test('weighs at most 150 kB compressed with everything it loads', () => {
    const weigh = (name: string) => gzipSync(readFileSync(join(built.site, name))).length
    // what the reader's own dates and filters need is loaded on first use
    const shared = ['style.css', 'client.js'].reduce((sum, name) => sum + weigh(`assets/${name}`), 0)
    for (const file of files) expect(weigh(file) + shared).toBeLessThan(150_000)
  })

  test('is readable without script', async () => {
    await visit(
      'en/conversations.html',
      async page => expect(await page.locator('.card .value').count()).toBeGreaterThan(40),
      {script: false},
    )
  })
})

describe('what is shown', () => {
  test('every KPI and component of the catalog has its place on one of the pages', async () => {
    const {definitions} = await loadProject(ROOT)
    const found = new Set<string>()
    for (const file of [...PAGES, ...ENTITIES]) {
      const ids = await visit(`en/${file}.html`, page =>
        page.evaluate(() => [...document.querySelectorAll('[id]')].map(each => each.id)),
      )
      expect(new Set(ids).size).toBe(ids.length)
      if (file !== 'overview') for (const id of ids) found.add(id)
    }
    const refs = [...definitions.kpis.keys(), ...definitions.components.keys()]
    expect(refs.filter(ref => !found.has(ref))).toEqual([])
  })

  test.each(['', '-last-quarter', '-last-year'])(
    'the cards of the pages%s.html show the marts, "–" where they hold NULL',
    async suffix => {
      const database = await openDatabase(built.warehouse, {access_mode: 'READ_ONLY'})
      const grain = suffix === '' ? 'month' : suffix.slice('-last-'.length)
      const rows = await database.rows<{kpi_ref: string; unit: string; value: number | null}>(
        `select kpi_ref, unit, value from marts.kpi_values inner join marts.kpi_catalog using (kpi_ref)
      where grain = $grain and dimension = 'total' and period_start = (
        select max(period_start) from marts.kpi_values where grain = $grain and is_complete)`,
        {grain},
      )
      database.close()
      const cards = new Map<string, string>()
      for (const file of PAGES.filter(page => page !== 'overview')) {
        const shown = await visit(`en/${file}${suffix}.html`, page =>
          page.evaluate(() =>
            [...document.querySelectorAll('.card')].map(card => [card.id, card.querySelector('.value')!.textContent]),
          ),
        )
        for (const [id, text] of shown as [string, string][]) cards.set(id, text)
      }
      expect(cards.size).toBe(rows.length)
      for (const {kpi_ref, unit, value} of rows) {
        const text = cards.get(kpi_ref)
        if (value === null) expect(text).toBe('–')
        else if (unit === 'count') expect(text).toBe(value.toLocaleString('en-GB'))
        else expect(text).toMatch(/^−?€?[\d,.]+/)
      }
    },
  )

  test('each section begins with a sentence that reads its figures aloud', async () => {
    await visit('en/conversations.html', async page => {
      const sentences = await page.locator('section .aloud').allInnerTexts()
      expect(sentences).toHaveLength(await page.locator('section').count())
      for (const sentence of sentences) expect(sentence).toMatch(/^In \w+ 2026, .* stood at .*\d.*\.$/)
    })
  })

  test('numbers, dates and words are those of the language', async () => {
    await visit('fr/conversations.html', async page => {
      expect(await page.locator('html').getAttribute('lang')).toBe('fr')
      expect(await page.locator('.period').textContent()).toMatch(/^\p{Ll}+ 2026, le dernier mois complet/u)
      expect(await page.locator('#Wlst-Card-12 .value').textContent()).toMatch(/^\d+,\d\u00a0%$/)
      expect(await page.locator('#Wlst-Card-12 .change').textContent()).toMatch(
        /points? par rapport au mois précédent$/,
      )
    })
  })
})

describe('a choice between views', () => {
  const rows = '#Synt-Table-1 .of:visible tbody th'

  test('needs no script', async () => {
    await visit(
      'en/synthesis.html',
      async page => {
        const themes = await page.locator(rows).allInnerTexts()
        expect(await page.locator('#Synt-Table-1 .of:visible').count()).toBe(1)
        await page.locator('#Synt-Table-1 label', {hasText: 'Channel'}).click()
        expect(await page.locator('#Synt-Table-1 .of:visible').count()).toBe(1)
        expect(await page.locator(rows).allInnerTexts()).not.toEqual(themes)
      },
      {script: false},
    )
  })

  test('goes by the keyboard, stands in the address and comes back with it', async () => {
    await visit('en/synthesis.html', async page => {
      await page.locator('#Synt-Table-1 input').first().focus()
      await page.keyboard.press('ArrowRight')
      expect(page.url()).toMatch(/#Synt-Table-1-channel$/)
      const channels = await page.locator(rows).allInnerTexts()
      await page.reload()
      expect(await page.locator(rows).allInnerTexts()).toEqual(channels)
      await page.getByRole('link', {name: 'Français'}).click()
      expect(await page.locator('#Synt-Table-1-channel').isChecked()).toBe(true)
    })
  })

  test('shows one drawing, finding and table of a scatter', async () => {
    await visit('en/project.html', async page => {
      await page.locator('#Qual-Table-2 label', {hasText: 'Theme'}).click()
      await page.locator('#Qual-Table-2 summary').click()
      expect(await page.locator('#Qual-Table-2 svg:visible').count()).toBe(1)
      expect(await page.locator('#Qual-Table-2 figcaption .of:visible').count()).toBe(1)
      expect(await page.locator('#Qual-Table-2 table:visible th').first().innerText()).toBe('Theme')
    })
  })
})

test('a card leads to its companion and opens its evolution with it', async () => {
  await visit('en/synthesis.html', async page => {
    const card = page.locator('#Synt-Card-3')
    await card.locator('.evolution > summary').click()
    expect(await card.locator('svg.plot:visible').count()).toBe(2)
    await card.locator('.companion a').click()
    expect(page.url()).toMatch(/#Synt-Card-9$/)
  })
  await visit('en/overview.html', async page => {
    await page.locator('#Synt-Card-2 .companion a').click()
    expect(page.url()).toMatch(/synthesis\.html#Synt-Card-8$/)
  })
})

describe('links', () => {
  test('the language switch keeps page and preset', async () => {
    await visit('en/conversations-last-7.html', async page => {
      await page.getByRole('link', {name: 'Français'}).click()
      expect(page.url()).toMatch(/\/fr\/conversations-last-7\.html$/)
      await page.getByRole('link', {name: 'English'}).click()
      expect(page.url()).toMatch(/\/en\/conversations-last-7\.html$/)
    })
  })

  test.each([
    ['7 days', '-last-7'],
    ['Last month', ''],
    ['This quarter', '-this-quarter'],
    ['Last year', '-last-year'],
  ])('the preset %s', async (name, suffix) => {
    await visit('en/overview-last-90.html', async page => {
      await page.getByRole('navigation', {name: 'Period'}).getByRole('link', {name, exact: true}).click()
      expect(page.url()).toMatch(new RegExp(`/en/overview${suffix}\\.html$`))
      expect(await page.locator('.presets [aria-current]').textContent()).toBe(name)
    })
  })

  test('every local link leads to a file, every fragment to an element', async () => {
    await visit('en/conversations.html', async page => {
      const hrefs = await page.evaluate(() =>
        [...document.querySelectorAll('a')].map(each => each.getAttribute('href')!),
      )
      for (const href of hrefs) {
        if (href.startsWith('#')) expect(await page.locator(href).count()).toBe(1)
        else expect(readFileSync(join(built.site, 'en', href), 'utf8')).toContain('<h1>')
      }
    })
  })

  test.each([
    ['fr-CA', 'fr'],
    ['en-US', 'en'],
    ['de-DE', 'en'],
  ])('a browser in %s begins in %s', async (locale, language) => {
    await visit(
      'index.html',
      async page => {
        await page.waitForURL(/overview\.html$/)
        expect(page.url()).toContain(`/${language}/overview.html`)
      },
      {locale},
    )
  })

  test('without script the first page offers both languages', async () => {
    await visit(
      'index.html',
      async page => expect(await page.getByRole('link').allInnerTexts()).toEqual(['English', 'Français']),
      {script: false},
    )
  })
})

test('a list shows its latest rows, each once, though presets share their days', async () => {
  const rows = await visit('en/project.html', page => page.locator('#Qual-List-1 tbody tr').allInnerTexts())
  expect(rows).toHaveLength(20)
  const times = await visit('en/project.html', page =>
    page.locator('#Qual-List-1 tbody time').evaluateAll(all => all.map(each => each.getAttribute('datetime')!)),
  )
  expect([...times].sort().reverse()).toEqual(times)
})

test('a message has all its recipients as CSV, of which the page shows the latest', async () => {
  const [href, said] = await visit('en/campaign--cp01.html', async page => {
    const link = page.getByRole('link', {name: /^Export all .* as CSV$/})
    return [await link.getAttribute('href'), await link.innerText()]
  })
  const [head, ...lines] = readFileSync(join(built.site, 'en', href!), 'utf8')
    .trimEnd()
    .split('\r\n')
  expect(head).toMatch(/^\ufeffsent_at,contact_id,is_delivered,/)
  expect(said).toContain(lines.length.toLocaleString('en-GB'))
  expect(new Set(lines).size).toBe(lines.length)
})

test('charts tell their points to the keyboard', async () => {
  await visit('en/conversations.html', async page => {
    await page.locator('#Wlst-Line-1 svg.wide').focus()
    await page.keyboard.press('ArrowLeft')
    const tip = page.locator('.tip')
    expect(await tip.isVisible()).toBe(true)
    expect(await tip.textContent()).toMatch(/2026/)
    await page.keyboard.press('Escape')
    expect(await tip.isVisible()).toBe(false)
  })
})

test.each(['en/kpi/wlst-card-12.html', 'fr/kpi/chat-card-70.html', 'en/conversations.html'])(
  'on paper no drawing of %s is blown up',
  async file => {
    const sizes = await visit(file, async page => {
      await page.emulateMedia({media: 'print'})
      await page.setViewportSize({width: 688, height: 1000}) // A4 within its margins
      return page
        .locator('svg.plot:visible')
        .evaluateAll(all =>
          all.map(each => each.getBoundingClientRect().width / (each as SVGSVGElement).viewBox.baseVal.width),
        )
    })
    expect(sizes.length).toBeGreaterThan(0)
    expect(Math.max(...sizes)).toBeLessThan(1.2)
  },
)
