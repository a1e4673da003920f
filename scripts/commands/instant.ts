import {fault, ProblemError} from '../core/problem.ts'
import {parseInstant} from '../warehouse/replay.ts'

/** The instant of `--as-of`; a problem (status 2) where it is none. */
export function instant(text: string): string {
  const parsed = parseInstant(text)
  if (parsed === undefined)
    throw new ProblemError([
      fault('wrong-instant', `--as-of: "${text}" is not an instant`, {
        hint: 'write it with its zone, as 2026-03-31T22:00:00Z',
      }),
    ])
  return parsed
}
