import fc from 'fast-check'

/**
 * How properties are tried. The events are the same in every run of the tests; to try others:
 * - `KPI_SEED=N` draws other events (a failure names the seed and path that bring it back),
 * - `KPI_RUNS=N` multiplies the number of event sets (2 for twice as many, 0.1 for a tenth).
 */
export const SEED = Number(process.env.KPI_SEED ?? 20_260_329)

export function runs(usual: number): number {
  return Math.max(1, Math.round(usual * Number(process.env.KPI_RUNS ?? 1)))
}

/** Checks a property and, if it fails, throws the smallest counterexample's own message. */
export async function check<T>(
  arbitrary: fc.Arbitrary<T>,
  usual: number,
  predicate: (drawn: T) => Promise<void>,
): Promise<void> {
  const details = await fc.check(fc.asyncProperty(arbitrary, predicate), {
    seed: SEED,
    numRuns: runs(usual),
    interruptAfterTimeLimit: 400_000,
    markInterruptAsFailure: false,
  })
  if (!details.failed) return
  const {errorInstance, seed, counterexamplePath, numShrinks} = details
  const message = errorInstance instanceof Error ? errorInstance.message : String(errorInstance)
  throw new Error(`${message}\n(KPI_SEED=${seed}, path ${counterexamplePath}, after ${numShrinks} shrinks)`)
}
