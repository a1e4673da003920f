import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {type BuildSummary, build} from '../../scripts/commands/build.ts'
import {loadProject} from '../../scripts/compile/load.ts'
import {type WrittenSite, writeSite} from '../../scripts/site/index.ts'
import {type Database, openDatabase} from '../../scripts/sql/duckdb.ts'
import {publicationText} from '../../scripts/ui/publication.ts'
import {copyLibrary, editCatalog} from '../engine/library.ts'

// A library whose site can show who borrowed what: by how much of it the project publishes.

let folder: string
let database: Database
let summary: BuildSummary

/** Who borrows, in the sources: identifiers and names that can be found again. */
const people = (text: string) => text.replace(/\bb(\d+)\b/g, 'Zaphod-$1')
const SECRET = /Zaphod|Beeblebrox/

const DIMENSION = `dimensions:
  borrower:
    name: {en: Reader, de: Leser}
    labels: {model: dim_borrowers, key: borrower_id, label: borrower_name}
    personal: true
`
const COMPONENTS = `components:
  Loan-List-1:
    family: lending
    name: {en: Latest loans, de: Letzte Ausleihen}
    description: {en: One row per loan., de: Eine Zeile je Ausleihe.}
    list: fct_loans
    date: loaned_at
    columns: {borrower_id: {en: Who, de: Wer}, title_id: {en: Title, de: Titel}}
  Loan-Table-1:
    family: lending
    name: {en: Readers, de: Leser}
    description: {en: One row per reader., de: Eine Zeile je Leser.}
    table: readers
    by: borrower
    model: dim_borrowers
    key: borrower_id
    attributes: {borrower_name: {en: Name, de: Name}, category: {en: Category, de: Gruppe}}
    columns: [Loan-Card-1]
`

const TARGET = '    target: {max: 90, by: {borrower: {Zaphod-1: {max: 5}}}}\n'

/** The library with borrowers as a dimension, publishing what is said. */
function libraryOf(name: string, publish: string): string {
  const project = copyLibrary(join(folder, name))
  editCatalog(project, text =>
    text
      .replace('dimensions:\n', () => `${publish}${DIMENSION}`)
      .replace('components:\n', () => COMPONENTS)
      .replace('    highlighted: true\n', highlighted => highlighted + TARGET),
  )
  for (const file of ['borrowers.csv', 'loans.csv', 'holds.csv']) {
    const path = join(project, 'seeds', file)
    writeFileSync(path, people(readFileSync(path, 'utf8')))
  }
  const notes = join(project, 'models/facts/facts.yml')
  writeFileSync(
    notes,
    readFileSync(notes, 'utf8')
      .replace(
        'dimensions: {branch: branch_id, format: format, category: category}',
        'dimensions: {branch: branch_id, format: format, category: category, borrower: borrower_id}',
      )
      .replace(
        '  fct_loans:\n',
        () => `  dim_borrowers:
    description: Those who borrow. One row per borrower.
    grain: [borrower_id]
    columns:
      borrower_id: {type: VARCHAR, description: Identifier of the borrower.}
      borrower_name: {type: VARCHAR, description: Name.}
      category: {type: VARCHAR, description: Category.}
  fct_loans:
`,
      ),
  )
  writeFileSync(
    join(project, 'models/facts/dim_borrowers.sql'),
    `select borrowers.borrower_id, 'Beeblebrox ' || borrowers.borrower_id as borrower_name, borrowers.category\nfrom {{ref "stg_borrowers"}} as borrowers\n`,
  )
  return project
}

async function siteOf(
  name: string,
  publish: string,
): Promise<WrittenSite & {read: (pattern: RegExp) => string; files: string[]}> {
  const project = await loadProject(libraryOf(name, publish))
  const site = join(folder, `site-${name}`)
  const written = await writeSite(database, project, site, {version: 'v1', dataEnd: summary.dataEnd})
  const files = (readdirSync(site, {recursive: true}) as string[]).sort()
  const text = (file: string) => {
    const bytes = readFileSync(join(site, file))
    return file.endsWith('.gz') ? gunzipSync(bytes).toString('latin1') : bytes.toString('utf8')
  }
  return {
    ...written,
    files,
    read: pattern =>
      files
        .filter(file => pattern.test(file) && /\.\w+$/.test(file))
        .map(text)
        .join('\n'),
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'library-people-'))
  const target = join(folder, 'target')
  summary = await build({project: libraryOf('built', ''), target}, () => undefined)
  database = await openDatabase(join(target, 'warehouse.duckdb'), {access_mode: 'READ_ONLY', threads: '1'})
})

