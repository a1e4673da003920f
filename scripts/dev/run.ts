import {type ChildProcess, fork} from 'node:child_process'
import {join} from 'node:path'
import {fault, type Problem} from '../core/problem.ts'
import type {Place} from '../core/settings.ts'

/** What became of a command: problems, none where it succeeded. */
export interface Outcome {
  readonly problems: readonly Problem[]
}

export interface Run {
  readonly ended: Promise<Outcome>
  /** Ends it; what is published stays as it is. */
  stop(): void
}

/**
 * Runs `kpi build` or `kpi report` in a process of its own, which draws its progress and its problems on stderr as always: the
 * server goes on answering, whatever happens there.
 */
export function run(command: 'build' | 'report', place: Place): Run {
  const {project, target, sources, settings} = place
  const from = command === 'build' && sources !== undefined ? ['--sources', sources] : []
  const child = fork(
    join(process.env.KPI_ROOT!, 'bin', 'kpi.mjs'),
    [command, '--project', project, '--target', target, ...from, ...(settings?.args ?? []), '--format', 'json'],
    {stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [], env: {...process.env, KPI_TELLS_PARENT: '1'}},
  )
  return {ended: outcome(child, command), stop: () => void child.kill('SIGTERM')}
}

function outcome(child: ChildProcess, command: string): Promise<Outcome> {
  let problems: readonly Problem[] = []
  return new Promise(resolve => {
    child.on('message', message => {
      problems = (message as {problems: readonly Problem[]}).problems
    })
    child.on('error', error => resolve({problems: [fault('not-started', error.message)]}))
    child.on('close', (status, signal) => {
      const silent = fault('ended-early', `kpi ${command} ended with ${signal ?? `status ${status}`}`, {
        hint: 'the terminal may say more',
      })
      resolve({problems: status === 0 ? [] : problems.length > 0 ? problems : [silent]})
    })
  })
}
