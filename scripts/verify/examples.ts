import {existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import type {Kpi} from '../catalog/definitions.ts'
import {type ExamplesInput, examplesSchema} from '../catalog/model-schemas.ts'
import {validate} from '../catalog/read.ts'
import type {Compiled} from '../compile/project.ts'
import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import {readYaml, type YamlFile, type YamlPath} from '../core/yaml-file.ts'
import {type Answer, answer} from '../query/answer.ts'
import {type Question, understand} from '../query/request.ts'
import type {Database} from '../sql/duckdb.ts'
import {openEmptyProject} from './empty-project.ts'
import type {GivenRow} from './example-rows.ts'
import {giveRows, materialise} from './given.ts'

type Example = ExamplesInput['examples'][number]
type Expectation = Example['expect'][number]

/** An example as it ran. */
export interface ExampleResult {
  readonly file: string
  readonly name: string
  /** KPIs and components that it covers. */
  readonly refs: readonly string[]
  readonly expectations: number
  readonly ms: number
  readonly problems: readonly Problem[]
}

export interface ExampleFile {
  readonly yaml: YamlFile
  readonly input: ExamplesInput
}

/** Reads the project's golden examples; problems of their form are collected. */
export function readExamples(compiled: Compiled, problems: Problem[]): ExampleFile[] {
  const {folder, catalog} = compiled.project
  const examples = join(folder, catalog.paths.examples)
  if (!existsSync(examples)) return []
  return readdirSync(examples)
    .filter(name => /\.ya?ml$/.test(name))
    .sort()
    .flatMap(name => {
      const yaml = readYaml(join(examples, name), join(catalog.paths.examples, name))
      problems.push(...yaml.problems)
      const input = yaml.data === undefined ? undefined : validate(examplesSchema, yaml, yaml.data, [], problems)
      return input ? [{yaml, input}] : []
    })
}

/** Runs golden examples: each one's rows through staging, facts and the KPIs' own statements, compared with its values. */
export async function runExamples(
  compiled: Compiled,
  files: readonly ExampleFile[],
  wanted: (file: string, name: string) => boolean = () => true,
): Promise<ExampleResult[]> {
  const database = await openEmptyProject(compiled)
  for (const node of compiled.nodes)
    if (node.kind === 'view') await database.run(`create view ${node.relation} as\n${node.sql}`)
  const results: ExampleResult[] = []
  for (const file of files) {
    for (const [i, example] of file.input.examples.entries()) {
      const refs = [...new Set(example.expect.map(each => each.kpi ?? each.component ?? ''))]
      if (!wanted(file.yaml.file, example.name)) continue
      const started = performance.now()
      const problems: Problem[] = []
      await runExample(database, compiled, file, example, ['examples', i], problems)
      const ms = performance.now() - started
      results.push({file: file.yaml.file, name: example.name, refs, expectations: example.expect.length, ms, problems})
    }
  }
  database.close()
  return results
}

async function runExample(
  database: Database,
  compiled: Compiled,
  file: ExampleFile,
  example: Example,
  path: YamlPath,
  problems: Problem[],
): Promise<void> {
  const {yaml} = file
  await giveRows(
    database,
    compiled,
    example.given as Record<string, GivenRow[]>,
    file.input.defaults as Record<string, GivenRow>,
    {yaml, path: [...path, 'given']},
    problems,
  )
  if (problems.length > 0) return
  const wanted = example.expect.flatMap((each, i) => subjects(compiled, each, yaml, [...path, 'expect', i], problems))
  await materialise(
    database,
    compiled,
    wanted.flatMap(kpi => kpi.measures.flatMap(measure => [measure.fact, ...measure.related.map(rows => rows.fact)])),
  )
  for (const [i, expectation] of example.expect.entries()) {
    await check(database, compiled, expectation, yaml, [...path, 'expect', i], problems)
  }
}

/** The KPI of an expectation, or one made of each slot of its histogram. */
function subjects(
  compiled: Compiled,
  expectation: Expectation,
  yaml: YamlFile,
  path: YamlPath,
  problems: Problem[],
): Kpi[] {
  const {kpis, histograms} = compiled.project.definitions
  if (expectation.kpi !== undefined) {
    const kpi = kpis.get(expectation.kpi)
    if (!kpi)
      problems.push(
        fault('unknown-kpi', `there is no KPI "${expectation.kpi}"`, {
          ...yaml.place([...path, 'kpi']),
          hint: suggestion(expectation.kpi, kpis.keys(), 'KPIs'),
        }),
      )
    return kpi ? [kpi] : []
  }
  const histogram = histograms.find(each => each.ref === expectation.component)
  if (!histogram) {
    problems.push(
      fault('unknown-component', `there is no histogram "${expectation.component ?? ''}"`, {
        ...yaml.place(path),
        hint: suggestion(
          expectation.component ?? '',
          histograms.map(each => each.ref),
          'histograms',
        ),
      }),
    )
    return []
  }
  const [any] = kpis.values()
  return histogram.slots.map(slot => ({
    ...any!,
    ref: slot.measure.id,
    term: {type: 'measure', measure: slot.measure},
    measures: [slot.measure],
    dimensions: histogram.dimensions,
    hasHours: true,
    hasWeekdays: true,
  }))
}

async function check(
  database: Database,
  compiled: Compiled,
  expectation: Expectation,
  yaml: YamlFile,
  path: YamlPath,
  problems: Problem[],
): Promise<void> {
  const from = expectation.on ?? expectation.from
  const to = expectation.on ?? expectation.to
  const fail = (message: string, at: YamlPath = path) =>
    problems.push(fault('expectation-failed', message, yaml.place(at)))
  if (from === undefined || to === undefined) return void fail('no period is given: write "on", or "from" and "to"')
  const kpis = subjects(compiled, expectation, yaml, path, [])
  if (kpis.length === 0) return
  const question: Question = {
    refs: kpis.map(kpi => kpi.ref),
    from,
    to,
    where: Object.entries(expectation.where ?? {}).map(([name, values]) => `${name}=${values.join(',')}`),
    ...(expectation.by === undefined ? {} : {by: expectation.by}),
    ...(expectation.hours === undefined ? {} : {hours: expectation.hours}),
    ...(expectation.weekdays === undefined ? {} : {weekdays: expectation.weekdays}),
  }
  const {definitions} = compiled.project
  const project = {
    ...compiled.project,
    definitions: {...definitions, kpis: new Map([...definitions.kpis, ...kpis.map(kpi => [kpi.ref, kpi] as const)])},
  }
  const answers = await answer(database, project, understand(question, project))
  const subject = expectation.kpi ?? expectation.component!
  const period = from === to ? `on ${from}` : `from ${from} to ${to}`
  if (expectation.slots) {
    for (const [n, each] of answers.entries()) {
      const expected = expectation.slots[n] ?? 0
      if (!close(each.value, expected))
        fail(`${subject} ${period}, slot ${n}: ${each.value}, expected ${expected}`, [...path, 'slots'])
    }
  } else if (expectation.by !== undefined)
    compareBreakdown(answers, expectation, `${subject} ${period} by ${expectation.by}`, message =>
      fail(message, [...path, 'values']),
    )
  else if (expectation.value === undefined) fail('no value is expected: write "value", "by" with "values", or "slots"')
  else if (!close(answers[0]!.value, expectation.value))
    fail(`${subject} ${period}: ${answers[0]!.value}, expected ${expectation.value}`, [...path, 'value'])
}

function compareBreakdown(
  answers: readonly Answer[],
  expectation: Expectation,
  subject: string,
  fail: (message: string) => void,
) {
  const expected = expectation.values ?? {}
  const names = new Set([...Object.keys(expected), ...answers.map(each => each.dimension_value!)])
  for (const name of names) {
    const found = answers.find(each => each.dimension_value === name)?.value ?? null
    const wanted = expected[name] ?? null
    const nothing = (value: number | null) => value === null || value === 0
    if (!close(found, wanted) && !(nothing(found) && nothing(wanted)))
      fail(`${subject}, ${name}: ${found}, expected ${wanted}`)
  }
}

/** Equal up to the 12th digit, since values are doubles. */
function close(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b
  return Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(a), Math.abs(b))
}
