import {type ChildProcess, spawn} from 'node:child_process'
import {join} from 'node:path'
import {createInterface} from 'node:readline'
import {ROOT, type Run} from '../e2e/command-line.ts'

/** A build that runs beside the test, in a process group of its own. */
export interface Running {
  /** Settles when the process has ended; the status of one that a signal ended is null. */
  readonly ended: Promise<Run>
  /** Waits until stderr has this text; gives false when the process ends first. */
  says(text: string): Promise<boolean>
  /** Sends a signal to the process and all that it started. */
  signal(name: NodeJS.Signals): void
}

/** Starts `kpi build` on a project. */
export function startBuild(project: string, target: string, env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(
    process.execPath,
    [join(ROOT, 'bin', 'kpi.mjs'), 'build', '--project', project, '--target', target, '--format', 'json'],
    {cwd: ROOT, detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: {...process.env, ...env}},
  )
  let stdout = ''
  let stderr = ''
  let done = false
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    tell()
  })
  const ended = new Promise<Run>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', status => {
      done = true
      tell()
      resolve({status, stdout, stderr})
    })
  })
  return {
    ended,
    says: text =>
      new Promise(resolve => {
        const look = () => {
          if (!done && !stderr.includes(text)) return
          listeners.delete(look)
          resolve(stderr.includes(text))
        }
        listeners.add(look)
        look()
      }),
    signal: name => {
      try {
        process.kill(-child.pid!, name)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // it has ended by itself
      }
    },
  }
}

/** Another process that has a database file open, as a notebook or a BI tool would. */
export interface Reader {
  /** The rows of a statement, values as text. */
  ask(sql: string): Promise<(string | null)[][]>
  /** Closes the database, then ends. */
  close(): Promise<void>
  /** Ends as a crash would, with the file open. */
  kill(): Promise<void>
}

/** Opens a database file in a process of its own. */
export async function openReader(file: string, mode: 'READ_ONLY' | 'READ_WRITE'): Promise<Reader> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'reader.mjs'), file, mode], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]()
  const next = async () => {
    const {value, done} = await lines.next()
    if (done) throw new Error('the reader has ended')
    const answer = JSON.parse(value) as {rows: (string | null)[][]; error?: string}
    if (answer.error !== undefined) throw new Error(answer.error)
    return answer.rows
  }
  await next()
  return {
    ask: sql => {
      child.stdin.write(`${JSON.stringify(sql)}\n`)
      return next()
    },
    close: () => {
      child.stdin.end()
      return exit(child)
    },
    kill: () => {
      child.kill('SIGKILL')
      return exit(child)
    },
  }
}

function exit(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise(resolve => child.on('exit', () => resolve()))
}
