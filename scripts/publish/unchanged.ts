import {existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {dataEngine, siteEngine} from '../core/engine.ts'
import {fingerprint, fingerprintFiles} from '../core/hash.ts'
import type {Settings} from '../core/settings.ts'
import {openDatabase} from '../sql/duckdb.ts'
import {type FilePrints, filePrints} from '../warehouse/file-prints.ts'
import {findFiles, isPattern, type Location} from '../warehouse/locate.ts'

/** What a build is made from besides the project's files. */
export interface Asked {
  /** Absolute. */
  readonly project: string
  readonly target: string
  readonly sources?: string
  readonly asOf?: string
  readonly onBadRows?: string
  readonly settings?: Settings
}

/** What a finished build notes, so that the next one can see that it has nothing to do. */
interface Note<Summary> {
  /** Files and folders of the project, relative to it. */
  readonly paths: readonly string[]
  readonly sources: readonly {readonly name: string; readonly path: string}[]
  readonly fingerprint: string
  readonly summary: Summary
}

/** The file that remembers what sources' files contain. */
export function sourcePrints(target: string): string {
  return join(target, 'build', 'files.json')
}

const noteFile = (target: string) => join(target, 'build', 'unchanged.json')

/**
 * The summary of the last build, where everything that it was made from is as it was: the project's files and the sources' by their
 * content, the arguments, the results of tests and audits, the engine. Undefined where anything differs. Nothing is read but these files.
 */
export async function unchangedSince<Summary>(asked: Asked): Promise<Summary | undefined> {
  let note: Note<Summary>
  try {
    note = JSON.parse(readFileSync(noteFile(asked.target), 'utf8')) as Note<Summary>
  } catch {
    return undefined // there is none, or half of one: the build looks for itself
  }
  const print = await madeFrom(asked, note.paths, note.sources, filePrints(sourcePrints(asked.target)))
  return print === note.fingerprint ? note.summary : undefined
}

/** Fingerprint of everything that a build is made from; undefined where a source has no files. */
export async function madeFrom(
  asked: Asked,
  paths: readonly string[],
  sources: readonly {readonly name: string; readonly path: string}[],
  prints: FilePrints,
): Promise<string | undefined> {
  const locations = await locateAll(asked, sources)
  if (locations === undefined) return undefined
  const contents: string[] = []
  for (const {format, files} of locations) contents.push(format, ...(await Promise.all(files.map(prints.of))))
  const {project, asOf, onBadRows = 'fail', settings} = asked
  const values = [...(settings?.variables ?? [])].map(([name, {value}]) => [name, value])
  return fingerprint(
    JSON.stringify([dataEngine(), siteEngine(), asOf, onBadRows, settings?.sample, values, paths, sources]),
    fingerprintFiles(project, paths),
    ...['tests.json', 'audit.json'].map(name => textOf(join(asked.target, name))),
    ...contents,
  )
}

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

/** Notes what a build was made from that brought everything up to date; half a note is as good as none. */
export function noteUnchanged<Summary>(target: string, note: Note<Summary>): void {
  writeFileSync(noteFile(target), JSON.stringify(note))
}

/** Has the next build look for itself. */
export function forgetUnchanged(target: string): void {
  rmSync(noteFile(target), {force: true})
}

async function locateAll(
  {project, sources}: Asked,
  all: readonly {readonly name: string; readonly path: string}[],
): Promise<Location[] | undefined> {
  const database = sources === undefined && all.some(each => isPattern(each.path)) ? await openDatabase() : undefined
  try {
    const found: Location[] = []
    for (const source of all) {
      const location = await findFiles(source, project, sources, database)
      if (location === undefined) return undefined
      found.push(location)
    }
    return found
  } finally {
    database?.close()
  }
}
