import type {DataTest} from '../compile/data-test.ts'
import type {Compiled} from '../compile/project.ts'
import {groupBy} from '../core/group-by.ts'
import {EXIT, ProblemError} from '../core/problem.ts'
import type {Fingerprints} from '../plan/fingerprints.ts'
import {type Database, literal} from '../sql/duckdb.ts'
import {runDataTest, statusOf, type TestResult, testEvent, testFault, testFingerprint} from './data-tests.ts'
import type {Listener} from './events.ts'
import {testsOf} from './failure.ts'
import type {PreparedSources} from './sources.ts'
import {noteTest, type State} from './state.ts'

/** A rule with severity `warn` that some rows break. */
export interface TestWarning {
  readonly name: string
  readonly failing: number
  readonly complaint: string
}

/** The data tests of one build: those whose query or data has changed since they last passed. */
export interface TestPhase {
  /** Sources and nodes that tests read. */
  readonly sources: readonly string[]
  readonly reads: ReadonlySet<string>
  /** Tests of sources alone, before anything is built; gives the failures by task. */
  runOnSources(database: Database): Promise<Map<string, ProblemError>>
  /** Tests of nodes, one task for each tested node; what reads the node waits for it. */
  readonly tasks: readonly {
    readonly name: string
    readonly after: readonly string[]
    run(connection: Database): Promise<void>
  }[]
  /** Forgets tests that are gone; gives the warnings in force. */
  finish(database: Database): Promise<TestWarning[]>
}

/**
 * Plans the data tests of a build: those of what is stale at `worst`, which are not run where it turns out `settled` not to be. Those with
 * severity `error` that fail are thrown (status 1) by the task. Nothing is tested that is `left` as it is although it is stale, nor what
 * does not belong to `only`.
 */
export function testPhase(
  compiled: Compiled,
  state: State,
  worst: Fingerprints,
  settled: () => Fingerprints,
  sources: PreparedSources,
  options: {failures?: string; only?: ReadonlySet<string>; left?: ReadonlySet<string>; listen: Listener},
): TestPhase {
  const isSource = (name: string) => name.startsWith('source:')
  const printBy = (test: DataTest, prints: Fingerprints) =>
    testFingerprint(
      test,
      name => (isSource(name) ? sources.fingerprints.get(name.slice('source:'.length)) : prints.nodes.get(name)) ?? '',
    )
  const print = (test: DataTest) => printBy(test, settled())
  const stale =
    options.failures === undefined
      ? []
      : compiled.tests.filter(
          test =>
            state.tests.get(test.name)?.fingerprint !== printBy(test, worst) &&
            (options.only?.has(test.subject) ?? true) &&
            ![test.subject, ...test.reads].some(name => options.left?.has(name)),
        )
  const around = {
    failures: options.failures ?? '',
    project: compiled.project.folder,
    sourceOf: (subject: string) => {
      const name = subject.slice('source:'.length)
      const source = compiled.project.declarations.sources.get(name)
      const location = sources.locations.get(name)
      return isSource(subject) && source && location ? {source, location} : undefined
    },
  }
  const run = async (database: Database, tests: readonly DataTest[]): Promise<void> => {
    const results: TestResult[] = []
    for (const test of tests) {
      if (state.tests.get(test.name)?.fingerprint === print(test)) continue // what it reads is not stale after all
      const started = performance.now()
      const result = await runDataTest(database, test, around).catch(
        (error: unknown): TestResult => ({test, problems: [testFault(test, error)]}),
      )
      results.push(result)
      options.listen(testEvent(result, performance.now() - started))
      const {failing} = result
      if (failing !== undefined && statusOf(result) !== 'fail') {
        await database.run(`begin; ${noteTest(test.name, print(test), failing)}; commit`)
        state.tests.set(test.name, {fingerprint: print(test), failing})
      }
    }
    const problems = results.flatMap(result => result.problems)
    if (problems.some(problem => problem.severity === 'error')) throw new ProblemError(problems, EXIT.failed)
    for (const problem of problems) options.listen({type: 'problem', problem})
  }

  const onSources = stale.filter(test => isSource(test.subject) && test.reads.every(isSource))
  const onNodes = groupBy(
    stale.filter(test => !onSources.includes(test)),
    test => test.subject,
  )
  const read = new Set(stale.flatMap(test => [test.subject, ...test.reads]))
  return {
    sources: [...read].filter(isSource).map(name => name.slice('source:'.length)),
    reads: new Set([...read].filter(name => !isSource(name))),
    runOnSources: async database => {
      const failed = new Map<string, ProblemError>()
      for (const [subject, tests] of groupBy(onSources, test => test.subject)) {
        try {
          await run(database, tests)
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error
          failed.set(testsOf(subject), error)
        }
      }
      return failed
    },
    tasks: [...onNodes].map(([subject, tests]) => ({
      name: testsOf(subject),
      after: [...new Set(tests.flatMap(test => [test.subject, ...test.reads]))],
      run: connection => run(connection, tests),
    })),
    finish: async database => {
      const names = new Set(compiled.tests.map(test => test.name))
      const gone = [...state.tests.keys()].filter(name => !names.has(name))
      if (gone.length > 0) await database.run(`delete from meta.tests where name in (${gone.map(literal).join(', ')})`)
      return compiled.tests
        .filter(test => test.severity === 'warn' && (state.tests.get(test.name)?.failing ?? 0) > test.threshold)
        .map(test => ({name: test.name, failing: state.tests.get(test.name)!.failing, complaint: test.complaint}))
    },
  }
}
