/** A value as people read it: 42.0 %, 2 min 05 s, 1,234.50 EUR; "–" for none. */
export function formatValue(value: number | null, unit: string, currency: string): string {
  if (value === null) return '–'
  switch (unit) {
    case 'count':
      return number(value, 0, Number.isInteger(value) ? 0 : 2)
    case 'fraction':
      return `${number(value * 100, 1, 1)} %`
    case 'money':
      return `${number(value, 2, 2)} ${currency}`
    case 'seconds':
      return formatSeconds(value)
    case 'score':
      return number(value, 2, 2)
    default:
      return number(value, 0, 4)
  }
}

function number(value: number, least: number, most: number): string {
  return value.toLocaleString('en-GB', {minimumFractionDigits: least, maximumFractionDigits: most})
}

/** The two largest units of a duration. */
export function formatSeconds(total: number): string {
  const sign = total < 0 ? '−' : ''
  const seconds = Math.round(Math.abs(total))
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor((seconds % 86_400) / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ]
  if (seconds < 60) return `${sign}${number(Math.abs(total), 0, 1)} s`
  const first = parts.findIndex(([amount]) => amount > 0)
  return (
    sign +
    parts
      .slice(first, first + 2)
      .filter(([amount], i) => i === 0 || amount > 0)
      .map(([amount, unit]) => `${amount} ${unit}`)
      .join(' ')
  )
}

/** A table of texts in columns; those in `right` are aligned right. */
export function drawTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number>,
): string {
  const widths = head.map((title, i) => Math.max(width(title), ...rows.map(row => width(row[i]!))))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) =>
        right.has(i) ? ' '.repeat(widths[i]! - width(cell)) + cell : cell + ' '.repeat(widths[i]! - width(cell)),
      )
      .join('  ')
      .trimEnd()
  return [line(head), widths.map(each => '─'.repeat(each)).join('  '), ...rows.map(line)].join('\n')
}

const width = (text: string) => [...text].length
