import type {Problem} from '../core/problem.ts'
import type {Place} from '../core/settings.ts'
import {type Run, run} from './run.ts'
import {isWithin} from './watch.ts'

/** What `kpi report` says where only a build helps. */
const NEEDS_BUILD = new Set(['not-built', 'stale-warehouse', 'warehouse-changed'])

/** What a run is for. */
export interface Start {
  readonly command: 'build' | 'report'
  /** What has changed, as absolute paths. */
  readonly changed: readonly string[]
}

export interface Rebuilder {
  /** Something has changed: brings the target up to date, now or after what is running. */
  changed(paths: readonly string[], reports: string): void
  /** Ends what is running and starts nothing more. */
  stop(): Promise<void>
}

/**
 * Brings the target up to date, one command at a time: a build, or the site alone where nothing else has changed since the last
 * good one. `begin` is told when it starts, `end` what was wrong.
 */
export function rebuilder(
  place: Place,
  begin: (start: Start) => void,
  end: (problems: readonly Problem[]) => void,
): Rebuilder {
  const pending: {paths: string[]; reports: string} = {paths: [], reports: ''}
  let running: Run | undefined
  let work: Promise<void> | undefined
  let stopped = false
  /** What is built is up to date but for the site. */
  let isBuilt = false

  async function command(name: 'build' | 'report'): Promise<readonly Problem[]> {
    running = run(name, place)
    const {problems} = await running.ended
    running = undefined
    return problems
  }

  async function once(): Promise<void> {
    const siteOnly = isBuilt && pending.paths.every(path => isWithin(path, pending.reports))
    const start = {command: siteOnly ? 'report' : 'build', changed: pending.paths} as const
    pending.paths = []
    begin(start)
    let problems = await command(start.command)
    if (!stopped && siteOnly && problems.some(each => NEEDS_BUILD.has(each.code))) problems = await command('build')
    isBuilt = siteOnly || problems.length === 0
    if (!stopped) end(problems)
  }

  async function untilDone(): Promise<void> {
    do await once()
    while (!stopped && pending.paths.length > 0)
    work = undefined
  }

  return {
    changed: (paths, reports) => {
      pending.paths.push(...paths)
      pending.reports = reports
      if (!stopped) work ??= untilDone()
    },
    stop: async () => {
      stopped = true
      running?.stop()
      await work
    },
  }
}
