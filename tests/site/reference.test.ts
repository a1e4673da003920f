import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {gzipSync} from 'node:zlib'
import {parse} from 'csv-parse/sync'
import {parseHTML} from 'linkedom'
import type {Browser, Page} from 'playwright-core'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {audit} from '../../scripts/commands/audit.ts'
import {build} from '../../scripts/commands/build.ts'
import {show} from '../../scripts/commands/show.ts'
import {test as runTests} from '../../scripts/commands/test.ts'
import {loadProject} from '../../scripts/compile/load.ts'
import {compileProject} from '../../scripts/compile/project.ts'
import {readExamples} from '../../scripts/verify/examples.ts'
import {exampleFingerprints} from '../../scripts/verify/record.ts'
import {copyLibrary, editCatalog, temporary} from '../engine/library.ts'
import {launchChromium} from './chromium.ts'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const HOSTILE = `<script>alert('"')</script>`

const {folder, remove} = temporary()
const project = join(folder, 'library')
const target = join(folder, 'target')
const site = join(target, 'site')
let browser: Browser
let versions: string[]

/** A project whose data hold formulas, HTML and a row that can't be read. */
beforeAll(async () => {
  copyLibrary(folder)
  const seeds = join(project, 'seeds')
  for (const name of readdirSync(seeds)) {
    const file = join(seeds, name)
    const text = readFileSync(file, 'utf8')
    writeFileSync(
      file,
      text.replace('"East ""Harbor"""', `"${HOSTILE.replaceAll('"', '""')}"`).replace(/\beast\b/g, '=east'),
    )
  }
  const fines = join(seeds, 'fines.csv')
  writeFileSync(fines, `${readFileSync(fines, 'utf8')}F9,L2,confidential,2026-04-02T00:00:00Z\n`)
  editCatalog(project, text =>
    text
      .replace('category: {name:', 'category: {personal: true, name:')
      .replace('    highlighted: true\n', '    highlighted: true\n    target: {by: {branch: {=east: {min: 1}}}}\n'),
  )
  const options = {project, target, onBadRows: 'quarantine'} as const
  const first = await build(options, () => undefined)
  await audit({...options, at: ['2026-03-07', '2026-10-27']}, () => undefined)
  await runTests({project, target, selectors: ['Loan-Card-1']})
  const second = await build(options, () => undefined)
  const third = await build(options, () => undefined)
  versions = [first, second, third].map(each => each.version)
  browser = await launchChromium()
})

afterAll(async () => {
  await browser?.close()
  remove()
})

function read(file: string): string {
  return readFileSync(join(site, file), 'utf8')
}

function documentOf(file: string): Document {
  return parseHTML(read(file)).document as unknown as Document
}

/** The texts of elements; of a table's row, cell by cell. */
function text(file: string, selector: string): string[] {
  const words = (element: Element) => (element.textContent ?? '').replace(/\s+/g, ' ').trim()
  return [...documentOf(file).querySelectorAll(selector)].map(each =>
    each.tagName === 'TR' ? [...each.children].map(words).join(' | ') : words(each),
  )
}

