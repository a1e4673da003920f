/** The width and height that a summary keeps to: the smallest terminal that is common. */
export const WIDTH = 80
export const HEIGHT = 24

/** Breaks a text between words into lines of at most 80 columns, the further ones indented; a word that is longer stays whole. */
export function wrap(text: string, most = Number.POSITIVE_INFINITY): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (columns(longer) <= WIDTH || line.trim() === '') line = longer
    else {
      lines.push(line)
      line = `  ${word}`
    }
  }
  lines.push(line)
  if (lines.length <= most) return lines
  return [...lines.slice(0, most - 1), cut(`${lines[most - 1]} …`)]
}

/** A text cut to 80 columns. */
export function cut(text: string): string {
  const whole = [...text]
  if (whole.length <= WIDTH) return text
  return `${whole
    .slice(0, WIDTH - 2)
    .join('')
    .trimEnd()} …`
}

/** The first of some lines, and how many more there are. */
export function firstOf(lines: readonly string[], most: number, more: (count: number) => string): string[] {
  return lines.length <= most ? [...lines] : [...lines.slice(0, most), more(lines.length - most)]
}

/** The first of some names, and how many more there are: `a, b and 12 more`. */
export function nameSome(names: readonly string[], most: number): string {
  if (names.length <= most) return names.join(', ')
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`
}

/** As many names as fit into some lines, between a text before and one after them, and how many more there are. */
export function wrapNames(before: string, names: readonly string[], after: string, most: number): string[] {
  for (let shown = Math.min(8, names.length); shown > 1; shown--) {
    const lines = wrap(`${before}${nameSome(names, shown)}${after}`)
    if (lines.length <= most) return lines
  }
  return wrap(`${before}${nameSome(names, 1)}${after}`, most)
}

/** A number of things: `1 row`, `12,000 rows`. */
export function count(number: number, thing: string): string {
  return `${number.toLocaleString('en-GB')} ${thing}${number === 1 ? '' : 's'}`
}

const columns = (text: string) => [...text].length
