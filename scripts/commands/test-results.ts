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

export interface TestReport {
  readonly dataTests: readonly TestResult[]
  readonly modelTests: readonly ModelTestResult[]
  readonly examples: readonly ExampleResult[]
}

/** Writes the results of `kpi test` as those of the target's last run; those of data tests were recorded as they ended. */
export function writeTestResults(
  place: Place,
  args: Required<SelectorArguments>,
  {dataTests, modelTests, examples}: TestReport,
  recorded: readonly RunResult[],
  ms: number,
): void {
  const results: RunResult[] = [
    ...recorded,
    ...modelTests.map(({file, name, ms: took, problems}) => checked(testId('unit_test', name, file), took, problems)),
    ...examples.map(({file, name, ms: took, problems}) => checked(testId('example', name, file), took, problems)),
  ]
  const problems = [...dataTests, ...modelTests, ...examples].flatMap(each => each.problems)
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
  return {...result(id, problems.length > 0 ? 'fail' : 'pass', ms, problems[0]?.message), timing: []}
}
