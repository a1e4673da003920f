import {mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

/** Where remembered results lie; set in the bundle (`bin/bundle.mjs`), absent elsewhere (in unit tests nothing is remembered). */
const FOLDER = process.env.KPI_CACHE

/** What was remembered under a key that names its content; undefined when nothing was, or it can't be read. */
export function recall(key: string): unknown {
  if (FOLDER === undefined) return undefined
  try {
    return JSON.parse(readFileSync(join(FOLDER, 'data', `${key}.json`), 'utf8'))
  } catch {
    return undefined // absent or damaged: the caller works it out again
  }
}

/** Remembers JSON data. A cache that can't be written is no failure: the next run is merely slower. */
export function remember(key: string, data: unknown): void {
  if (FOLDER === undefined) return
  const file = join(FOLDER, 'data', `${key}.json`)
  try {
    mkdirSync(join(FOLDER, 'data'), {recursive: true})
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(data))
    renameSync(`${file}.${process.pid}`, file)
  } catch {
    // see above
  }
}
