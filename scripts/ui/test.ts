import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, resolve} from 'node:path'
import {type TestArguments, type TestReport, test} from '../commands/test.ts'
import {EXIT} from '../core/problem.ts'
import {settle} from '../core/settings.ts'
import type {JunitSuite} from '../verify/junit.ts'
import type {MonitorResult} from '../verify/monitors.ts'
import {complain, type LogFormat} from './complain.ts'
import {drawProgress, seconds} from './progress.ts'
import {tellWarnings} from './warnings.ts'

export interface TestOptions extends TestArguments {
  readonly format: 'text' | 'json'
  readonly logFormat?: LogFormat
  /** File for the results as JUnit XML. */
  readonly junit?: string
}

/** Prints what fails, then how many tests hold; status 1 when one with severity `error` fails. */
export async function testCommand(options: TestOptions): Promise<void> {
  const started = performance.now()
  // results of tests are told when all have ended, but by the log, which tells each as it ends
  const log = drawProgress(process.stderr, settle(options).project, 'json')
  const report = await test(options, options.logFormat === 'json' ? log.listen : undefined)
  tellWarnings(report.warnings, options)
  const all = [...report.dataTests, ...report.monitors, ...report.modelTests, ...report.examples]
  const problems = all.flatMap(result => result.problems)
  if (problems.some(problem => problem.severity === 'error')) process.exitCode = EXIT.failed
  if (options.junit !== undefined) await writeJunit(resolve(options.junit), report)
  if (options.format === 'json') {
    process.stdout.write(`${JSON.stringify(withoutInsides(report), null, 2)}\n`)
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
  const {fresh, anomalies} = sorted(report.monitors)
  const judged = anomalies.filter(each => each.state !== 'unknown')
  const unjudged = anomalies.length - judged.length
  process.stdout.write(
    [
      ...(report.dataTests.length === 0 ? [] : [`${holds(report.dataTests)} data tests pass`]),
      ...(fresh.length === 0 ? [] : [`${holds(fresh)} sources are fresh`]),
      ...(anomalies.length === 0
        ? []
        : [
            `${holds(judged)} watched series have no anomaly${unjudged === 0 ? '' : `; ${unjudged} too short to judge`}`,
          ]),
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

function sorted(monitors: readonly MonitorResult[]) {
  return {
    fresh: monitors.filter(each => each.monitor.kind === 'freshness'),
    anomalies: monitors.filter(each => each.monitor.kind !== 'freshness'),
  }
}

/** The report as JSON: tests and monitors by their names, without their statements. */
function withoutInsides(report: TestReport) {
  return {
    ...report,
    dataTests: report.dataTests.map(({test: {name, subject, severity}, ...rest}) => ({
      name,
      subject,
      severity,
      ...rest,
    })),
    monitors: report.monitors.map(({monitor: {name, subject, kind}, ...rest}) => ({name, subject, kind, ...rest})),
  }
}

async function writeJunit(file: string, report: TestReport): Promise<void> {
  const {junitXml} = await import('../verify/junit.ts')
  const {fresh, anomalies} = sorted(report.monitors)
  const monitored = (results: readonly MonitorResult[], why: string) =>
    results.map(({monitor, state, problems, ms}) => ({
      name: monitor.name,
      of: monitor.subject,
      problems,
      ms,
      ...(state === 'unknown' ? {skipped: why} : {}),
    }))
  const suites: JunitSuite[] = [
    {
      name: 'data tests',
      cases: report.dataTests.map(({test: {name, subject}, problems, ms}) => ({name, of: subject, problems, ms})),
    },
    {name: 'freshness', cases: monitored(fresh, 'there are no data')},
    {name: 'anomalies', cases: monitored(anomalies, 'the history is too short')},
    {
      name: 'unit tests',
      cases: report.modelTests.map(({name, model, problems, ms}) => ({name, of: model, problems, ms})),
    },
    {name: 'examples', cases: report.examples.map(({name, file: of, problems, ms}) => ({name, of, problems, ms}))},
  ]
  mkdirSync(dirname(file), {recursive: true})
  writeFileSync(file, junitXml(suites))
}
