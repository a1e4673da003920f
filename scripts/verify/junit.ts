import {create} from 'xmlbuilder2'
import type {Problem} from '../core/problem.ts'

/** A test as it ran. */
export interface JunitCase {
  readonly name: string
  /** What it tests: a source, model, KPI or file. */
  readonly of: string
  /** Those of severity `error` are its failure, the others only told. */
  readonly problems: readonly Problem[]
  /** Why it says nothing. */
  readonly skipped?: string
  /** Milliseconds. */
  readonly ms: number
}

export interface JunitSuite {
  readonly name: string
  readonly cases: readonly JunitCase[]
}

/**
 * Results of tests in the JUnit XML that CI servers read (Jenkins' junit-10 and Maven Surefire's elements and attributes, as far as both
 * know them). A test that only warns passes; what it says is in its `system-out`. Suites without tests are left out.
 */
export function junitXml(suites: readonly JunitSuite[]): string {
  const all = suites.filter(suite => suite.cases.length > 0)
  const cases = all.flatMap(suite => suite.cases)
  const root = create({version: '1.0', encoding: 'UTF-8', invalidCharReplacement: '\uFFFD'}).ele('testsuites', {
    name: 'kpi test',
    ...tally(cases),
    time: time(cases),
  })
  for (const suite of all) {
    const skipped = suite.cases.filter(each => each.skipped !== undefined).length
    const element = root.ele('testsuite', {name: suite.name, ...tally(suite.cases), skipped, time: time(suite.cases)})
    for (const each of suite.cases) {
      const classname = `${suite.name.replaceAll(' ', '-')}.${each.of.replaceAll('.', '_')}`
      const test = element.ele('testcase', {name: each.name, classname, time: time([each])})
      if (each.skipped !== undefined) test.ele('skipped', {message: each.skipped})
      const errors = each.problems.filter(isError)
      if (errors.length > 0)
        test.ele('failure', {message: firstLine(errors[0]!), type: errors[0]!.code}).txt(errors.map(told).join('\n\n'))
      const warnings = each.problems.filter(problem => !isError(problem))
      if (warnings.length > 0) test.ele('system-out').txt(warnings.map(told).join('\n\n'))
    }
  }
  return `${root.end({prettyPrint: true})}\n`
}

const isError = (problem: Problem) => problem.severity === 'error'

function tally(cases: readonly JunitCase[]) {
  return {tests: cases.length, failures: cases.filter(each => each.problems.some(isError)).length, errors: 0}
}

/** Seconds, to the millisecond. */
function time(cases: readonly JunitCase[]): string {
  return (cases.reduce((sum, each) => sum + each.ms, 0) / 1000).toFixed(3)
}

function firstLine({message}: Problem): string {
  return message.split('\n')[0]!
}

function told({severity, code, message, file, line, column, hint}: Problem): string {
  const place = [file, line, line === undefined ? undefined : column].filter(part => part !== undefined).join(':')
  return [
    `${severity} ${code}${place && `  ${place}`}`,
    message,
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
  ].join('\n')
}
