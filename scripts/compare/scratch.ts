import {mkdirSync, readdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A folder for what a command needs only while it runs. */
export interface Scratch {
  /** Absolute. */
  readonly folder: string
  /** Something else to undo at the end; it must not wait for anything, since a signal leaves no time. */
  undo(work: () => void): void
  /** Removes the folder and undoes what was asked for, the last first; the second time it does nothing. */
  close(): void
}

/**
 * Makes a folder of this process's own below `parent`, named after the process. It is removed when closed and when the process is
 * asked to end (Ctrl-C); what a killed process left is removed by the next one.
 */
export function openScratch(parent: string): Scratch {
  mkdirSync(parent, {recursive: true})
  for (const name of readdirSync(parent)) {
    const pid = /^run-(\d+)$/.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(parent, name), {recursive: true, force: true})
  }
  const folder = join(parent, `run-${process.pid}`)
  rmSync(folder, {recursive: true, force: true})
  mkdirSync(folder)
  const works = [() => rmSync(folder, {recursive: true, force: true})]
  const close = () => {
    for (const signal of SIGNALS) process.off(signal, end)
    for (const work of works.splice(0).reverse()) work()
  }
  const end = (signal: NodeJS.Signals) => {
    try {
      close()
    } finally {
      process.kill(process.pid, signal) // nobody listens any more: it ends the process, and says why
    }
  }
  for (const signal of SIGNALS) process.on(signal, end)
  return {folder, undo: work => void works.push(work), close}
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' // somebody else's
  }
}
