import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {copyLibrary, editCatalog} from '../engine/library.ts'

const COMPONENTS = `
  Loan-Matrix-1:
    family: lending
    name: {en: Renewals, de: Verlängerungen}
    description: {en: By branch and format., de: Nach Zweigstelle und Form.}
    matrix: renewals
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
  Loan-Scatter-1:
    family: lending
    name: {en: Loans and renewals, de: Ausleihen und Verlängerungen}
    description: {en: Loans against renewals., de: Ausleihen gegen Verlängerungen.}
    scatter: compared
    by: [branch, format]
    x: Loan-Card-3
    y: Loan-Card-8
    size: Loan-Card-1
  Loan-Bars-1:
    family: lending
    name: {en: Loans, de: Ausleihen}
    description: {en: In all and by format., de: Insgesamt und nach Form.}
    bars: loans_compared
    groups:
      - name: {en: Loans, de: Ausleihen}
        bars: [{kpi: Loan-Card-1, name: {en: All, de: Alle}}, {kpi: Loan-Card-1, by: format}]
      - name: {en: Damage, de: Schäden}
        bars: [{kpi: Loan-Card-8}]
  Loan-Bar-2:
    family: lending
    name: {en: Renewals and damage, de: Verlängerungen und Schäden}
    description: {en: Loans by renewals., de: Ausleihen nach Verlängerungen.}
    histogram: renewals
    from: fct_loans
    date: loaned_at
    scale: browsing
    share: is_damaged
    share_name: {en: Damaged, de: Beschädigt}
  Loan-List-1:
    family: lending
    name: {en: Latest loans, de: Letzte Ausleihen}
    description: {en: Row by row., de: Zeile für Zeile.}
    list: fct_loans
    date: loaned_at
    columns: {title_id: {en: Title, de: Titel}, branch_id: {en: Branch, de: Zweigstelle}, renewals: {en: Renewals, de: Verlängerungen}}
`

/** A copy of the library that has every form of chart and table. */
export function libraryWithForms(into: string): string {
  const folder = copyLibrary(into)
  editCatalog(folder, text =>
    `${text.trimEnd()}\n${COMPONENTS}`.replace(
      '\ndimensions:\n',
      '\npublish: {rows: [Loan-List-1]}\ndimensions:\n  borrower: {name: {en: Reader, de: Leser}}\n',
    ),
  )
  const file = join(folder, 'models/facts/facts.yml')
  const set = '    dimensions: {branch: branch_id, format: format, category: category}\n'
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(set, `${set}    dimension_sets: {reader: {borrower: borrower_id}}\n`),
  )
  return folder
}
