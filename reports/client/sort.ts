/** Puts buttons into the heads of a table of several rows: they sort its body; the total stays at its foot. */
export function makeSortable(table: HTMLTableElement): void {
  const body = table.tBodies[0]
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])]
  if (!body || body.rows.length < 2) return
  table.classList.add('sortable')
  const order = new Intl.Collator(document.documentElement.lang, {numeric: true})
  for (const [column, head] of heads.entries()) {
    const button = document.createElement('button')
    button.type = 'button'
    button.append(...head.childNodes)
    head.append(button)
    const isNumber = head.classList.contains('number') || head.dataset.unit !== undefined
    button.addEventListener('click', () => {
      // figures begin with the largest, words with A; NULL is last either way
      const before = head.getAttribute('aria-sort')
      const down = before === null ? isNumber : before === 'ascending'
      for (const each of heads) each.removeAttribute('aria-sort')
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending')
      table.closest('[data-exports]')?.querySelector('.sorted')?.remove() // no longer true
      sortRows(body, column, down ? -1 : 1, order)
    })
  }
}

function sortRows(body: HTMLTableSectionElement, column: number, sign: 1 | -1, order: Intl.Collator): void {
  const rows = [...body.rows].map(row => ({row, key: keyOf(row.cells[column])}))
  rows.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null)
    return (
      sign *
      (typeof a.key === 'number' && typeof b.key === 'number' ? a.key - b.key : order.compare(`${a.key}`, `${b.key}`))
    )
  })
  body.append(...rows.map(({row}) => row))
}

/** What a cell is sorted by: its bare value where it has one, else its words. */
function keyOf(cell: HTMLTableCellElement | undefined): number | string | null {
  const text = (cell?.dataset.value ?? cell?.textContent ?? '').trim()
  if (text === '' || text === '–') return null
  const number = cell?.dataset.value === undefined ? Number.NaN : Number(text)
  return Number.isNaN(number) ? text : number
}
