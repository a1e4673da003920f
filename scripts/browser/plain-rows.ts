/** As much of an Arrow table as rows are made of. */
interface Table {
  readonly numRows: number
  readonly schema: {readonly fields: readonly {readonly name: string; readonly type: {toString(): string}}[]}
  getChildAt(index: number): {get(row: number): unknown} | null
}

/** An Arrow table's rows as plain JavaScript: integers as numbers (as text where one isn't a safe integer), dates, timestamps and decimals as text. */
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
  if (type.startsWith('Decimal')) return decimal(value as Uint32Array, Number(/e\+?(-?\d+)/.exec(type)?.[1] ?? 0))
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString()
  if (type.startsWith('List'))
    return [...(value as Iterable<unknown>)].map(each => plain(each, type.slice('List<'.length)))
  return value
}

/** A decimal of 128 bits, lowest first, as text. */
function decimal(words: Uint32Array, scale: number): string {
  const unsigned = [...words].reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n)
  const number = BigInt.asIntN(32 * words.length, unsigned)
  const digits = String(number < 0n ? -number : number).padStart(scale + 1, '0')
  const point = digits.length - scale
  return `${number < 0n ? '-' : ''}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ''}`
}
