/** As much of an Arrow table as rows are made of. */
interface Table {
  readonly numRows: number
  readonly schema: {readonly fields: readonly {readonly name: string; readonly type: {toString(): string}}[]}
  getChildAt(index: number): {get(row: number): unknown} | null
}

/** An Arrow table's rows as plain JavaScript: integers as numbers (as text where one isn't a safe integer), dates and timestamps as text. */
export function plainRows(table: Table): Record<string, unknown>[] {
  const columns = table.schema.fields.map(({name, type}, i) => ({
    name,
    type: String(type),
    values: table.getChildAt(i)!,
  }))
  return Array.from({length: table.numRows}, (_, row) =>
    Object.fromEntries(columns.map(({name, type, values}) => [name, plain(values.get(row), type)])),
  )
}

function plain(value: unknown, type: string): unknown {
  if (value === null || value === undefined) return null
  if (type.startsWith('Date')) return new Date(Number(value)).toISOString().slice(0, 10)
  if (type.startsWith('Timestamp')) return new Date(Number(value)).toISOString().slice(0, 19).replace('T', ' ')
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString()
  if (type.startsWith('List'))
    return [...(value as Iterable<unknown>)].map(each => plain(each, type.slice('List<'.length)))
  return value
}
