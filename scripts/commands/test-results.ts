import {EXIT, type Problem} from '../core/problem.ts'
import type {Place} from '../core/settings.ts'
import type {TestResult} from '../execute/data-tests.ts'
import type {SelectorArguments} from '../plan/selector.ts'
import {testId} from '../results/ids.ts'
import {result} from '../results/recorder.ts'
import {writeRunResults} from '../results/run-results.ts'
import type {RunResult} from '../results/run-results-schema.ts'
import type {ExampleResult} from '../verify/examples.ts'
import type {ModelTestResult} from '../verify/model-tests.ts'
import type {MonitorResult} from '../verify/monitors.ts'

export interface TestReport {
  readonly dataTests: readonly (TestResult & {readonly ms: number})[]
  readonly monitors: readonly MonitorResult[]
  readonly modelTests: readonly ModelTestResult[]
  readonly examples: readonly ExampleResult[]
  /** Of selectors that are former or deprecated references. */
  readonly warnings: readonly Problem[]
}

/** Writes the results of `kpi test` as those of the target's last run; those of data tests were recorded as they ended. */
export function writeTestResults(
  place: Place,
  args: Required<SelectorArguments>,
  {dataTests, monitors, modelTests, examples}: TestReport,
  recorded: readonly RunResult[],
  ms: number,
): void {
  const results: RunResult[] = [
    ...recorded,
    ...monitors.map(({monitor, ms: took, problems}) => checked(testId('test', monitor.name), took, problems)),
    ...modelTests.map(({file, name, ms: took, problems}) => checked(testId('unit_test', name, file), took, problems)),
    ...examples.map(({file, name, ms: took, problems}) => checked(testId('example', name, file), took, problems)),
  ]
  const problems = [...dataTests, ...monitors, ...modelTests, ...examples].flatMap(each => each.problems)
  writeRunResults(place.target, {
    args: {which: 'test', ...args, ...(place.sources === undefined ? {} : {sources: place.sources})},
    exit_status: problems.some(problem => problem.severity === 'error') ? EXIT.failed : EXIT.done,
    elapsed_time: Math.round(ms) / 1000,
    version: null,
    published: false,
    data_end: null,
    results,
    warnings: dataTests
      .filter(({problems: found}) => found.length > 0 && found.every(problem => problem.severity === 'warning'))
      .map(({test, failing = 0}) => ({
        unique_id: testId('test', test.name),
        failures: failing,
        message: test.complaint,
      })),
    quarantined: [],
    problems: problems.filter(problem => problem.severity === 'error'),
  })
}

/** The result of a test whose end nobody noted. */
function checked(id: string, ms: number, problems: readonly Problem[]): RunResult {
  const worst = problems.some(problem => problem.severity === 'error') ? 'fail' : problems.length > 0 ? 'warn' : 'pass'
  return {...result(id, worst, ms, problems[0]?.message), timing: []}
}