describe('the pages', () => {
  test('every KPI, chart and table has one in every language, and every link leads somewhere', async () => {
    const {catalog} = await loadProject(project)
    const pages = readdirSync(site, {recursive: true, encoding: 'utf8'}).filter(name => name.endsWith('.html'))
    for (const ref of [...catalog.kpis.keys(), ...catalog.components.keys()])
      for (const language of catalog.languages) expect(pages).toContain(`${language}/kpi/${ref.toLowerCase()}.html`)
    const ids = new Map(
      pages.map(page => [page, new Set([...read(page).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!))]),
    )
    const dead: string[] = []
    for (const page of pages) {
      for (const [, href] of read(page).matchAll(/ (?:href|action)="([^"]+)"/g) as Iterable<[string, string]>) {
        if (/^(data:|\.\.\/assets\/|\.\.\/\.\.\/assets\/|assets\/)/.test(href)) continue
        const [path, hash] = href.split('#') as [string, string?]
        const found = path === '' ? page : join(dirname(page), path)
        const there = found.endsWith('.csv')
          ? read(found).length > 0
          : ids.has(found) && (!hash || ids.get(found)!.has(hash))
        if (!there) dead.push(`${page}: ${href}`)
      }
    }
    expect(dead).toEqual([])
  })

  test('tell the definition in both languages, the formula with links to its parts, and what does not apply', () => {
    const page = documentOf('en/kpi/loan-card-8.html')
    expect(text('en/kpi/loan-card-8.html', '.says')).toEqual(['Share of the returns that came back damaged.'])
    expect(page.querySelector('[lang=de]:not(a)')!.textContent).toContain('Anteil beschädigter Rückgaben.')
    expect(text('en/kpi/loan-card-8.html', '.measure div').join(' ')).toBe(
      'Share with is_damaged in fct_loans dated by returned_at',
    )
    expect(text('en/kpi/loan-card-8.html', '.breadcrumbs li')).toEqual(['All KPIs', 'Lending', 'Damaged returns'])
    const parts = text('en/kpi/loan-card-14.html', '.ratio a')
    expect(parts.length).toBeGreaterThan(0)
  })

  test('show the statement that kpi query runs, and the values of the marts', async () => {
    const {
      sheet: {sql},
    } = await show({project, ref: 'Loan-Card-14'})
    expect(documentOf('en/kpi/loan-card-14.html').querySelector('pre')!.textContent!.trim()).toBe(sql.trim())
    // worked out by hand: loans of March 2026
    const rows = text('en/kpi/loan-card-1.html', '.of-1 tbody tr')
    expect(rows).toContain('March 2026 | 5 | 5')
    expect(rows).toContain('June 2026 | 1 | 1')
  })

  test('name the columns of sources behind a figure, and tell those that only decide apart', () => {
    const page = 'en/kpi/loan-card-3.html'
    expect(text(page, '#lineage .source-columns div')).toEqual([
      'The value comes from loans.renewals',
      'Decide what counts loans.loaned_at',
    ])
    expect(text('de/kpi/loan-card-1.html', '#lineage .source-columns div')[0]).toBe(
      'The value comes from the number of rows',
    )
  })

  test('a value without rows misses its target, and hostile names are text', () => {
    const [row] = text('en/kpi/loan-card-1.html', '#targets tbody tr')
    expect(row).toBe(`${HOSTILE} Branch | target at least 1 | 0 | not met`)
    expect(read('en/kpi/loan-card-1.html')).not.toContain('<script>alert')
  })

  test('give the history as CSV in which no text is a formula and numbers are numbers', () => {
    const rows = parse(read('csv/loan-card-1.csv'), {comment: '#', columns: true, comment_no_infix: true}) as Record<
      string,
      string
    >[]
    const values = new Set(rows.filter(row => row.dimension === 'branch').map(row => row.dimension_value))
    expect([...values].sort()).toEqual(["'=east", '(none)', 'main'])
    // people whose names the project does not publish are numbers
    const people = new Set(rows.filter(row => row.dimension === 'category').map(row => row.dimension_value))
    expect([...people].sort()).toEqual(['(none)', '1', '2'])
    expect(rows.find(row => row.grain === 'month' && row.period_start === '2026-06-01')).toMatchObject({
      dimension: 'total',
      dimension_value: '',
      value: '1.0',
      is_complete: 'true',
    })
  })
})

describe('results', () => {
  test('of kpi test are published by the next build, once', () => {
    expect(versions[1]).not.toBe(versions[0])
    expect(versions[2]).toBe(versions[1])
    const states = text('en/kpi/loan-card-1.html', '.example .mark')
    expect(new Set(states)).toEqual(new Set(['passed']))
    expect(text('en/kpi/hold-card-2.html', '.example .mark')).toContain('not run for this version')
    expect(text('en/data-quality.html', '#examples tbody tr')[0]).toMatch(
      /^Golden examples of KPIs \| [1-9]\d* \| 0 \| [1-9]\d*$/,
    )
  })

  test('are those of this version of the definition: another one is another test', async () => {
    const printsOf = async () => {
      const compiled = compileProject(await loadProject(project))
      return exampleFingerprints(compiled, readExamples(compiled, []))
    }
    const before = await printsOf()
    const catalog = readFileSync(join(project, 'kpi-catalog.yml'), 'utf8')
    editCatalog(project, all => all.replace('    share: is_damaged\n', '    share: not is_damaged\n'))
    const after = await printsOf()
    writeFileSync(join(project, 'kpi-catalog.yml'), catalog)
    const compiled = compileProject(await loadProject(project))
    const moved = [...before].filter(([key, print]) => after.get(key) !== print).map(([key]) => key.split('\t')[1])
    const covering = readExamples(compiled, []).flatMap(({input}) =>
      input.examples.filter(each => each.expect.some(({kpi}) => kpi === 'Loan-Card-8')).map(each => each.name),
    )
    expect(covering.length).toBeGreaterThan(0)
    for (const name of covering) expect(moved).toContain(name)
    expect(moved.length).toBeLessThan(before.size)
  })

  test('of the data: rows set aside by column, never with what stood there; the age of each source', () => {
    expect(text('en/data-quality.html', '#set-aside tbody tr')).toEqual([
      'fines | amount can’t be read as DECIMAL(18, 2) | 1',
    ])
    expect(read('en/data-quality.html')).not.toContain('confidential')
    const sources = text('en/data-quality.html', '#sources tbody tr')
    expect(sources.find(row => row.startsWith('fines'))).toContain('1 November 2026, 23:59')
    expect(sources.find(row => row.startsWith('borrowers'))).toContain('not dated')
  })
})

