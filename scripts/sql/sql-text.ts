/**
 * Just enough of SQL's lexical structure to find where a call ends, whose beginning DuckDB's parser has told:
 * quoted texts and names, dollar quotes and comments are skipped.
 */

const SKIPPED = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//y

/** Length of the quoted text or name, or comment, that begins at `offset`; 0 where none does. */
export function skippedAt(text: string, offset: number): number {
  SKIPPED.lastIndex = offset
  return SKIPPED.exec(text)?.[0].length ?? 0
}

/** Offset of the parenthesis that closes the one at `open`. */
export function closingParenthesis(text: string, open: number): number {
  return scan(text, open, () => undefined)
}

/** Ranges of the arguments between the parentheses; none for `()`. */
export function splitArguments(text: string, open: number, close: number): [number, number][] {
  if (text.slice(open + 1, close).trim() === '') return []
  const commas: number[] = []
  scan(text, open, offset => commas.push(offset))
  const starts = [open + 1, ...commas.map(offset => offset + 1)]
  const ends = [...commas, close]
  return starts.map((start, i) => [start, ends[i]!])
}

function scan(text: string, open: number, comma: (offset: number) => void): number {
  let depth = 0
  for (let i = open; i < text.length; i++) {
    SKIPPED.lastIndex = i
    const skipped = SKIPPED.exec(text)
    if (skipped) {
      i += skipped[0].length - 1
      continue
    }
    const char = text[i]!
    if ('([{'.includes(char)) depth++
    else if (')]}'.includes(char)) {
      depth--
      if (depth === 0) return i
    } else if (char === ',' && depth === 1) comma(i)
  }
  return text.length
}

/** Length of the (possibly quoted) identifier at `offset`; 0 where there is none. */
export function identifierAt(text: string, offset: number): number {
  return /^(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)/u.exec(text.slice(offset))?.[0].length ?? 0
}

/** Offset of the first comment, undefined where there is none. */
export function commentIn(text: string): number | undefined {
  for (let i = 0; i < text.length; i++) {
    SKIPPED.lastIndex = i
    const skipped = SKIPPED.exec(text)
    if (!skipped) continue
    if (skipped[0].startsWith('--') || skipped[0].startsWith('/*')) return i
    i += skipped[0].length - 1
  }
  return undefined
}
