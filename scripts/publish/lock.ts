import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {EXIT, fault, ProblemError} from '../core/problem.ts'
import {type Database, openDatabase} from '../sql/duckdb.ts'

/**
 * Takes the target's lock: one build at a time. It is the operating system's lock on a small database file, so a killed process
 * leaves none behind. Held until closed.
 */
export async function lockTarget(target: string): Promise<Database> {
  const folder = join(target, 'build')
  mkdirSync(folder, {recursive: true})
  try {
    return await openDatabase(join(folder, 'lock.duckdb'))
  } catch (error) {
    const {message} = error as Error
    if (!/lock/i.test(message)) throw error
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
}