/** Opens a page; fails on errors in the console and requests outside the site. */
async function visit<T>(
  file: string,
  work: (page: Page) => Promise<T>,
  {width = 1280, dark = false, script = true} = {},
): Promise<T> {
  const context = await browser.newContext({
    viewport: {width, height: 900},
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: script,
  })
  const page = await context.newPage()
  const base = `${pathToFileURL(site).href}/`
  const wrong: string[] = []
  page.on('console', message => ['error', 'warning'].includes(message.type()) && wrong.push(message.text()))
  page.on('pageerror', error => wrong.push(error.message))
  page.on('request', request => {
    if (!request.url().startsWith(base) && !request.url().startsWith('data:')) wrong.push(`request to ${request.url()}`)
  })
  try {
    await page.goto(base + file)
    const result = await work(page)
    expect(wrong).toEqual([])
    return result
  } finally {
    await context.close()
  }
}

describe('in a browser', () => {
  const kinds = ['kpi/loan-card-1', 'kpi/loan-card-14', 'kpi/branch-list-1', 'kpi/index', 'data-quality']
  test.each(kinds)('%s: nothing for axe in light and dark, fits 360 px, within 150 kB', async kind => {
    for (const options of [{}, {dark: true, width: 360}]) {
      const found = await visit(
        `en/${kind}.html`,
        async page => {
          const width = await page.evaluate(() => document.documentElement.scrollWidth)
          await page.evaluate(() => {
            for (const each of document.querySelectorAll('details')) each.open = true
          })
          await page.addScriptTag({path: AXE})
          const violations = await page.evaluate(async () => {
            const {axe} = window as unknown as {
              axe: {run(options: object): Promise<{violations: {id: string; nodes: {html: string}[]}[]}>}
            }
            return (await axe.run({preload: false})).violations.map(({id, nodes}) => `${id}: ${nodes[0]!.html}`)
          })
          return {width, violations}
        },
        options,
      )
      expect(found.violations).toEqual([])
      expect(found.width).toBeLessThanOrEqual(options.width ?? 1280)
    }
    const weights = [`en/${kind}.html`, 'assets/style.css', 'assets/client.js'].map(file => gzipSync(read(file)).length)
    expect(weights.reduce((sum, weight) => sum + weight)).toBeLessThan(150_000)
  })

  test('the search of any page opens the index, which finds without accents and goes on by keyboard', async () => {
    await visit('de/overview.html', async page => {
      await page.fill('.find input', 'beschadigte ruckgaben')
      await page.keyboard.press('Enter')
      await page.waitForURL('**/de/kpi/index.html?q=*')
      expect(await page.locator('[data-entry]:visible').count()).toBe(1)
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await page.waitForURL('**/de/kpi/loan-card-8.html')
    })
    await visit('en/kpi/index.html', async page => {
      const all = await page.locator('[data-entry]').count()
      await page.fill('.search input', 'nothing like that')
      expect(await page.locator('[data-entry]:visible').count()).toBe(0)
      expect(await page.locator('.search [role=status]').textContent()).toMatch(/^Nothing/)
      await page.fill('.search input', 'loan-card-8')
      expect(await page.locator('.search [role=status]').textContent()).toBe(`1 of ${all}`)
      await page.click('.languages a[lang=de]')
      expect(await page.locator('[data-entry]:visible').count()).toBe(1)
    })
    await visit(
      'en/kpi/index.html',
      async page => expect(await page.locator('[data-entry]:visible').count()).toBeGreaterThan(30),
      {
        script: false,
      },
    )
  })

  test('the statement is copied by its button', async () => {
    await visit('en/kpi/loan-card-8.html', async page => {
      await page.click('.code button')
      await page.waitForFunction(() => document.querySelector('.code button')?.textContent === 'Copied')
    })
  })
})
