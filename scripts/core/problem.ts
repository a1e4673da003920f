/** What can be wrong, as data. Nothing in the engine prints; `ui/problems.ts` draws these. */
export interface Problem {
  /** Stable identifier, e.g. `unknown-column`. */
  readonly code: string
  readonly severity: 'error' | 'warning'
  /** What is wrong, naming the thing. One sentence, no final stop. */
  readonly message: string
  /** Path as the user knows it (relative to the project where possible). */
  readonly file?: string
  /** 1-based; columns count UTF-16 units, as editors do. */
  readonly line?: number
  readonly column?: number
  /** How many characters of the line are concerned (at least 1). */
  readonly length?: number
  /** How to mend it. */
  readonly hint?: string
  /** The text of `file` that `line` refers to, where the file on disk isn't it (a rendered statement). */
  readonly text?: string
}

/** Exit statuses of the command line. */
export const EXIT = {done: 0, failed: 1, invalid: 2} as const
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT]

/** One or several problems that stop a command; `status` is the command's exit status. */
export class ProblemError extends Error {
  readonly problems: readonly Problem[]
  readonly status: ExitStatus

  constructor(problems: readonly Problem[], status: ExitStatus = EXIT.invalid) {
    super(problems.map(problem => problem.message).join('\n'))
    this.name = 'ProblemError'
    this.problems = problems
    this.status = status
  }
}

/** A problem with severity `error`. */
export function fault(
  code: string,
  message: string,
  rest: Omit<Problem, 'code' | 'message' | 'severity'> = {},
): Problem {
  return {code, severity: 'error', message, ...rest}
}

/** A problem with severity `warning`: told, but nothing stops. */
export function warning(
  code: string,
  message: string,
  rest: Omit<Problem, 'code' | 'message' | 'severity'> = {},
): Problem {
  return {code, severity: 'warning', message, ...rest}
}

/** Throws when any of the problems is an error. */
export function refuse(problems: readonly Problem[], status: ExitStatus = EXIT.invalid): void {
  if (problems.some(problem => problem.severity === 'error')) throw new ProblemError(problems, status)
}
