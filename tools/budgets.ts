// What the site weighs and how fast it answers: `npm run budgets`, of the site in target/site. Exits with 1 when a budget is exceeded.
import {readdirSync, readFileSync, statSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {extname, join, normalize, resolve} from 'node:path'
import {gzipSync} from 'node:zlib'
import {launchChromium} from '../tests/site/chromium.ts'

const site = resolve('target/site')
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.gz': 'application/octet-stream',
}
const TEXTS = /\.(html|js|css|svg)$/

interface Budget {
  readonly what: string
  readonly value: number
  readonly limit: number
  readonly unit: string
}
const budgets: Budget[] = []
const compressed = (file: string) => {
  const bytes = readFileSync(file)
  return TEXTS.test(file) ? gzipSync(bytes).length : bytes.length
}

// before interaction: the page with what it names in its head and at its end
const pages = readdirSync(site, {recursive: true, encoding: 'utf8'}).filter(file => file.endsWith('.html'))
const weights = pages.map(file => {
  const text = readFileSync(join(site, file), 'utf8')
  const named = [...text.matchAll(/(?:src|href)="([^"#?]+\.(?:js|css|svg|png|woff2))"/g)].map(match => match[1]!)
  const own = named.map(name => join(site, file, '..', name))
  return {file, weight: [join(site, file), ...own].reduce((sum, each) => sum + compressed(each), 0)}
})
const heaviest = weights.reduce((most, each) => (each.weight > most.weight ? each : most))
budgets.push({what: `heaviest page (${heaviest.file})`, value: heaviest.weight / 1000, limit: 150, unit: 'kB'})

const largest = readdirSync(site, {recursive: true, encoding: 'utf8'})
  .map(file => ({file, bytes: statSync(join(site, file)).size}))
  .reduce((most, each) => (each.bytes > most.bytes ? each : most))
budgets.push({what: `largest file (${largest.file})`, value: largest.bytes / 1e6, limit: 25, unit: 'MB'})

// the first and later filters, over http, as a host that compresses texts would send them
let sent = 0
const server = createServer((request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname))
  try {
    const file = join(site, path)
    const bytes = readFileSync(file)
    sent += compressed(file)
    response.writeHead(200, {'content-type': TYPES[extname(file)] ?? 'application/octet-stream'}).end(bytes)
  } catch {
    response.writeHead(404).end()
  }
})
await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const browser = await launchChromium()
const page = await browser.newPage({viewport: {width: 1280, height: 900}})

/** How long a reader takes from a choice in the form to the button that applies it. */
const TO_THE_BUTTON_MS = 1000

/**
 * Asks a page a question, by its address, or also by a choice in its form; milliseconds until the sections in view are answered, and
 * until all are.
 */
