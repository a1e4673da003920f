import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {writeSite} from '../../scripts/site/index.ts'
import {fileName} from '../../scripts/site/navigation.ts'
import {PRESETS} from '../../scripts/site/presets.ts'
import {type Database, openDatabase} from '../../scripts/sql/duckdb.ts'
import {builtLibrary} from '../engine/library.ts'
import {library} from './view.ts'

let folder: string
let database: Database
let dataEnd: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'library-site-'))
  const target = await builtLibrary()
  dataEnd = (JSON.parse(readFileSync(join(target, 'current', 'version.json'), 'utf8')) as {data_end: string}).data_end
  database = await openDatabase(join(target, 'warehouse.duckdb'), {access_mode: 'READ_ONLY', threads: '1'})
})

afterAll(() => {
  database.close()
  rmSync(folder, {recursive: true, force: true})
})

async function write(name: string) {
  const site = join(folder, name)
  const written = await writeSite(database, await library(), site, {version: 'v1', dataEnd})
  const files = readdirSync(site, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(site.length + 1))
    .sort()
  return {written, files, read: (file: string) => readFileSync(join(site, file), 'utf8')}
}

test('a project about another subject, without pages of its own, gets its site', async () => {
  const {written, files, read} = await write('one')
  const {catalog} = await library()
  const refs = [...catalog.kpis.keys(), ...catalog.components.keys()].map(ref => ref.toLowerCase())
  const expected = [
    'assets/client.js',
    'assets/style.css',
    ...[...catalog.kpis.keys()].map(ref => `csv/${ref.toLowerCase()}.csv`),
    ...['de', 'en'].flatMap(language => [
      ...['figures', 'overview'].flatMap(page => PRESETS.map(preset => `${language}/${fileName(page, preset)}`)),
      `${language}/data-quality.html`,
      ...['index', ...refs].map(page => `${language}/kpi/${page}.html`),
      `${language}/index.html`,
    ]),
    'index.html',
  ]
  expect(files).toEqual(expected.sort())
  expect(written.pages).toBe(39 + 2 * (refs.length + 2))
  const page = read('de/figures.html')
  for (const ref of [...catalog.kpis.keys(), ...catalog.components.keys()]) expect(page).toContain(`id="${ref}"`)
  expect(page).toContain('Ausleihen')
  expect(page).toContain('America/New_York')
  expect(page.replace(/<[^>]+>/g, ' ')).not.toMatch(/\b(NaN|undefined|null|Infinity)\b/)
})

test('the same inputs give the same bytes', async () => {
  const [first, second] = [await write('two'), await write('three')]
  expect(second.files).toEqual(first.files)
  for (const file of first.files) expect(second.read(file)).toBe(first.read(file))
})
