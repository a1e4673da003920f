import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {presentSelectors} from '../catalog/aliases.ts'
import {loadProject} from '../compile/load.ts'
import {type Monitor, monitorsOf} from '../compile/monitors.ts'
import {type Compiled, compileProject} from '../compile/project.ts'
import {EXIT, fault, type Problem, ProblemError, refuse} from '../core/problem.ts'
import {type Place, type PlaceOptions, settle} from '../core/settings.ts'
import {runDataTest, type TestResult, testEvent, testFault} from '../execute/data-tests.ts'
import type {Listener} from '../execute/events.ts'
import {prepareSources} from '../execute/sources.ts'
import {openState} from '../execute/state.ts'
import {select} from '../plan/select.ts'
import {entryId, type Item, selectable} from '../plan/selectable.ts'
import type {SelectorArguments, SelectorOptions} from '../plan/selector.ts'
import {testId} from '../results/ids.ts'
import {writeManifest} from '../results/manifest.ts'
import {recorder} from '../results/recorder.ts'
import {literal, openDatabase} from '../sql/duckdb.ts'
import {readExamples, runExamples} from '../verify/examples.ts'
import {readModelTests, runModelTests} from '../verify/model-tests.ts'
import {runMonitors} from '../verify/monitors.ts'
import {recordRun} from '../verify/record.ts'
import {instant} from './instant.ts'
import {knownFor, selectorsOf} from './selection.ts'
import {type TestReport, writeTestResults} from './test-results.ts'

export type {TestReport} from './test-results.ts'

export interface TestArguments extends SelectorOptions, PlaceOptions {
  /** ISO 8601 with its zone: sources are tested as they stood then, and their freshness counts up to it. */
  readonly asOf?: string
  /** Of what is selected, only what failed in the last run. */
  readonly retry?: boolean
}

/**
 * `kpi test`: data tests on what is built, unit tests of models, golden examples of KPIs. The target keeps the results of the latter two
 * for the site, and all of them as the results of this run.
 */
export async function test(options: TestArguments, listen: Listener = () => undefined): Promise<TestReport> {
  const started = performance.now()
  const place = settle(options)
  const asOf = options.asOf === undefined ? undefined : instant(options.asOf)
  const compiled = compileProject(await loadProject(place))
  const problems: Problem[] = []
  const examples = readExamples(compiled, problems)
  const modelTests = readModelTests(compiled, problems)
  refuse(problems)
  const watches = monitorsOf(compiled.project)
  const given = selectorsOf(options)
  const {refs: select, warnings} = presentSelectors(compiled.project.catalog, given.select)
  const args = {...given, select}
  const chosen = await chooser(
    compiled,
    [
      ...compiled.tests.map(each => check('test', each.name, each.place.file, [each.subject, ...each.reads])),
      ...watches.map(({name, place: {file}, subject, kind}) =>
        check('test', name, file, [kind === 'value' ? entryId(subject) : subject]),
      ),
      ...modelTests.flatMap(({yaml, input}) =>
        input.tests.map(each => check('unit_test', each.name, yaml.file, [each.model])),
      ),
      ...examples.flatMap(({yaml, input}) =>
        input.examples.map(each =>
          check(
            'example',
            each.name,
            yaml.file,
            each.expect.map(({kpi, component}) => entryId(kpi ?? component ?? '')),
          ),
        ),
      ),
    ],
    options.retry ? {...args, select: ['result:failed']} : args,
    options,
  )
  const wanted = {
    tests: compiled.tests.filter(each => chosen(testId('test', each.name))),
    monitors: watches.filter(each => chosen(testId('test', each.name))),
  }
  const isOnBuilt = wanted.tests.length + wanted.monitors.length > 0
  const record = recorder(compiled.nodes)
  const both: Listener = event => {
    record.listen(event)
    listen(event)
  }
  const report = {
    ...(isOnBuilt ? await runOnBuilt(compiled, wanted, place, asOf, both) : {dataTests: [], monitors: []}),
    modelTests: await runModelTests(compiled, modelTests, (file, name) => chosen(testId('unit_test', name, file))),
    examples: await runExamples(compiled, examples, (file, name) => chosen(testId('example', name, file))),
    warnings,
  }
  recordRun(place.target, compiled, {
    examples: {files: examples, results: report.examples},
    modelTests: {files: modelTests, results: report.modelTests},
  })
  writeManifest(compiled, place.target)
  writeTestResults(place, args, report, record.results, performance.now() - started)
  return report
}

/** Something that tests others. Data tests have names that selectors know; others are chosen by their file or by what they test. */
function check(kind: 'test' | 'unit_test' | 'example', name: string, file: string, tested: readonly string[]): Item {
  return {
    id: kind === 'test' ? testId(kind, name) : testId(kind, name, file),
    kind: 'check',
    ...(kind === 'test' ? {name} : {}),
    files: [file],
    tags: [],
    upstream: [...new Set(tested)],
    nodes: [],
  }
}

/** Which tests are chosen: those that selectors name themselves, and those of anything that selectors name. */
async function chooser(
  compiled: Compiled,
  checks: readonly Item[],
  args: SelectorArguments,
  options: TestArguments,
): Promise<(id: string) => boolean> {
  if (!args.select?.length && !args.exclude?.length) return () => true
  const items = [...selectable(compiled), ...checks]
  const {chosen, excluded} = select(items, args, await knownFor(args, items, compiled, options))
  const run = new Set(
    checks
      .filter(({id, upstream}) => chosen.has(id) || upstream.some(each => chosen.has(each)))
      .filter(({id, upstream}) => !excluded.has(id) && !upstream.some(each => excluded.has(each)))
      .map(each => each.id),
  )
  return id => run.has(id)
}

/** Runs data tests and monitors on the published warehouse, and on the sources as they are now or were at an instant. */
async function runOnBuilt(
  compiled: Compiled,
  {tests, monitors}: {readonly tests: Compiled['tests']; readonly monitors: readonly Monitor[]},
  place: Place,
  asOf: string | undefined,
  listen: Listener,
): Promise<Pick<TestReport, 'dataTests' | 'monitors'>> {
  const warehouse = join(place.target, 'warehouse.duckdb')
  if (!existsSync(warehouse))
    throw new ProblemError(
      [fault('not-built', `there is no warehouse in ${place.target}`, {hint: 'run kpi build first'})],
      EXIT.failed,
    )
  const database = await openDatabase(':memory:', {...place.settings?.limits})
  try {
    const state = await openState(database)
    for (const name of ['sources', 'staging']) await database.run(`attach ':memory:' as ${name}`)
    const sources = await prepareSources(database, compiled.project, state, {
      sources: place.sources,
      asOf,
      sample: place.settings?.sample,
      watch: true,
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
    const dataTests: TestReport['dataTests'][number][] = []
    for (const each of tests) {
      const started = performance.now()
      const result = await runDataTest(database, each, around).catch(
        (error: unknown): TestResult => ({test: each, problems: [testFault(each, error)]}),
      )
      const ms = performance.now() - started
      dataTests.push({...result, ms})
      listen(testEvent(result, ms))
    }
    const [end] = await database.rows<{ends_at: string | null}>(
      'select cast(ends_at as varchar) as ends_at from meta.data_end',
    )
    const watched = {
      sourceDays: 'memory.meta.source_days',
      dataEnd: sources.dataEnd,
      builtEnd: end?.ends_at ?? '',
    }
    return {dataTests, monitors: await runMonitors(database, compiled, monitors, watched)}
  } finally {
    database.close()
  }
}
