import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import {fingerprint} from '../core/hash.ts'
import {MEMORY} from '../execute/memory.ts'
import {type Database, openDatabase} from '../sql/duckdb.ts'

const NOTE = 'version.json'

/** What a version says of itself, so that the next build knows whether its warehouse is as it was published. */
interface VersionNote {
  readonly version: string
  readonly data_end: string
  /** What each fact and mart was made from: a Parquet file can be taken over while this is the same. */
  readonly nodes: Readonly<Record<string, string>>
  readonly warehouse: {readonly size: number; readonly modified: number; readonly headers?: string}
  /** What the version's id is made of, by what it is called. */
  readonly inputs?: Readonly<Record<string, string>>
}

/** What a published version says of itself; throws where it says nothing. */
export function readNote(folder: string): VersionNote {
  return JSON.parse(readFileSync(join(folder, NOTE), 'utf8')) as VersionNote
}

/** Writes `version.json` beside a finished warehouse. */
export function noteVersion(
  folder: string,
  version: string,
  dataEnd: string,
  nodes: ReadonlyMap<string, string>,
  inputs: Readonly<Record<string, string>>,
): void {
  const warehouse = join(folder, 'warehouse.duckdb')
  const {size, mtimeMs} = statSync(warehouse)
  const note: VersionNote = {
    version,
    data_end: dataEnd,
    nodes: Object.fromEntries(nodes),
    warehouse: {size, modified: mtimeMs, headers: headersOf(warehouse)},
    inputs,
  }
  writeFileSync(join(folder, NOTE), `${JSON.stringify(note, null, 2)}\n`)
}

/** A target's file in which builds work. */
export function workingCopy(target: string): string {
  return join(target, 'build', 'warehouse.duckdb')
}

/**
 * Opens the build's own database: what an interrupted build left, else a copy of the published one, else a new one. A published file
 * that somebody has written into since is not built upon, nor is anything that can't be opened. `limits` are DuckDB's.
 */
export async function openWorkingCopy(
  file: string,
  published: string | undefined,
  limits: Readonly<Record<string, string>> = {},
): Promise<Database> {
  const options = {...MEMORY, ...limits}
  if (!existsSync(file) && published !== undefined && isAsPublished(published)) {
    copyFileSync(join(published, 'warehouse.duckdb'), `${file}.copy`)
    // somebody may have written into it meanwhile
    if (isAsPublished(published)) renameSync(`${file}.copy`, file)
    else rmSync(`${file}.copy`)
  }
  try {
    return await openDatabase(file, options)
  } catch (error) {
    if (!existsSync(file)) throw error
    // what a killed build left can't be used: begin anew
    discardWorkingCopy(file)
    return await openDatabase(file, options)
  }
}

/** A database file's three headers. */
const HEADERS = 3 * 4096

function headersOf(file: string): string {
  const bytes = Buffer.alloc(HEADERS)
  const open = openSync(file, 'r')
  try {
    readSync(open, bytes, 0, HEADERS, 0)
  } finally {
    closeSync(open)
  }
  return fingerprint(bytes.toString('base64'))
}

/** Removes the build's own database and what belongs to it. */
export function discardWorkingCopy(file: string): void {
  for (const path of [`${file}.wal`, `${file}.copy`, file]) rmSync(path, {force: true})
}

/** What the nodes of a published version were made from. */
export function nodesOf(folder: string | undefined): ReadonlyMap<string, string> {
  try {
    return new Map(Object.entries(readNote(folder!).nodes))
  } catch {
    return new Map() // nothing is published, or by an engine that did not note them
  }
}

/**
 * Whether a version's warehouse is the file that was published, or a copy of it: of the same size, not written since, or with the same
 * headers, in which DuckDB counts its writing.
 */
export function isAsPublished(folder: string): boolean {
  try {
    const {warehouse: noted} = readNote(folder)
    const file = join(folder, 'warehouse.duckdb')
    const {size, mtimeMs} = statSync(file)
    const isSame = noted.size === size && (noted.modified === mtimeMs || noted.headers === headersOf(file))
    return isSame && !existsSync(`${file}.wal`)
  } catch {
    return false // no note, or no warehouse: nothing to build upon
  }
}
