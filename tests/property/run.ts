import fc from 'fast-check'

/**
 * How properties are tried. The events are the same in every run of the tests; to try others:
 * - `KPI_SEED=N` draws other events (a failure names the seed and path that bring it back),
 * - `KPI_SHRINK=no` stops at the first failure without making it smaller,
 * - `KPI_RUNS=N` multiplies the number of event sets (2 for twice as many, 0.1 for a tenth).
 */
export const SEED = Number(process.env.KPI_SEED ?? 20_260_329)
const FACTOR = Number(process.env.KPI_RUNS ?? 1)

/** How long a test may take, shrinking included; what is not tried within two thirds of it counts as a failure. */
export const TIMEOUT = 600_000 * Math.max(1, FACTOR)

/** Checks a property and, if it fails, throws the smallest counterexample's own message. */
export async function check<T>(
  arbitrary: fc.Arbitrary<T>,
  usual: number,
  predicate: (drawn: T) => Promise<void>,
): Promise<void> {
  const details = await fc.check(fc.asyncProperty(arbitrary, predicate), {
    seed: SEED,
    numRuns: Math.max(1, Math.round(usual * FACTOR)),
    interruptAfterTimeLimit: (TIMEOUT * 2) / 3,
    markInterruptAsFailure: true,
    endOnFailure: process.env.KPI_SHRINK === 'no',
  })
  if (!details.failed) return
  const {errorInstance, seed, counterexamplePath, numShrinks, numRuns} = details
  if (counterexamplePath === null) throw new Error(`only ${numRuns} event sets could be tried in time`)
  const message = errorInstance instanceof Error ? errorInstance.message : String(errorInstance)
  throw new Error(`${message}\n(KPI_SEED=${seed}, path ${counterexamplePath}, after ${numShrinks} shrinks)`)
}
