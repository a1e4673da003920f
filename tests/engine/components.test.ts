import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {buildLibrary, copyLibrary, editCatalog, reading, temporary} from './library.ts'

// Charts and tables that count what no KPI does, or lay KPIs out anew; the values are worked out by hand from seeds/loans.csv.
const COMPONENTS = `
  Loan-Matrix-1:
    family: lending
    name: {en: Renewals, de: Verlängerungen}
    description: {en: By branch and format., de: Nach Zweigstelle und Form.}
    matrix: renewals_by_branch_and_format
    kpi: Loan-Card-3
    rows: branch
    columns: format
  Loan-Table-1:
    family: lending
    name: {en: Performance, de: Leistung}
    description: {en: What is lent., de: Was ausgeliehen wird.}
    table: performance
    by: [branch, format]
    columns: [Loan-Card-1, Loan-Card-3]
    also:
      borrower:
        Loan-Card-1: {count: rows, from: fct_loans, date: loaned_at, dimensions: reader}
        Loan-Card-3:
          numerator: {sum: renewals, from: fct_loans, date: loaned_at, dimensions: reader}
          denominator: {count: rows, from: fct_loans, date: loaned_at, dimensions: reader}
  Loan-Scatter-1:
    family: lending
    name: {en: Branches, de: Zweigstellen}
    description: {en: Loans against renewals., de: Ausleihen gegen Verlängerungen.}
    scatter: branches_compared
    by: branch
    x: Loan-Card-1
    y: Loan-Card-3
    size: Loan-Card-2
  Loan-Bars-1:
    family: lending
    name: {en: Loans, de: Ausleihen}
    description: {en: In all and by format., de: Insgesamt und nach Form.}
    bars: loans_compared
    groups:
      - name: {en: Loans, de: Ausleihen}
        bars: [{kpi: Loan-Card-1, name: {en: All, de: Alle}}, {kpi: Loan-Card-1, by: format}]
  Loan-Bar-2:
    family: lending
    name: {en: Renewals and damage, de: Verlängerungen und Schäden}
    description: {en: Loans by renewals., de: Ausleihen nach Verlängerungen.}
    histogram: renewals
    from: fct_loans
    date: loaned_at
    scale: browsing
    share: is_damaged
  Loan-List-1:
    family: lending
    name: {en: Latest loans, de: Letzte Ausleihen}
    description: {en: Row by row., de: Zeile für Zeile.}
    list: fct_loans
    date: loaned_at
    columns: {title_id: {en: Title, de: Titel}, branch_id: {en: Branch, de: Zweigstelle}}
`

const work = temporary()
const target = join(work.folder, 'target')
const year = <T>(mart: string, columns: string) =>
  reading(target, database =>
    database.rows<T & object>(`select ${columns} from ${mart} where grain = 'year' order by all`),
  )
const values = async (mart: string, columns: string) =>
  (await year<object>(mart, columns)).map(row => Object.values(row))

beforeAll(async () => {
  const project = copyLibrary(work.folder)
  editCatalog(project, text =>
    text.replace('\ndimensions:\n', '\ndimensions:\n  borrower: {name: {en: Reader, de: Leser}}\n'),
  )
  editCatalog(project, text => `${text.trimEnd()}\n${COMPONENTS}`)
  const file = join(project, 'models/facts/facts.yml')
  const set = '    dimensions: {branch: branch_id, format: format, category: category}\n'
  const text = readFileSync(file, 'utf8')
  expect(text).toContain(set)
  writeFileSync(file, text.replace(set, `${set}    dimension_sets: {reader: {borrower: borrower_id}}\n`))
  mkdirSync(join(project, 'reports'))
  writeFileSync(
    join(project, 'reports/pages.ts'),
    "export default [{id: 'all', title: {en: 'All', de: 'Alles'}, sections: 'headlines'}]\n",
  )
  await buildLibrary(project, target)
}, 120_000)
afterAll(() => work.remove())

test('a matrix has a cell for each pair with something to tell, and its distance from the total', async () => {
  const mean = 8 / 7 // seven loans with a known number of renewals
  expect(
    await values('marts.renewals_by_branch_and_format', 'branch, branch_label, format, value, distance, sample_size'),
  ).toEqual([
    ['east', 'East "Harbor"', 'audio', 2, 2 - mean, 1],
    ['east', 'East "Harbor"', 'book', 0.5, 0.5 - mean, 2],
    ['main', 'Main Street, ground floor', 'book', 1.5, 1.5 - mean, 2],
    ['main', 'Main Street, ground floor', 'dvd', 1, 1 - mean, 2],
  ])
})

test('a table goes by each of its dimensions, and by one that its KPIs lack', async () => {
  const columns = 'dimension, dimension_value, dimension_label, loan_card_1, loan_card_3'
  expect(await values('marts.performance', columns)).toEqual([
    ['borrower', '(none)', '(none)', 1, 0],
    ['borrower', 'b1', 'b1', 3, 1],
    ['borrower', 'b2', 'b2', 3, 0],
    ['borrower', 'b3', 'b3', 2, 2.5],
    ['branch', '(none)', '(none)', 1, null],
    ['branch', 'east', 'East "Harbor"', 3, 1],
    ['branch', 'main', 'Main Street, ground floor', 5, 1.25],
    ['format', 'audio', 'audio', 1, 2],
    ['format', 'book', 'book', 5, 1],
    ['format', 'dvd', 'dvd', 3, 1],
  ])
})

test('a scatter has a point for each value', async () => {
  const columns = 'dimension, dimension_value, loan_card_1, loan_card_3, loan_card_2'
  expect(await values('marts.branches_compared', columns)).toEqual([
    ['branch', '(none)', 1, null, 1],
    ['branch', 'east', 3, 1, 2],
    ['branch', 'main', 5, 1.25, 3],
  ])
})

test('bars stand side by side, one or one per value', async () => {
  const columns = 'position, bar_group, kpi_ref, dimension, dimension_value, value'
  expect(await values('marts.loans_compared', columns)).toEqual([
    [1, 'Loans', 'Loan-Card-1', 'total', null, 9],
    [2, 'Loans', 'Loan-Card-1', 'format', 'audio', 1],
    [2, 'Loans', 'Loan-Card-1', 'format', 'book', 5],
    [2, 'Loans', 'Loan-Card-1', 'format', 'dvd', 3],
  ])
})

test('a histogram tells the share of each slot that satisfies its condition', async () => {
  expect(
    await values('marts.histogram_shares', 'component_ref, dimension, dimension_value, slot, share, sample_size'),
  ).toEqual(
    expect.arrayContaining([
      ['Loan-Bar-2', 'total', null, 0, 0, 3],
      ['Loan-Bar-2', 'total', null, 1, 2 / 3, 3],
      ['Loan-Bar-2', 'total', null, 2, 0, 1],
    ]),
  )
  const histograms = await values('marts.kpi_histograms', 'component_ref, dimension, slot, count')
  expect(histograms.filter(row => row[0] === 'Loan-Bar-2' && row[1] === 'total')).toEqual([
    ['Loan-Bar-2', 'total', 0, 3],
    ['Loan-Bar-2', 'total', 1, 3],
    ['Loan-Bar-2', 'total', 2, 1],
  ])
})

test('the pairs of a matrix are in no mart of the KPIs', async () => {
  const dimensions = await reading(target, database =>
    database.rows<{dimension: string}>('select distinct dimension from marts.kpi_values order by all'),
  )
  expect(dimensions.map(row => row.dimension)).toEqual(['branch', 'category', 'format', 'total'])
})
