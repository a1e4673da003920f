import {type TestArguments, test} from '../commands/test.ts'
import {EXIT} from '../core/problem.ts'
import {settle} from '../core/settings.ts'
import {complain, type LogFormat} from './complain.ts'
import {drawProgress, seconds} from './progress.ts'

export type TestOptions = TestArguments & {readonly format: 'text' | 'json'; readonly logFormat?: LogFormat}

/** Prints what fails, then how many tests hold; status 1 when one with severity `error` fails. */
export async function testCommand(options: TestOptions): Promise<void> {
  const started = performance.now()
  // results of tests are told when all have ended, but by the log, which tells each as it ends
  const log = drawProgress(process.stderr, settle(options).project, 'json')
  const report = await test(options, options.logFormat === 'json' ? log.listen : undefined)
  const all = [...report.dataTests, ...report.modelTests, ...report.examples]
  const problems = all.flatMap(result => result.problems)
  if (problems.some(problem => problem.severity === 'error')) process.exitCode = EXIT.failed
  if (options.format === 'json') {
    process.stdout.write(
      `${JSON.stringify({...report, dataTests: report.dataTests.map(({test: {name, subject, severity}, ...rest}) => ({name, subject, severity, ...rest}))}, null, 2)}\n`,
    )
    return
  }
  if (problems.length > 0) complain(problems, options)
  if (problems.length > 0 && options.logFormat !== 'json') process.stderr.write('\n')
  for (const {name, file, problems: found} of [...report.modelTests, ...report.examples]) {
    if (found.length > 0 && options.logFormat !== 'json') process.stderr.write(`✗ ${file}: ${name}\n`)
  }
  const holds = (results: readonly {problems: readonly unknown[]}[]) =>
    `${results.filter(result => result.problems.length === 0).length} of ${results.length}`
  const expectations = report.examples.reduce((sum, example) => sum + example.expectations, 0)
  process.stdout.write(
    [
      ...(report.dataTests.length === 0 ? [] : [`${holds(report.dataTests)} data tests pass`]),
      ...(report.modelTests.length === 0 ? [] : [`${holds(report.modelTests)} unit tests of models pass`]),
      ...(report.examples.length === 0
        ? []
        : [`${holds(report.examples)} golden examples hold (${expectations} expectations)`]),
      ...(all.length === 0 ? ['there is no test of this'] : []),
      seconds(performance.now() - started),
    ]
      .join('\n')
      .concat('\n'),
  )
}
