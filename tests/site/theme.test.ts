import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import type {Browser} from 'playwright-core'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {build} from '../../scripts/commands/build.ts'
import {loadProject} from '../../scripts/compile/load.ts'
import {type Problem, ProblemError} from '../../scripts/core/problem.ts'
import {readAssets} from '../../scripts/site/assets.ts'
import {usualColours} from '../../scripts/site/theme/colours.ts'
import {contrast} from '../../scripts/site/theme/contrast.ts'
import {loadTheme} from '../../scripts/site/theme/theme.ts'
import {copyLibrary} from '../engine/library.ts'
import {launchChromium} from './chromium.ts'
import {library} from './view.ts'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10" fill="#7a1f5c"/></svg>'

let folder: string
let project: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kpi-theme-'))
  project = copyLibrary(folder)
  mkdirSync(join(project, 'reports'))
  writeFileSync(join(project, 'reports', 'logo.svg'), LOGO)
  writeFileSync(join(project, 'reports', 'big.woff2'), Buffer.alloc(120_000))
  writeFileSync(join(project, 'reports', 'small.woff2'), 'woff2')
})

afterAll(() => rmSync(folder, {recursive: true, force: true}))

function writeTheme(yaml: string): void {
  writeFileSync(join(project, 'reports', 'theme.yml'), yaml)
}

async function problemsOf(yaml: string): Promise<readonly Problem[]> {
  writeTheme(yaml)
  const {style} = await readAssets(await library())
  try {
    loadTheme(await loadProject(project), style)
  } catch (error) {
    if (error instanceof ProblemError) return error.problems
    throw error
  }
  return []
}

test('contrasts are those of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBe(21)
  expect(contrast('#777777', '#777777')).toBe(1)
  // the grey that just fails, and the one that just passes, of every accessibility handbook
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  expect(contrast('#ffffff', '#767676')).toBeCloseTo(4.54, 2)
})

test('the style sheet keeps its own rules, light and dark', async () => {
  const {style} = await readAssets(await library())
  for (const scheme of ['light', 'dark'] as const) {
    const colours = usualColours(style, scheme)
    const paper = colours.get('--paper')!
    for (const name of ['--ink', '--ink-2', '--accent', '--good', '--bad'])
      expect(contrast(colours.get(name)!, paper), `${scheme} ${name}`).toBeGreaterThanOrEqual(4.5)
    for (const name of ['--ink-3', ...Array.from({length: 7}, (_, i) => `--c${i + 1}`)])
      expect(contrast(colours.get(name)!, paper), `${scheme} ${name}`).toBeGreaterThanOrEqual(3)
  }
  expect(usualColours(style, 'dark').get('--paper')).not.toBe(usualColours(style, 'light').get('--paper'))
})

