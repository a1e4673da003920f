import type {Problem} from '../core/problem.ts'
import {settle} from '../core/settings.ts'
import {formatProblems} from './problems.ts'

/** Draws warnings on stderr, above what a command has to say. */
export function tellWarnings(warnings: readonly Problem[], options: {readonly project?: string}): void {
  if (warnings.length > 0) process.stderr.write(`${formatProblems(warnings, settle(options).project)}\n\n`)
}
