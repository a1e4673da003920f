// Pictures of every kind of page: `npm run screenshots [-- FOLDER]`, of the site in target/site. English and French, light and dark,
// wide and 360 px; whole pages. Those that the README shows are kept in docs/images.
import {mkdirSync, readdirSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {launchChromium} from '../tests/site/chromium.ts'

const [folder = 'target/screenshots'] = process.argv.slice(2)
const site = resolve('target/site')
const WAYS = [
  {name: 'wide', width: 1280, dark: false},
  {name: 'wide-dark', width: 1280, dark: true},
  {name: 'narrow', width: 360, dark: false},
  {name: 'narrow-dark', width: 360, dark: true},
] as const

/** One page of each kind: presets and values of one kind look alike, and so do the pages of KPIs, of donuts, of tables. */
function kindsOf(language: string): string[] {
  const files = readdirSync(join(site, language), {recursive: true, encoding: 'utf8'}).filter(
    file => file.endsWith('.html') && file !== 'index.html',
  )
  const kinds = new Map<string, string>()
  for (const file of files.sort()) {
    const kind = file
      .replace(/-(last|this)-\w+\.html$/, '.html')
      .replace(/--.*$/, '--')
      .replace(/\/\w+-([a-z]+)-\d+\.html$/, '/$1')
    if (!kinds.has(kind) || file.length < kinds.get(kind)!.length) kinds.set(kind, file)
  }
  return [...kinds.values()]
}

mkdirSync(folder, {recursive: true})
const browser = await launchChromium()
let count = 0
for (const language of readdirSync(site).filter(name => /^[a-z]{2}$/.test(name))) {
  for (const {name, width, dark} of WAYS) {
    const context = await browser.newContext({viewport: {width, height: 900}, colorScheme: dark ? 'dark' : 'light'})
    const page = await context.newPage()
    for (const file of kindsOf(language)) {
      await page.goto(pathToFileURL(join(site, language, file)).href)
      const picture = `${language}-${file.replace(/\.html$/, '').replaceAll('/', '-')}-${name}.png`
      await page.screenshot({path: join(folder, picture), fullPage: true})
      count++
    }
    await context.close()
  }
}
await browser.close()
process.stdout.write(`${count} pictures in ${folder}\n`)
