import {createReadStream} from 'node:fs'
import {pipeline} from 'node:stream/promises'
import {type CastingContext, parse} from 'csv-parse'
import {parse as parseSync} from 'csv-parse/sync'

/** A row of a CSV file as it is written there. */
export interface CsvRecord {
  /** The line on which it begins, 1-based. */
  readonly line: number
  /** Its text, quotes and all, without the line's end. */
  readonly raw: string
}

/** Where something stands in a file; columns count UTF-16 units. */
export interface CsvPlace {
  readonly line: number
  readonly column: number
  readonly length: number
}

const LENIENT = {relax_quotes: true, relax_column_count: true, skip_empty_lines: true} as const

/**
 * Records of a CSV file by their number among the rows that DuckDB can read (1-based, the header not counted). DuckDB tells neither
 * line nor place of those, only the bytes at which the others begin (`unreadable`).
 */
export async function csvRecords(
  path: string,
  numbers: ReadonlySet<number>,
  unreadable: ReadonlySet<number>,
): Promise<Map<number, CsvRecord>> {
  const found = new Map<number, CsvRecord>()
  if (numbers.size === 0) return found
  let number = -1 // the header is no row
  const parser = parse({
    ...LENIENT,
    raw: true,
    info: true,
    on_record: record => {
      const {raw, info} = record as unknown as {raw: string; info: {lines: number; bytes: number}}
      if (unreadable.has(info.bytes - Buffer.byteLength(raw))) return null
      number++
      if (numbers.has(number)) {
        const text = raw.replace(/\r?\n$/, '').replace(/^[\r\n]+/, '')
        found.set(number, {line: info.lines - breaks(text), raw: text})
        if (found.size === numbers.size) parser.destroy()
      }
      return null
    },
  })
  parser.resume()
  try {
    await pipeline(createReadStream(path), parser)
  } catch (error) {
    // either everything is found, or a quote is never closed: what stands before it has been seen
    const {code} = error as {code?: string}
    if (!code?.startsWith('CSV_') && code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  }
  return found
}

/** Where the n-th field (0-based) of a record stands; after its end where it has fewer; undefined where its quotes are broken. */
export function fieldPlace(record: CsvRecord, index: number): CsvPlace | undefined {
  const widths: number[] = []
  const cast = (value: string, {quoting}: CastingContext) => {
    widths.push(quoting ? value.length + value.split('"').length + 1 : value.length)
    return value
  }
  try {
    parseSync(record.raw, {...LENIENT, cast})
  } catch {
    return undefined
  }
  const start = Math.min(
    widths.slice(0, index).reduce((sum, width) => sum + width + 1, 0),
    record.raw.length,
  )
  const before = record.raw.slice(0, start)
  return {
    line: record.line + breaks(before),
    column: start - (before.lastIndexOf('\n') + 1) + 1,
    length: Math.max(1, (widths[index] ?? 1) || 1),
  }
}

function breaks(text: string): number {
  return text.split('\n').length - 1
}
