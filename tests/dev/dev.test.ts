import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync} from 'node:fs'
import {request} from 'node:http'
import {join} from 'node:path'
import type {Browser, Page} from 'playwright-core'
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest'
import {kpi, ROOT} from '../e2e/command-line.ts'
import {copyLibrary, editCatalog, temporary} from '../engine/library.ts'
import {launchChromium} from '../site/chromium.ts'

const {folder, remove} = temporary()
const project = copyLibrary(folder)
const target = join(folder, 'target')
const pages = join(project, 'reports', 'pages.ts')
let server: ChildProcess
let said = ''
let port: number
let browser: Browser
let page: Page

beforeAll(async () => {
  writePages('Lent out')
  server = spawn(
    process.execPath,
    [join(ROOT, 'bin/kpi.mjs'), 'dev', '--project', project, '--target', target, '--port', '0'],
    {stdio: ['ignore', 'pipe', 'inherit']},
  )
  server.stdout!.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  browser = await launchChromium()
  await vi.waitFor(() => expect(said).toContain('up to date'), {timeout: 60_000})
  port = Number(/127\.0\.0\.1:(\d+)/.exec(said)![1])
  page = await browser.newPage()
})

afterAll(async () => {
  server?.kill('SIGKILL')
  await browser?.close()
  remove()
})

function writePages(title: string): void {
  mkdirSync(join(project, 'reports'), {recursive: true})
  const section = `{title: {en: 'All', de: 'Alles'}, cards: {family: 'lending'}}`
  writeFileSync(
    pages,
    `export default [{id: 'loans', title: {en: '${title}', de: 'Ausleihen'}, sections: [${section}]}]\n`,
  )
}

/** The answer to exactly these bytes of a request line: neither a browser nor fetch would send `..`. */
async function ask(path: string, {host = `127.0.0.1:${port}`, method = 'GET'} = {}) {
  const sent = request({port, host: '127.0.0.1', path, method, headers: {host}}).end()
  const [response] = await once(sent, 'response')
  let body = ''
  for await (const piece of response.setEncoding('utf8')) body += piece
  return {status: response.statusCode as number, body, type: response.headers['content-type'] as string}
}

const heading = () => page.textContent('h1')
const overlay = () => page.locator('kpi-dev div')
const SOON = {timeout: 30_000}

describe('kpi dev', () => {
  test('serves the site with a script that is not in the published one', async () => {
    const {status, body, type} = await ask('/en/loans.html')
    expect({status, type}).toEqual({status: 200, type: 'text/html; charset=utf-8'})
    expect(body).toContain('/_dev/client.js')
    expect(readFileSync(join(target, 'site/en/loans.html'), 'utf8')).not.toContain('_dev')
    expect((await ask('/assets/style.css')).type).toBe('text/css; charset=utf-8')
    expect((await ask('/en')).status).toBe(302)
    expect((await ask('/en/')).status).toBe(200)
    expect((await ask('/en/nothing.html')).status).toBe(404)
  })

  test('reloads the page when a text changes, also where an editor replaces the file', async () => {
    await page.goto(`http://127.0.0.1:${port}/en/loans.html#s1`)
    expect(await heading()).toBe('Lent out')
    writePages('Borrowed')
    await expect.poll(heading, SOON).toBe('Borrowed')
    for (const title of ['Taken home', 'Brought back']) {
      writeFileSync(`${pages}~`, readFileSync(pages, 'utf8').replace(/en: '[^']+'/, `en: '${title}'`))
      renameSync(`${pages}~`, pages)
      await expect.poll(heading, SOON).toBe(title)
    }
    expect(page.url()).toMatch(/#s1$/)
    expect(said).toContain('writing the site')
  })

  test('shows what is wrong in the page, as text, until it is mended', async () => {
    const good = readFileSync(join(project, 'kpi-catalog.yml'), 'utf8')
    editCatalog(project, text => text.replace(/^version: 1$/m, 'version: "<img src=x onerror=alert(1)>"'))
    await overlay().waitFor(SOON)
    const text = await overlay().innerText()
    expect(text).toMatch(/kpi-catalog\.yml:2:10/)
    expect(text).toContain('<img src=x onerror=alert(1)>')
    expect(await page.locator('kpi-dev img').count()).toBe(0)
    expect(await heading()).toBe('Brought back')
    await page.reload()
    await overlay().waitFor(SOON)
    writeFileSync(join(project, 'kpi-catalog.yml'), good)
    await overlay().waitFor({state: 'detached', ...SOON})
  })

  test('rebuilds where a seed changes', async () => {
    const before = page.url()
    const seeds = join(project, 'seeds', 'loans.csv')
    const version = readFileSync(join(target, 'current/version.json'), 'utf8')
    writeFileSync(seeds, `${readFileSync(seeds, 'utf8').trimEnd()}\nX1,b1,main,t9,dvd,12,2026-03-20T10:00:00Z,,false\n`)
    await expect.poll(() => readFileSync(join(target, 'current/version.json'), 'utf8'), SOON).not.toBe(version)
    expect(page.url()).toBe(before)
  })

  test('serves nothing but the site, and nobody but this machine', async () => {
    writeFileSync(join(folder, 'secret.txt'), 'secret')
    symlinkSync(join(folder, 'secret.txt'), join(target, 'current', 'site', 'link.txt'))
    for (const path of [
      '/../version.json',
      '/../../../../secret.txt',
      '/%2e%2e/version.json',
      '/..%2fversion.json',
      '/en/..%2f..%2fversion.json',
      '/..%5cversion.json',
      '/link.txt',
      '/%',
      '/en%00',
      'http://elsewhere/../version.json',
    ])
      expect(await ask(path), path).toMatchObject({status: 404, body: expect.not.stringMatching(/secret|data_end/)})
    expect((await ask('/en/loans.html', {host: `rebound.example:${port}`})).status).toBe(403)
    expect((await ask('/_dev/events', {host: 'rebound.example'})).status).toBe(403)
    expect((await ask('/en/loans.html', {method: 'POST'})).status).toBe(405)
  })

  test('says that a port is taken, and which is free', async () => {
    const {status, stderr} = await kpi(['dev', '--project', project, '--target', target, '--port', String(port)])
    expect(status).toBe(1)
    expect(stderr).toMatch(
      new RegExp(`^error port-taken\\n  port ${port} is taken\\n  hint: for example --port \\d+$`, 'm'),
    )
  })

  test('stops when it is interrupted', async () => {
    server.kill('SIGINT')
    expect(await once(server, 'exit')).toEqual([0, null])
    await expect(ask('/')).rejects.toThrow(/ECONNREFUSED/)
  })
})
