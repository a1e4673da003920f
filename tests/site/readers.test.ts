import {appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {stringify} from 'csv-stringify/sync'
import type {Browser, Page} from 'playwright-core'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {csv} from '../../reports/client/csv.ts'
import {build} from '../../scripts/commands/build.ts'
import {loadProject} from '../../scripts/compile/load.ts'
import {writeSite} from '../../scripts/site/index.ts'
import {openDatabase} from '../../scripts/sql/duckdb.ts'
import {temporary} from '../engine/library.ts'
import {launchChromium} from './chromium.ts'
import {libraryWithForms} from './forms.ts'

/** What someone may have put into a name: each is the name and the id of a branch, and the title of what was lent there. */
const NASTY = [
  '<img src=x onerror="window.ran=1">',
  '</td></table></figure><script>window.ran=2</script>',
  "\"'`&amp; onmouseover='window.ran=3'",
  '=1+1',
  '+cmd|calc',
  '-1-1',
  '@SUM(A1:A9)',
  ' =HYPERLINK("http://evil.test","click")',
  '# no remark, "quoted"',
  'first line\r\nsecond\tline',
  '\u202egnp.exe turned',
  'עברית (ספרים)',
  `${'long'.repeat(40)}`,
  '👩‍👩‍👧‍👦 family ❤️',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a text of the data
  '{{constructor}} ${7*7} %s \\u0041',
  ' \u0007 ',
]
const work = temporary()
let browser: Browser
let site: string

beforeAll(async () => {
  const project = libraryWithForms(work.folder)
  const append = (source: string, rows: readonly unknown[][]) =>
    appendFileSync(join(project, 'seeds', `${source}.csv`), stringify(rows as unknown[][]))
  append(
    'branches',
    NASTY.map(name => [name, name]),
  )
  append(
    'loans',
    NASTY.flatMap((name, i) =>
      ['2026-09', '2026-10'].flatMap(month =>
        Array.from({length: 1 + (i % 3)}, (_, n) => [
          `N${month}${i}-${n}`,
          'b1',
          name,
          name,
          'book',
          (i + n) % 4,
          `${month}-12T10:00:00Z`,
          `${month}-13T10:00:00Z`,
          n === 0,
        ]),
      ),
    ),
  )
  const target = join(work.folder, 'target')
  const [{dataEnd}] = await Promise.all([build({project, target}, () => undefined), launch()])
  const database = await openDatabase(join(target, 'warehouse.duckdb'), {access_mode: 'READ_ONLY', threads: '1'})
  site = join(work.folder, 'site')
  await writeSite(database, await loadProject(project), site, {version: 'v1', dataEnd})
  database.close()
})

async function launch(): Promise<void> {
  browser = await launchChromium()
}

afterAll(async () => {
  await browser?.close()
  work.remove()
})

/** Opens the page with every chart and table from its file; nothing may go wrong on it. */
async function open<T>(work: (page: Page) => Promise<T>, width = 1280, dark = false): Promise<T> {
  const context = await browser.newContext({
    viewport: {width, height: 800},
    colorScheme: dark ? 'dark' : 'light',
    acceptDownloads: true,
    hasTouch: width < 500,
  })
  const page = await context.newPage()
  const wrong: string[] = []
  page.on('console', message => message.type() === 'error' && wrong.push(message.text()))
  page.on('pageerror', error => wrong.push(error.message))
  page.on('request', request => !/^(file|data|blob):/.test(request.url()) && wrong.push(request.url()))
  try {
    await page.goto(pathToFileURL(join(site, 'en/figures.html')).href)
    const result = await work(page)
    expect(wrong).toEqual([])
    return result
  } finally {
    await context.close()
  }
}

/** Presses a figure's button; gives the file's name and content. */
async function download(page: Page, ref: string, kind: 'CSV' | 'SVG' | 'PNG'): Promise<{name: string; bytes: Buffer}> {
  const button = page.locator(`[data-ref="${ref}"] > .exports`).getByText(kind, {exact: true})
  const [saved] = await Promise.all([page.waitForEvent('download'), button.click()])
  return {name: saved.suggestedFilename(), bytes: readFileSync(await saved.path())}
}

/** A CSV file as DuckDB reads it: the remarks skipped by their #. */
async function readCsv(bytes: Buffer): Promise<Record<string, string | null>[]> {
  const folder = join(work.folder, 'csv')
  if (!existsSync(folder)) mkdirSync(folder)
  const file = join(folder, 'file.csv')
  writeFileSync(file, bytes)
  const database = await openDatabase(':memory:')
  try {
    return await database.rows(
      `select * from read_csv('${file}', header = true, all_varchar = true, comment = '#', delim = ',', quote = '"', escape = '"')`,
    )
  } finally {
    database.close()
  }
}

describe('hostile texts', () => {
  test('are shown as texts, and none of them runs', async () => {
    await open(async page => {
      expect(await page.evaluate(() => (window as {ran?: number}).ran)).toBeUndefined()
      expect(await page.locator('img').count()).toBe(0)
      const names = await page.locator('#Branch-List-1 tbody th').allTextContents()
      for (const name of NASTY.slice(0, 9)) expect(names).toContain(name.trim())
      expect(names).toContain('first line second line')
      const titles = await page.locator('#Loan-List-1 td.words').allTextContents()
      expect(titles).toContain('</td></table></figure><script>window.ran=2</script>')
      expect(names).toContain('gnp.exe turned') // nothing turns what follows
      expect(names).toContain('\u2068עברית (ספרים)\u2069') // kept apart
      expect(await page.locator('#Hold-Donut-1, #Loan-Matrix-1, #Loan-Scatter-1, #Loan-List-1').count()).toBe(4)
    })
  })

  test('leave the page within 360 px', async () => {
    await open(async page => {
      await page.evaluate(() => {
        for (const each of document.querySelectorAll('details')) each.open = true
      })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll('figcaption, h3, .context, .legend li, .latest td, .aloud')]
          .filter(each => each.scrollWidth > each.clientWidth + 1 || each.getBoundingClientRect().right > 361)
          .map(each => each.outerHTML.slice(0, 100)),
      )
      expect(wide).toEqual([])
      // the names keep a part of the screen to themselves, figures have the rest
      const first = await page.locator('#Branch-List-1 tbody th').evaluateAll(all => all.map(each => each.clientWidth))
      expect(Math.max(...first)).toBeLessThan(200)
    }, 360)
  })
})

