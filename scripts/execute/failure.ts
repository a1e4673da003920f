import {EXIT, type Problem, ProblemError} from '../core/problem.ts'
import type {Outcome} from './schedule.ts'

/** What a build could not compute. */
export interface Failures {
  /** Nodes and data tests that failed: name → what is wrong. */
  readonly problems: readonly Problem[]
  /** Names of the nodes that failed, or whose data tests did. */
  readonly failed: readonly string[]
  /** Names of the nodes that were not computed because they read one of those: each with the name of that one. */
  readonly skipped: ReadonlyMap<string, string>
}

/** A build in which something failed (status 1): all problems at once. What could be computed is kept for the next build. */
export class BuildError<Result> extends ProblemError {
  readonly failures: Failures
  readonly result: Result

  constructor(failures: Failures, result: Result) {
    super(failures.problems, EXIT.failed)
    this.failures = failures
    this.result = result
  }
}

const TESTS = 'tests of '

/** Name of the task that runs a node's or source's data tests. */
export function testsOf(node: string): string {
  return `${TESTS}${node}`
}

/** The failures of a build's tasks; undefined where there are none. */
export function failuresOf({failed, skipped}: Outcome): Failures | undefined {
  if (failed.size === 0) return undefined
  const subject = (task: string) => (task.startsWith(TESTS) ? task.slice(TESTS.length) : task)
  return {
    problems: [...failed.values()].flatMap(error => error.problems),
    failed: [...new Set([...failed.keys()].map(subject))],
    skipped: new Map(
      [...skipped].filter(([task]) => !task.startsWith(TESTS)).map(([task, because]) => [task, subject(because)]),
    ),
  }
}

/** DuckDB's failures that are not the statement's own: no room on the disk, or a database that must be opened anew. */
export function concernsAll(error: ProblemError): boolean {
  return /\b(IO|FATAL|INTERNAL) Error\b|No space left/.test(error.message)
}
