import {existsSync, mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import type {Compiled} from '../compile/project.ts'
import {fingerprint} from '../core/hash.ts'
import {understand} from '../query/request.ts'
import {compileStatement} from '../query/statement.ts'
import {normalSql} from '../sql/normal.ts'
import type {ExampleFile, ExampleResult} from './examples.ts'
import type {ModelTestFile, ModelTestResult} from './model-tests.ts'

/** How an example or unit test came out, and for which version of it and of the SQL that it runs. */
export interface ResultNote {
  readonly file: string
  readonly name: string
  readonly fingerprint: string
  readonly passed: boolean
}

/** The results of `kpi test` that a target keeps, for the site. */
export interface TestRecord {
  readonly examples: readonly ResultNote[]
  readonly modelTests: readonly ResultNote[]
}

const EMPTY: TestRecord = {examples: [], modelTests: []}

/** Where a target keeps the results. */
function recordFile(target: string): string {
  return join(target, 'tests.json')
}

/** The results on record; none where `kpi test` has not run, or what it wrote can't be read any more. */
export function readRecord(target: string): TestRecord {
  const file = recordFile(target)
  if (!existsSync(file)) return EMPTY
  try {
    return {...EMPTY, ...(JSON.parse(readFileSync(file, 'utf8')) as Partial<TestRecord>)}
  } catch {
    return EMPTY // half a file is as good as none: tests can be run again
  }
}

/** What was run: the files of the project, and the results of those tests that were chosen. */
export interface Run {
  readonly examples: {readonly files: readonly ExampleFile[]; readonly results: readonly ExampleResult[]}
  readonly modelTests: {readonly files: readonly ModelTestFile[]; readonly results: readonly ModelTestResult[]}
}

/**
 * Keeps the results of a run, each with the fingerprint of what was tested, in place of earlier ones of the same tests; what the
 * project has no more is forgotten. The same results give the same bytes.
 */
export function recordRun(target: string, compiled: Compiled, {examples, modelTests}: Run): void {
  const before = readRecord(target)
  const record: TestRecord = {
    examples: merge(before.examples, examples.results, exampleFingerprints(compiled, examples.files)),
    modelTests: merge(before.modelTests, modelTests.results, modelTestFingerprints(compiled, modelTests.files)),
  }
  const file = recordFile(target)
  mkdirSync(dirname(file), {recursive: true})
  writeFileSync(`${file}.tmp`, `${JSON.stringify(record, null, 2)}\n`)
  renameSync(`${file}.tmp`, file)
}

function merge(
  before: readonly ResultNote[],
  results: readonly (ExampleResult | ModelTestResult)[],
  prints: ReadonlyMap<string, string>,
): ResultNote[] {
  const found = results.map(({file, name, problems}): ResultNote => {
    return {file, name, fingerprint: prints.get(keyOf({file, name}))!, passed: problems.length === 0}
  })
  const all = new Map([...before, ...found].map(note => [keyOf(note), note]))
  return [...all]
    .filter(([key]) => prints.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, note]) => note)
}

function keyOf({file, name}: Pick<ResultNote, 'file' | 'name'>): string {
  return `${file}\t${name}`
}

export type ResultState = 'passed' | 'failed' | 'not-run'

/** How a test stands: its result, if that is of this very version of it. */
export function stateOf(
  notes: readonly ResultNote[],
  prints: ReadonlyMap<string, string>,
  test: Pick<ResultNote, 'file' | 'name'>,
): ResultState {
  const note = notes.find(each => each.file === test.file && each.name === test.name)
  if (note === undefined || note.fingerprint !== prints.get(keyOf(test))) return 'not-run'
  return note.passed ? 'passed' : 'failed'
}

/** Of each example, a fingerprint of its rows and values, of the statements of its KPIs, and of the models that they read. */
export function exampleFingerprints(compiled: Compiled, files: readonly ExampleFile[]): Map<string, string> {
  const {kpis, histograms} = compiled.project.definitions
  const models = modelPrints(compiled)
  const prints = new Map<string, string>()
  const statements = new Map<string, string>()
  const statement = (ref: string): string => {
    const known = statements.get(ref)
    if (known !== undefined) return known
    const kpi = kpis.get(ref)
    const histogram = histograms.find(each => each.ref === ref)
    const measures = kpi?.measures ?? histogram?.slots.map(slot => slot.measure) ?? []
    const facts = measures.flatMap(measure => [measure.fact, ...measure.related.map(rows => rows.fact)])
    const made = fingerprint(
      kpi
        ? normalSql(
            compileStatement(
              compiled.project,
              understand({refs: [ref], from: '2000-01-01', to: '2000-01-01'}, compiled.project),
            ).sql,
          )
        : '',
      histogram ? JSON.stringify(histogram) : '',
      ...[...new Set(facts)].map(fact => models(fact)),
    )
    statements.set(ref, made)
    return made
  }
  for (const {yaml, input} of files) {
    for (const example of input.examples) {
      const refs = [...new Set(example.expect.map(each => each.kpi ?? each.component ?? ''))]
      const print = fingerprint(JSON.stringify([input.defaults, example]), ...refs.map(statement))
      prints.set(keyOf({file: yaml.file, name: example.name}), print)
    }
  }
  return prints
}

/** Of each unit test, a fingerprint of its rows and of the models that it runs. */
export function modelTestFingerprints(compiled: Compiled, files: readonly ModelTestFile[]): Map<string, string> {
  const models = modelPrints(compiled)
  return new Map(
    files.flatMap(({yaml, input}) =>
      input.tests.map(
        test =>
          [
            keyOf({file: yaml.file, name: test.name}),
            fingerprint(JSON.stringify([input.defaults, test]), models(test.model)),
          ] as const,
      ),
    ),
  )
}

/** Of a model, a fingerprint of its statement and of all that it reads, down to what the sources declare. */
export function modelPrints({nodes, project}: Compiled): (name: string) => string {
  const byName = new Map(nodes.map(node => [node.name, node]))
  const made = new Map<string, string>()
  const print = (name: string): string => {
    const known = made.get(name)
    if (known !== undefined) return known
    const node = byName.get(name)
    const columns =
      name.startsWith('source:') && project.declarations.sources.get(name.slice('source:'.length))?.columns
    made.set(name, '') // what reads itself is refused when it is compiled
    const found = fingerprint(
      name,
      normalSql(node?.sql ?? ''),
      JSON.stringify(columns || null),
      ...(node?.upstream ?? []).map(print),
    )
    made.set(name, found)
    return found
  }
  return print
}