describe('a CSV file', () => {
  test('hides no formula behind the commas of its remarks, and keeps each of them on one line', () => {
    const text = csv(
      ['Where: a, =1+1;@SUM(1)', 'two\nlines'],
      [
        [
          {text: '-5', isNumber: true},
          {text: '-5', isNumber: false},
        ],
      ],
    )
    expect(text).toBe("\ufeff# Where: a, '=1+1;'@SUM(1)\r\n# two lines\r\n-5,'-5\r\n")
  })

  test('has harmless texts and plain numbers', async () => {
    await open(async page => {
      const {name, bytes} = await download(page, 'Branch-List-1', 'CSV')
      expect(name).toBe('Branch-List-1_2026-10-01_2026-10-31.csv')
      const rows = await readCsv(bytes)
      const names = rows.map(row => row.Name!)
      for (const text of ["'=1+1", "'+cmd|calc", "'-1-1", "'@SUM(A1:A9)", `'=HYPERLINK("http://evil.test","click")`])
        expect(names).toContain(text)
      expect(names).toContain('# no remark, "quoted"')
      expect(names).toContain('עברית (ספרים)')
      const loans = (text: string) => rows.find(row => row.Name === text)!.Loans
      expect(loans("'=1+1")).toBe('1')
      expect(loans("'+cmd|calc")).toBe('2')
      expect(rows.at(-1)!.Name).toBe('Total')
      for (const row of rows) expect(row['Renewals per loan'] ?? '').toMatch(/^(\d+(\.\d+)?)?$/)
    })
  })

  test('begins with what one must know, in remarks that are no formulas either', async () => {
    const {bytes} = await open(page => download(page, 'Loan-Line-1', 'CSV'))
    const text = bytes.toString('utf8')
    expect(text).toMatch(/^\ufeff# Loans over time\r\n/)
    const remarks = text.split('\r\n').filter(line => /^\ufeff?#/.test(line))
    expect(remarks).toContain('# Definition: All loans and the DVDs among them.')
    expect(remarks).toContain('# Reference: Loan-Line-1')
    expect(remarks).toContain('# Loans: count (Loan-Card-1)')
    expect(remarks).toContain('# 2026-11-01: incomplete')
    expect(remarks.some(line => /^# Period: October 2026/.test(line))).toBe(true)
    expect(remarks.some(line => /^# Data through 1 November 2026, 24:00 .*New_York/.test(line))).toBe(true)
    expect(remarks.at(-1)).toBe('# Version v1')
    const rows = await readCsv(bytes)
    expect(rows.at(-2)).toEqual({Period: '2026-10-01', Loans: '31', DVDs: '0'})
  })
})

test('pictures hold title, period, source and the letters and colours that are shown', async () => {
  const background = async (dark: boolean) => {
    const {bytes} = await open(page => download(page, 'Loan-Scatter-1', 'SVG'), 1280, dark)
    const svg = bytes.toString('utf8')
    for (const part of ['Loans and renewals', 'October 2026', 'Version v1', 'Data through'])
      expect(svg.replace(/<\/text>\s*<text[^>]*>/g, ' ')).toContain(part)
    expect(svg).not.toMatch(/var\(|class=|<script|foreignObject|href=/)
    expect(svg).toMatch(/<circle[^>]* fill="#[0-9a-f]{6}"/)
    return /<rect [^>]*fill="(.*?)"/.exec(svg)![1]
  }
  expect(await background(false)).toBe('#ffffff')
  expect(await background(true)).toBe('#15171a')
  await open(async page => {
    const {name, bytes} = await download(page, 'Loan-Matrix-1', 'PNG')
    expect(name).toMatch(/\.png$/)
    const size = await page.locator('#Loan-Matrix-1').evaluate(each => each.clientWidth)
    expect(bytes.subarray(1, 4).toString()).toBe('PNG')
    expect(bytes.readUInt32BE(16)).toBeGreaterThanOrEqual(2 * size)
    expect(bytes.length).toBeGreaterThan(20_000)
  })
})

describe('a table', () => {
  const column = (page: Page, n: number) => page.locator(`#Branch-List-1 tbody tr > :nth-child(${n})`).allTextContents()

  test('is sorted by its heads: figures by their value, NULL last, the total at its foot', async () => {
    await open(async page => {
      const head = page.locator('#Branch-List-1 thead th').nth(2)
      expect(await page.locator('#Branch-List-1 thead th').nth(1).getAttribute('aria-sort')).toBe('descending')
      await head.getByRole('button').focus()
      await page.keyboard.press('Enter')
      expect(await head.getAttribute('aria-sort')).toBe('descending')
      const down = await column(page, 3)
      await page.keyboard.press('Enter')
      expect(await head.getAttribute('aria-sort')).toBe('ascending')
      const up = await column(page, 3)
      const numbers = (cells: string[]) => cells.filter(cell => cell !== '–').map(Number)
      expect(numbers(up)).toEqual([...numbers(up)].sort((a, b) => a - b))
      expect(numbers(down)).toEqual([...numbers(down)].sort((a, b) => b - a))
      expect(new Set(numbers(up)).size).toBeGreaterThan(2)
      for (const cells of [up, down]) expect(cells.slice(numbers(cells).length).every(cell => cell === '–')).toBe(true)
      expect(await page.locator('#Branch-List-1 table').locator('tr').last().textContent()).toMatch(/^\s*Total/)
    })
  })

  test('offers nothing of that without script', async () => {
    const context = await browser.newContext({javaScriptEnabled: false})
    const page = await context.newPage()
    await page.goto(pathToFileURL(join(site, 'en/figures.html')).href)
    expect(await page.locator('.exports, thead button').count()).toBe(0)
    await context.close()
  })
})

describe('tooltips', () => {
  const told = (page: Page) => page.locator('.told').textContent()

  test('come by touch, stay on the screen and go when one touches elsewhere', async () => {
    await open(async page => {
      const drawing = page.locator('#Loan-Bars-1 svg.narrow').first()
      await drawing.scrollIntoViewIfNeeded()
      await drawing.locator('rect').first().tap()
      const tip = page.locator('.tip')
      expect(await tip.textContent()).toBe('All\n31\nGrey: September 2026 31')
      const box = (await tip.boundingBox())!
      expect(box.x).toBeGreaterThanOrEqual(0)
      expect(box.x + box.width).toBeLessThanOrEqual(360)
      expect(await told(page)).toContain('31')
      await page.locator('#Loan-Bars-1 h3').tap()
      expect(await tip.isVisible()).toBe(false)
    }, 360)
  })

  test('tell the points of a sparkline to pointer and keys', async () => {
    await open(async page => {
      const spark = page.locator('#Loan-Card-1 .spark')
      await spark.hover({position: {x: 2, y: 10}})
      const tip = page.locator('.tip')
      expect(await tip.textContent()).toMatch(/^March 2026: 5$/)
      await spark.focus()
      await page.keyboard.press('ArrowLeft')
      expect(await tip.textContent()).toBe(await told(page))
      await page.keyboard.press('Escape')
      expect(await tip.isVisible()).toBe(false)
    })
  })

  test('tell hostile names as they are', async () => {
    await open(async page => {
      await page.locator('#Loan-Scatter-1 svg.wide:visible').focus()
      const all = new Set<string>()
      for (let i = 0; i < NASTY.length; i++) {
        await page.keyboard.press('ArrowRight')
        all.add((await page.locator('.tip').textContent())!.split('\n')[0]!)
      }
      expect(all).toContain('<img src=x onerror="window.ran=1">')
      expect(all).toContain('\u2068עברית (ספרים)\u2069')
      expect(await page.evaluate(() => (window as {ran?: number}).ran)).toBeUndefined()
    })
  })
})

test('on paper everything fits, in light colours, without what one could only click on', async () => {
  await open(
    async page => {
      await page.emulateMedia({media: 'print', colorScheme: 'dark'})
      await page.setViewportSize({width: 688, height: 1000}) // A4 within its margins
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(688)
      expect(await page.locator('body').evaluate(body => getComputedStyle(body).backgroundColor)).toBe(
        'rgb(255, 255, 255)',
      )
      expect(await page.locator('.period').isVisible()).toBe(true)
      for (const gone of ['nav', 'details', '.exports'])
        expect(await page.locator(gone).first().isVisible()).toBe(false)
      const folded = await page
        .locator('thead button')
        .evaluateAll(all => all.map(each => getComputedStyle(each).display))
      expect(new Set(folded)).toEqual(new Set(['contents'])) // else heads are not repeated on the next page
    },
    1280,
    true,
  )
})
