import {closeSync, fstatSync, openSync, readSync} from 'node:fs'
import {parse} from 'csv-parse/sync'
import {fault, type Problem} from '../core/problem.ts'

const ENOUGH = 1 << 20

/** The column names in a CSV file's first line; undefined, with a problem, where there is none that can be read. */
export function readCsvHeader(
  path: string,
  file: string,
  expected: readonly string[],
  problems: Problem[],
): string[] | undefined {
  const say = (code: string, message: string, hint: string) => {
    problems.push(fault(code, message, {file, hint}))
    return undefined
  }
  const bytes = firstBytes(path)
  const header = `a first line such as ${expected.slice(0, 4).join(',')}${expected.length > 4 ? ',…' : ''}`
  if (bytes.length === 0) return say('empty-file', `${file} is empty`, `expected ${header}`)
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  const end = bytes.indexOf(0x0a)
  let line: string
  try {
    line = new TextDecoder('utf-8', {fatal: true}).decode(end < 0 ? bytes : bytes.subarray(0, end))
  } catch {
    return say('wrong-encoding', `${file} is not UTF-8${utf16 ? ' but UTF-16' : ''}`, 'save it as UTF-8')
  }
  if (line.includes('\0')) return say('wrong-encoding', `${file} is not a text file`, 'expected UTF-8 text')
  try {
    const [names] = parse(line, {relax_column_count: true}) as string[][]
    if (names?.some(name => name !== '')) return names
  } catch {
    // told below: a first line that is no CSV row is no header
  }
  return say('no-header', `${file} has no header`, `expected ${header}`)
}

function firstBytes(path: string): Uint8Array {
  const handle = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(Math.min(ENOUGH, fstatSync(handle).size))
    return buffer.subarray(0, readSync(handle, buffer, 0, buffer.length, 0))
  } finally {
    closeSync(handle)
  }
}
