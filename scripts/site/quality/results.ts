import type {Records} from '../../audit/records.ts'
import type {DataTest} from '../../compile/data-test.ts'
import {monitorsOf} from '../../compile/monitors.ts'
import type {Compiled} from '../../compile/project.ts'
import type {Problem} from '../../core/problem.ts'
import type {Database} from '../../sql/duckdb.ts'
import {type ExampleFile, readExamples} from '../../verify/examples.ts'
import {type ModelTestFile, readModelTests} from '../../verify/model-tests.ts'
import {type MonitorResult, runMonitors} from '../../verify/monitors.ts'
import {exampleFingerprints, modelTestFingerprints, type ResultState, stateOf} from '../../verify/record.ts'
import {type Audited, publicNotes} from '../audit/public.ts'
import type {People} from '../people.ts'

/** How a data test stands: `tolerated` where rows fail but no more than its threshold. */
export type TestState = 'passed' | 'tolerated' | 'warned' | 'not-run'

export interface DataTestResult {
  readonly test: DataTest
  readonly state: TestState
  readonly failing: number
}

export interface SourceState {
  readonly name: string
  readonly rows: number
  /** The latest creation of a row, UTC (`2026-03-01 08:15:30`); none where the source has no history or no rows. */
  readonly created: string | null
}

/** Rows that are set aside, by why: `empty` and `type` with the column, `shape` for a row that is none. */
export interface SetAside {
  readonly source: string
  readonly reason: 'empty' | 'type' | 'shape'
  readonly column?: string
  readonly rows: number
}

/** What the build and `kpi test` have recorded. */
export interface Results {
  readonly dataTests: readonly DataTestResult[]
  readonly sources: readonly SourceState[]
  /** Freshness and anomalies, as the project watches them. */
  readonly monitors: readonly MonitorResult[]
  readonly setAside: readonly SetAside[]
  /** What `kpi audit` has found. */
  readonly audited: Audited
  readonly exampleFiles: readonly ExampleFile[]
  readonly modelTestFiles: readonly ModelTestFile[]
  readonly exampleState: (file: string, name: string) => ResultState
  readonly modelTestState: (file: string, name: string) => ResultState
}

/** Reads the results of a built database's data tests, its sources and its quarantine; and of examples, unit tests and audits what is on record. */
export async function readResults(
  database: Database,
  compiled: Compiled,
  {tests: record, audit}: Records,
  people: People,
): Promise<Results> {
  const noted = await database.rows<{name: string; failing: number}>('select name, failing from meta.tests')
  const failing = new Map(noted.map(row => [row.name, row.failing]))
  const sources = await database.rows<SourceState>(
    'select name, row_count as rows, cast(created_until as varchar) as created from meta.sources',
  )
  const order = [...compiled.project.declarations.sources.keys()]
  const problems: Problem[] = [] // kpi check and kpi test tell them; the site shows what could be read
  const exampleFiles = readExamples(compiled, problems)
  const modelTestFiles = readModelTests(compiled, problems)
  const examples = exampleFingerprints(compiled, exampleFiles)
  const models = modelTestFingerprints(compiled, modelTestFiles)
  return {
    dataTests: compiled.tests.map(test => resultOf(test, failing.get(test.name))),
    sources: [...sources].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name)),
    monitors: await readMonitors(database, compiled),
    setAside: await readSetAside(database, compiled),
    audited: publicNotes(compiled, audit, people),
    exampleFiles,
    modelTestFiles,
    exampleState: (file, name) => stateOf(record.examples, examples, {file, name}),
    modelTestState: (file, name) => stateOf(record.modelTests, models, {file, name}),
  }
}

/** What monitors say of a built database; nothing where it was built by an engine that did not note the sources' days. */
async function readMonitors(database: Database, compiled: Compiled): Promise<MonitorResult[]> {
  const monitors = monitorsOf(compiled.project)
  if (monitors.length === 0) return []
  const [noted] = await database.rows(
    "select 1 as found from duckdb_tables() where database_name = current_database() and schema_name = 'meta' and table_name = 'source_days'",
  )
  const [end] = await database.rows<{ends_at: string | null}>(
    'select cast(ends_at as varchar) as ends_at from meta.data_end',
  )
  const dataEnd = end?.ends_at ?? ''
  return noted
    ? runMonitors(database, compiled, monitors, {sourceDays: 'meta.source_days', dataEnd, builtEnd: dataEnd})
    : []
}

function resultOf(test: DataTest, failing: number | undefined): DataTestResult {
  if (failing === undefined) return {test, state: 'not-run', failing: 0}
  const state = failing === 0 ? 'passed' : failing <= test.threshold ? 'tolerated' : 'warned'
  return {test, state, failing}
}

/**
 * The quarantine by source and reason. What is noted there quotes the rows' values, so only what the project declares is taken from
 * it: the first column that is named, and whether it was empty.
 */
async function readSetAside(database: Database, compiled: Compiled): Promise<SetAside[]> {
  const noted = await database.rows<{source: string; reason: string; rows: number}>(
    'select source, reason, count(*) as rows from meta.quarantine group by source, reason',
  )
  const found = new Map<string, SetAside>()
  for (const {source, reason, rows} of noted) {
    const columns = Object.keys(compiled.project.declarations.sources.get(source)?.columns ?? {})
    const column = columns.find(each => reason.startsWith(`${each}: `))
    const kind = column === undefined ? 'shape' : reason.startsWith(`${column}: empty`) ? 'empty' : 'type'
    const key = `${source}\t${column ?? ''}\t${kind}`
    const before = found.get(key)?.rows ?? 0
    found.set(key, {source, reason: kind, rows: before + rows, ...(column === undefined ? {} : {column})})
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
}
