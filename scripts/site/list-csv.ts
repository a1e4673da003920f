import {stringify} from 'csv-stringify/sync'
import type {Project} from '../compile/load.ts'
import type {ListRow} from './figures.ts'

/**
 * All rows of a list as CSV, with the columns' names, as the model holds them (times are local). Texts that a spreadsheet would take for
 * a formula get an apostrophe; numbers stay numbers.
 */
export function listCsv({declarations, definitions}: Project, ref: string, rows: readonly ListRow[]): string {
  const component = definitions.components.get(ref)
  if (component?.form !== 'list') throw new Error(`${ref} is no list`)
  const columns = [...new Set([component.date, ...Object.keys(component.columns)])]
  const declared = declarations.models.get(component.list)?.columns ?? {}
  const isNumber = (column: string) => /INT|DECIMAL|DOUBLE|FLOAT/.test(declared[column]?.type ?? '')
  const cells = rows.map(row =>
    columns.map(column => {
      const text = row.cells[column] ?? null
      return text !== null && isNumber(column) ? Number(text) : text
    }),
  )
  return stringify([columns, ...cells], {escape_formulas: true, record_delimiter: '\r\n', bom: true})
}