const ask = async (question: string, chosen?: string) => {
  const times = await page.evaluate(
    async ([search, field, pause]) => {
      const form = document.querySelector<HTMLFormElement>('.chooser form')!
      if (field !== undefined) {
        const [name, value] = field.split('=').map(decodeURIComponent)
        const given = new URLSearchParams(search)
        for (const input of form.querySelectorAll('input'))
          if (input.type === 'checkbox')
            input.checked =
              given.getAll(input.name).includes(input.value) || (input.name === name && input.value === value)
          else if (given.has(input.name)) input.value = given.get(input.name)!
        form.dispatchEvent(new Event('change', {bubbles: true}))
        await new Promise(done => setTimeout(done, pause))
      }
      const report = document.querySelector('#report')!
      const seen = [...report.querySelectorAll<HTMLElement>('[data-section]')]
        .filter(section => section.getBoundingClientRect().top < innerHeight)
        .map(section => section.dataset.section)
      const started = performance.now()
      let first = 0
      const watch = new MutationObserver(() => {
        const isBusy = seen.some(place => report.querySelector(`[data-section="${place}"][aria-busy]`))
        if (!isBusy && first === 0) first = performance.now()
      })
      watch.observe(report, {childList: true})
      if (field !== undefined) form.requestSubmit()
      else {
        history.pushState(null, '', search)
        dispatchEvent(new PopStateEvent('popstate'))
      }
      await new Promise<void>(done => {
        const check = () => (report.hasAttribute('aria-busy') ? setTimeout(check, 5) : done())
        check()
      })
      return {seen: (first || performance.now()) - started, all: performance.now() - started}
    },
    [question, chosen, TO_THE_BUTTON_MS] as const,
  )
  const failed = await page.locator('.status.failed').count()
  if (failed > 0) throw new Error(await page.locator('.status').innerText())
  return times
}
const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!
/** Never the same days twice: nothing that is asked was answered before. */
let asked = 0
const days = () => {
  asked++
  const day = (from: string) => new Date(Date.parse(from) + asked * 86_400_000).toISOString().slice(0, 10)
  return `?from=${day('2026-01-05')}&to=${day('2026-02-20')}`
}
interface Times {
  readonly seen: number
  readonly all: number
}
const medians = (times: readonly Times[]): Times => ({
  seen: median(times.map(each => each.seen)),
  all: median(times.map(each => each.all)),
})
const answered: {file: string; first: number; other: Times; more: Times; linked: Times}[] = []
// pages of the default period, each filtered by the dimension that it offers first, then also by others: chosen in the form (the
// engine works while the reader goes to the button), then named by an address

for (const file of readdirSync(join(site, 'en')).filter(
  name => /^[a-z_]+\.html$/.test(name) && name !== 'index.html',
)) {
  await page.goto(`${base}/en/${file}`)
  const offered = await page.evaluate(() => {
    const inputs = [...document.querySelectorAll<HTMLInputElement>('.chooser [name^="where."]')]
    return inputs.map(({name, value}) => ({name, field: `${name}=${encodeURIComponent(value)}`}))
  })
  if (offered.length === 0) continue
  const values = offered.filter(each => each.name === offered[0]!.name).map(each => each.field)
  const others = [...new Map(offered.map(({name, field}) => [name, field])).values()].slice(1, 6)
  sent = 0
  const first = await ask(`${days()}&${values[0]}`)
  if (answered.length === 0)
    budgets.push({what: 'transferred for the first filter', value: sent / 1e6, limit: 12, unit: 'MB'})
  const other: Times[] = []
  for (let i = 1; i <= 7; i++) other.push(await ask(`${days()}&${values[i % values.length]}`))
  const more: Times[] = []
  for (const field of others) more.push(await ask(`${days()}&${values[0]}`, field))
  const linked: Times[] = []
  for (const [i, field] of others.entries())
    linked.push(await ask(`${days()}&${values[0]}&${field}&${others[i - 1] ?? ''}`))
  answered.push({file, first: first.all, other: medians(other), more: medians(more), linked: medians(linked.slice(1))})
}
const worst = (kind: 'other' | 'more') =>
  answered.reduce((most, each) => (each[kind].seen > most[kind].seen ? each : most))
for (const [kind, what] of [
  ['other', 'other days and another value'],
  ['more', 'a dimension more, chosen in the form'],
] as const)
  budgets.push({
    what: `a later filter, ${what}: what the reader sees (${worst(kind).file}, the slowest)`,
    value: worst(kind)[kind].seen,
    limit: 200,
    unit: 'ms',
  })
await browser.close()
server.close()

for (const {what, value, limit, unit} of budgets)
  process.stdout.write(`${value <= limit ? 'ok  ' : 'OVER'} ${value.toFixed(1)} of ${limit} ${unit}: ${what}\n`)
const said = ({seen, all}: Times) => `${seen.toFixed(0)} ms in view, ${all.toFixed(0)} ms to the end`
for (const {file, first, other, more, linked} of answered)
  process.stdout.write(
    `     ${file}: first filter ${(first / 1000).toFixed(1)} s; a later one ${said(other)}; a dimension more ${said(more)};\n       three dimensions by a link ${said(linked)}\n`,
  )
process.exitCode = budgets.some(each => each.value > each.limit) ? 1 : 0
