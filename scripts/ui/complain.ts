import type {Problem} from '../core/problem.ts'
import {settle} from '../core/settings.ts'
import {formatProblems} from './problems.ts'

/** How progress and problems are told on stderr. */
export type LogFormat = 'text' | 'json'

/** Tells problems on stderr; as data, too, to a process that started this one for them (`kpi dev`). */
export function complain(
  problems: readonly Problem[],
  options: {readonly project?: string; readonly logFormat?: LogFormat},
): void {
  if (options.logFormat === 'json')
    for (const problem of problems) process.stderr.write(logLine({type: 'problem', problem}))
  else process.stderr.write(`${formatProblems(problems, settle(options).project)}\n`)
  if (process.env.KPI_TELLS_PARENT) process.send?.({problems})
}

/** An event as one line of JSON, with the time. */
export function logLine(event: {readonly type: string; readonly problem?: Problem}): string {
  const {type, problem, ...rest} = event
  const {text: _, ...told} = problem ?? {text: undefined}
  return `${JSON.stringify({at: new Date().toISOString(), type, ...(problem ? told : {}), ...rest})}\n`
}
