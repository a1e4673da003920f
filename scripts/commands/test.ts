import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {presentRefs} from '../catalog/aliases.ts'
import {loadProject} from '../compile/load.ts'
import {type Compiled, compileProject} from '../compile/project.ts'
import {fault, type Problem, ProblemError, refuse} from '../core/problem.ts'
import {type Place, settle} from '../core/settings.ts'
import {suggestion} from '../core/suggest.ts'
import {runDataTest, type TestResult} from '../execute/data-tests.ts'
import {prepareSources} from '../execute/sources.ts'
import {openState} from '../execute/state.ts'
import {literal, openDatabase} from '../sql/duckdb.ts'
import {type ExampleResult, readExamples, runExamples} from '../verify/examples.ts'
import {type ModelTestResult, readModelTests, runModelTests} from '../verify/model-tests.ts'
import {recordRun} from '../verify/record.ts'

export interface TestArguments {
  readonly project?: string
  readonly target?: string
  readonly sources?: string
  /** Names of data tests, sources (`source:NAME`), models, KPIs or components; all tests without any. */
  readonly selectors: readonly string[]
}

export interface TestReport {
  readonly dataTests: readonly TestResult[]
  readonly modelTests: readonly ModelTestResult[]
  readonly examples: readonly ExampleResult[]
  /** Of selectors that are former or deprecated references. */
  readonly warnings: readonly Problem[]
}

/** `kpi test`: data tests on what is built, unit tests of models, golden examples of KPIs. The target keeps the results of the latter two for the site. */
export async function test(options: TestArguments): Promise<TestReport> {
  const place = settle(options)
  const compiled = compileProject(await loadProject(place.project))
  const problems: Problem[] = []
  const examples = readExamples(compiled, problems)
  const modelTests = readModelTests(compiled, problems)
  const {refs: selectors, warnings} = presentRefs(compiled.project.catalog, options.selectors)
  checkSelectors(compiled, selectors, problems)
  refuse(problems)
  const chosen = (...names: string[]) => selectors.length === 0 || names.some(name => selectors.includes(name))
  const dataTests = compiled.tests.filter(each => chosen(each.name, each.subject, ...each.reads))
  const report = {
    dataTests: dataTests.length === 0 ? [] : await runOnBuilt(compiled, dataTests, place),
    modelTests: await runModelTests(compiled, modelTests, model => chosen(model)),
    examples: await runExamples(compiled, examples, refs => chosen(...refs)),
    warnings,
  }
  recordRun(place.target, compiled, {
    examples: {files: examples, results: report.examples},
    modelTests: {files: modelTests, results: report.modelTests},
  })
  return report
}

function checkSelectors(compiled: Compiled, selectors: readonly string[], problems: Problem[]): void {
  const {definitions} = compiled.project
  const valid = [
    ...compiled.tests.flatMap(each => [each.name, each.subject, ...each.reads]),
    ...compiled.nodes.map(node => node.name),
    ...definitions.kpis.keys(),
    ...definitions.components.keys(),
  ]
  for (const selector of selectors) {
    if (!valid.includes(selector))
      problems.push(
        fault('empty-selection', `"${selector}" selects nothing`, {
          hint: suggestion(selector, new Set(valid), 'tests, models and KPIs'),
        }),
      )
  }
}

/** Runs data tests on the published warehouse, and on the sources as they are now. */
async function runOnBuilt(compiled: Compiled, tests: Compiled['tests'], place: Place): Promise<TestResult[]> {
  const warehouse = join(place.target, 'warehouse.duckdb')
  if (!existsSync(warehouse))
    throw new ProblemError(
      [fault('not-built', `there is no warehouse in ${place.target}`, {hint: 'run kpi build first'})],
      1,
    )
  const database = await openDatabase()
  try {
    const state = await openState(database)
    for (const name of ['sources', 'staging']) await database.run(`attach ':memory:' as ${name}`)
    const sources = await prepareSources(database, compiled.project, state, {
      sources: place.sources,
      listen: () => undefined,
    })
    for (const node of compiled.nodes)
      if (node.kind === 'view') await database.run(`create view ${node.relation} as\n${node.sql}`)
    await database.run(`attach ${literal(warehouse)} as warehouse (read_only); use warehouse`)
    const around = {
      failures: join(place.target, 'failures'),
      project: compiled.project.folder,
      sourceOf: (subject: string) => {
        const name = subject.replace(/^source:/, '')
        const source = compiled.project.declarations.sources.get(name)
        const location = sources.locations.get(name)
        return subject.startsWith('source:') && source && location ? {source, location} : undefined
      },
    }
    const results: TestResult[] = []
    for (const each of tests) results.push(await runDataTest(database, each, around))
    return results
  } finally {
    database.close()
  }
}
