import {closeSync, openSync, readSync} from 'node:fs'

const PIECE = 1 << 20
const NEWLINE = 0x0a

/** Lines `from` to `to` (1-based, both included, as far as there are any) of a UTF-8 file, which is read in pieces: it may be larger than memory. */
export function readLines(path: string, from: number, to: number): string[] {
  const wanted: Uint8Array[] = []
  let line = 1
  forPieces(path, piece => {
    let start = 0
    while (start < piece.length && line <= to) {
      const end = piece.indexOf(NEWLINE, start)
      const next = end < 0 ? piece.length : end + 1
      if (line >= from) wanted.push(Uint8Array.from(piece.subarray(start, next)))
      if (end >= 0) line++
      start = next
    }
    return line <= to
  })
  const text = Buffer.concat(wanted).toString('utf8')
  if (text === '') return []
  return text.replace(/\r?\n$/, '').split(/\r?\n/)
}

/** The line (1-based) on which each of the bytes (0-based, ascending) of a file stands. */
export function linesAt(path: string, bytes: readonly number[]): number[] {
  const lines: number[] = []
  let line = 1
  let passed = 0
  forPieces(path, piece => {
    let start = 0
    while (lines.length < bytes.length) {
      const end = piece.indexOf(NEWLINE, start)
      const limit = passed + (end < 0 ? piece.length - 1 : end)
      while (lines.length < bytes.length && bytes[lines.length]! <= limit) lines.push(line)
      if (end < 0) break
      line++
      start = end + 1
    }
    passed += piece.length
    return lines.length < bytes.length
  })
  return [...lines, ...bytes.slice(lines.length).map(() => line)]
}

/** Hands a file over piece by piece, until its end or until no more is wanted. */
function forPieces(path: string, use: (piece: Uint8Array) => boolean): void {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(PIECE)
    for (;;) {
      const length = readSync(file, buffer, 0, PIECE, null)
      if (length === 0 || !use(buffer.subarray(0, length))) return
    }
  } finally {
    closeSync(file)
  }
}
