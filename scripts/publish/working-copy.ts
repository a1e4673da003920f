import {copyFileSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {MEMORY} from '../execute/memory.ts'
import {type Database, openDatabase} from '../sql/duckdb.ts'

const NOTE = 'version.json'

/** What a version says of itself, so that the next build knows whether its warehouse is as it was published. */
interface VersionNote {
  readonly version: string
  readonly data_end: string
  /** What each fact and mart was made from: a Parquet file can be taken over while this is the same. */
  readonly nodes: Readonly<Record<string, string>>
  readonly warehouse: {readonly size: number; readonly modified: number}
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
): void {
  const {size, mtimeMs} = statSync(join(folder, 'warehouse.duckdb'))
  const note: VersionNote = {
    version,
    data_end: dataEnd,
    nodes: Object.fromEntries(nodes),
    warehouse: {size, modified: mtimeMs},
  }
  writeFileSync(join(folder, NOTE), `${JSON.stringify(note, null, 2)}\n`)
}

/**
 * Opens the build's own database: what an interrupted build left, else a copy of the published one, else a new one. A published file
 * that somebody has written into since is not built upon, nor is anything that can't be opened.
 */
export async function openWorkingCopy(file: string, published: string | undefined): Promise<Database> {
  if (!existsSync(file) && published !== undefined && isAsPublished(published)) {
    copyFileSync(join(published, 'warehouse.duckdb'), `${file}.copy`)
    // somebody may have written into it meanwhile
    if (isAsPublished(published)) renameSync(`${file}.copy`, file)
    else rmSync(`${file}.copy`)
  }
  try {
    return await openDatabase(file, MEMORY)
  } catch (error) {
    if (!existsSync(file)) throw error
    // what a killed build left can't be used: begin anew
    discardWorkingCopy(file)
    return await openDatabase(file, MEMORY)
  }
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

/** Whether a version's warehouse is the file that was published. */
export function isAsPublished(folder: string): boolean {
  try {
    const note = readNote(folder)
    const {size, mtimeMs} = statSync(join(folder, 'warehouse.duckdb'))
    return (
      note.warehouse.size === size &&
      note.warehouse.modified === mtimeMs &&
      !existsSync(join(folder, 'warehouse.duckdb.wal'))
    )
  } catch {
    return false // no note, or no warehouse: nothing to build upon
  }
}