afterAll(() => {
  database?.close()
  rmSync(folder, {recursive: true, force: true})
})

test('without a word, a site holds no row and no person', async () => {
  const site = await siteOf('silent', '')
  expect(site.files.filter(file => /^assets.*(data|engine|project)/.test(file))).toEqual([])
  const all = site.read(/./)
  expect(SECRET.test(all)).toBe(false)
  expect(all).toContain('The rows of this list are not published.')
  expect(all).toMatch(/<th scope="row">Reader \d+<\/th>/)
  expect(all).toMatch(/<th scope="row">Leser \d+<\/th>/)
  expect(site.publishes).toEqual({names: [], pseudonyms: ['borrower'], rows: []})
  expect(publicationText(site.publishes)).toBe('the site publishes pseudonyms of borrower')
})

/** Everything that statements need, as the engine works it out. */
async function allowed(): Promise<Record<string, {columns: string[]; keys: string[]}>> {
  const {needed} = await loadProject(libraryOf('needed', ''))
  const exact: Record<string, {columns: string[]; keys: string[]}> = {}
  for (const {fact, column, role} of needed) {
    exact[fact] ??= {columns: [], keys: []}
    exact[fact][role === 'key' ? 'keys' : 'columns'].push(column)
  }
  return exact
}

test('exact figures go without names: pseudonyms in the facts, the same as on the pages', async () => {
  const exact = await allowed()
  const site = await siteOf('exact', `publish: ${JSON.stringify({exact, rows: ['Loan-List-1']})}\n`)
  const all = site.read(/./)
  expect(SECRET.test(all)).toBe(false)
  const [gz] = site.files.filter(file => /facts.*gz$/.test(file))
  const file = join(folder, 'opened.duckdb')
  writeFileSync(file, gunzipSync(readFileSync(join(folder, 'site-exact', gz!))))
  const facts = await openDatabase(file, {access_mode: 'READ_ONLY', threads: '1'})
  const loans = await facts.rows<{who: string; loans: number}>(
    `select coalesce(borrower_id, '(none)') as who, count(*) as loans from facts.fct_loans group by all`,
  )
  const columns = await facts.rows<{name: string}>(
    `select column_name as name from information_schema.columns where table_name = 'fct_loans'`,
  )
  const listed = await facts.rows<{who: string; loans: number}>(
    `select coalesce(borrower_id, '(none)') as who, count(*) as loans from lists."Loan-List-1" group by all order by all`,
  )
  facts.close()
  const original = await database.rows<{loans: number}>(
    `select count(*) as loans from facts.fct_loans group by borrower_id`,
  )
  const counts = (rows: readonly {loans: number}[]) => rows.map(row => row.loans).sort((a, b) => a - b)
  expect(counts(loans)).toEqual(counts(original))
  expect(listed).toEqual([...loans].sort((a, b) => (a.who < b.who ? -1 : 1)))
  expect(loans.filter(({who}) => !/^(\d+|\(none\))$/.test(who))).toEqual([])
  // the list of the pages tells who borrowed, under the same pseudonyms; keys of the facts are numbers
  expect(all).toMatch(/Reader \d+/)
  const {columns: values, keys} = exact.fct_loans!
  expect(columns.map(row => row.name).sort()).toEqual([...values, ...keys].sort())
  expect(publicationText(site.publishes)).toMatch(
    /^the site publishes \d+ tables, \d+ columns, \d+ rows for exact filtering; pseudonyms of borrower; rows of Loan-List-1$/,
  )
})

test('names that the project publishes are shown', async () => {
  const site = await siteOf('named', `publish: {names: [borrower], rows: [Loan-List-1]}\n`)
  const pages = site.read(/html$/)
  expect(pages).toContain('Beeblebrox Zaphod-1')
  expect(pages).not.toMatch(/Reader \d/)
  expect(site.files.filter(file => /^assets.*(data|engine|project)/.test(file))).toEqual([])
})
