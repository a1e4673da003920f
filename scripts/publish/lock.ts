import {existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {EXIT, fault, ProblemError} from '../core/problem.ts'
import {type Database, openDatabase} from '../sql/duckdb.ts'

/** Size of an empty database: its three headers. */
const WHOLE = 3 * 4096

/**
 * Takes the target's lock: one build at a time. It is the operating system's lock on a small database file, so a killed process
 * leaves none behind. Held until closed.
 */
export async function lockTarget(target: string): Promise<Database> {
  const folder = join(target, 'build')
  mkdirSync(folder, {recursive: true})
  const file = join(folder, 'lock.duckdb')
  await createWhole(file)
  try {
    return await openDatabase(file)
  } catch (error) {
    lockedBy(error)
    throw error
  }
}

/** Throws a problem (status 1) where an error says that another process holds a database. */
export function lockedBy(error: unknown): void {
  const {message} = error as Error
  if (!/Could not set lock/.test(message)) return
  const pid = /PID (\d+)/.exec(message)?.[1]
  throw new ProblemError(
    [
      fault('build-running', `another build is at work in this target${pid ? ` (process ${pid})` : ''}`, {
        hint: 'wait for it to end, or choose another --target',
      }),
    ],
    EXIT.failed,
  )
}

/** The file appears whole, whoever dies or runs out of space while it is made; one that is cut short is made anew. */
async function createWhole(file: string): Promise<void> {
  if (existsSync(file) && statSync(file).size >= WHOLE) return
  const draft = `${file}.${process.pid}`
  try {
    ;(await openDatabase(draft)).close()
    // another build may have made it meanwhile, and hold it: only one that is still cut short is replaced
    if (!existsSync(file)) linkSync(draft, file)
    else if (statSync(file).size < WHOLE) renameSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error // otherwise another build was first
  } finally {
    rmSync(draft, {force: true})
  }
}
