/** Excel takes a file for UTF-8 only with this mark; other programs skip it. */
const MARK = '\ufeff'
const LINE_END = '\r\n'
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/

/** A table's cell: a number stays one, any other text is made harmless. */
export interface CsvCell {
  readonly text: string
  readonly isNumber: boolean
}

/** The remarks as lines that begin with #, then the rows, quoted by RFC 4180. */
export function csv(remarks: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  const lines = [...remarks.map(remark), ...rows.map(row => row.map(field).join(','))]
  return MARK + lines.map(line => line + LINE_END).join('')
}

/** What a table shows, the head first, with the bare values of its cells; a cell over several columns leaves the others empty. */
export function rowsOf(table: HTMLTableElement): CsvCell[][] {
  return [...table.rows].map(row =>
    [...row.cells].flatMap(cell => [
      cellOf(cell),
      ...Array.from({length: cell.colSpan - 1}, () => ({text: '', isNumber: false})),
    ]),
  )
}

function cellOf(cell: HTMLTableCellElement): CsvCell {
  const {value} = cell.dataset
  if (value !== undefined) return {text: value, isNumber: NUMBER.test(value)}
  return {text: headOf(cell), isNumber: false}
}

/** A cell's words without its marks. */
export function headOf(cell: HTMLElement): string {
  const words = cell.cloneNode(true) as HTMLElement
  for (const mark of words.querySelectorAll('.mark')) mark.remove()
  return plain(words.textContent)
}

/** In one line, without the marks that keep writing directions apart on the page. */
export function plain(text: string): string {
  return text
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

function field({text, isNumber}: CsvCell): string {
  if (isNumber) return text
  // a spreadsheet would calculate what begins like a formula
  const harmless = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text
  return /[",#\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** Remarks are not quoted, so that programs find their #; a spreadsheet splits them at commas, and no part may begin like a formula. */
function remark(text: string): string {
  return `# ${plain(text).replace(/([,;\t]["'\s]*)(?=[=+\-@＝＋－＠])/g, "$1'")}`
}