describe('a theme that can’t be used says where and why', () => {
  test.each([
    ['colours: {light: {accent: "#ffcc00"}}', 'low-contrast', 1, /accent #ffcc00 .*1\.51:1 on paper #ffffff/],
    ['colours:\n  dark:\n    series: ["#4aa8e0", "#222222"]', 'low-contrast', 3, /dark: series 2 #222222 .*1\.1\d:1/],
    ['colours: {light: {paper: "#ffe0c0"}}', 'low-contrast', 1, /the usual faint #8b9097 .* on paper #ffe0c0/],
    ['colours: {light: {accent: blue}}', 'invalid-value', 1, /expected a colour like "#0072b2"; found "blue"/],
    ['name: {en: A, de: B}\ncolors: {}', 'unknown-key', 2, /unknown key "colors"/],
    ['name: {en: A}', 'missing-language', 1, /name has no text for de/],
    ['favicon: icon.svg', 'missing-file', 1, /icon\.svg does not exist/],
    ['favicon: ../../secret.svg', 'invalid-value', 1, /expected a file in the folder of the theme/],
    ['footer: {links: [{to: "javascript:alert(1)", text: {en: A, de: B}}]}', 'invalid-value', 1, /https:/],
    ['font:\n  family: Big\n  files: [{file: big.woff2}]', 'fonts-too-large', 3, /the fonts are 120 kB/],
  ])('%s', async (yaml, code, line, message) => {
    const problems = await problemsOf(yaml)
    expect(problems[0]).toMatchObject({code, line, file: 'reports/theme.yml'})
    expect(problems[0]!.message).toMatch(message)
  })
})

test('fonts are part of the style sheet: pages opened from disk may not read font files', async () => {
  expect(await problemsOf('font: {family: "Small Caps", files: [{file: small.woff2, weight: "100 900"}]}')).toEqual([])
  const {css} = loadTheme(await loadProject(project), '')
  expect(css).toContain('@font-face{font-family:"Small Caps";font-weight:100 900;')
  expect(css).toContain('url("data:font/woff2;base64,d29mZjI=")')
})

describe('a branded site', () => {
  let browser: Browser
  let site: string

  beforeAll(async () => {
    writeTheme(`
name: {en: "Town <Library>", de: Stadtbücherei}
logo: {file: logo.svg, alt: {en: Town Library, de: Stadtbücherei}}
favicon: logo.svg
colours:
  light: {accent: "#7a1f5c", series: ["#7a1f5c"]}
  dark: {accent: "#f0a0d8", series: ["#f0a0d8"]}
font: {family: "Liberation Mono"}
footer:
  note: {en: For members of staff., de: Für das Personal.}
  links: [{to: "https://library.example/privacy", text: {en: Privacy, de: Datenschutz}}]
`)
    const target = join(folder, 'target')
    await build({project, target}, () => undefined)
    site = join(target, 'site')
    browser = await launchChromium()
  })

  afterAll(() => browser?.close())

  test.each([
    ['light', 'rgb(122, 31, 92)'],
    ['dark', 'rgb(240, 160, 216)'],
  ] as const)(
    'has its colours, font, logo and words on every page, %s, and nothing that axe finds',
    async (scheme, accent) => {
      const context = await browser.newContext({colorScheme: scheme})
      const page = await context.newPage()
      for (const [file, title, alt, note] of [
        ['en/overview.html', 'Town <Library>', 'Town Library', 'For members of staff.'],
        ['de/figures.html', 'Stadtbücherei', 'Stadtbücherei', 'Für das Personal.'],
      ] as const) {
        await page.goto(pathToFileURL(join(site, file)).href)
        expect(await page.title()).toMatch(new RegExp(` · ${title}$`))
        const logo = page.getByRole('banner').getByRole('img', {name: alt})
        expect(await logo.evaluate(image => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0)
        expect(await page.getByRole('contentinfo').innerText()).toContain(note)
        const link = page.getByRole('contentinfo').getByRole('link').first()
        expect(await link.evaluate(element => getComputedStyle(element).color)).toBe(accent)
        expect(await page.evaluate(() => getComputedStyle(document.body).fontFamily)).toMatch(/^"?Liberation Mono/)
        await page.addScriptTag({content: readFileSync(AXE, 'utf8')})
        const found = (await page.evaluate('axe.run()')) as {violations: {id: string}[]}
        expect(found.violations.map(each => each.id)).toEqual([])
      }
      await context.close()
    },
  )

  test('prints in the light colours, on white', async () => {
    const context = await browser.newContext({colorScheme: 'dark'})
    const page = await context.newPage()
    await page.goto(pathToFileURL(join(site, 'en/overview.html')).href)
    await page.emulateMedia({media: 'print'})
    const colours = await page.evaluate(() => {
      const style = getComputedStyle(document.documentElement)
      return ['--paper', '--c1'].map(name => style.getPropertyValue(name).trim())
    })
    expect(colours).toEqual(['#fff', '#7a1f5c'])
    await context.close()
  })
})
