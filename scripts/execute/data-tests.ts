import {mkdirSync, rmSync} from 'node:fs'
import {join, relative} from 'node:path'
import type {Source} from '../catalog/models.ts'
import type {DataTest} from '../compile/data-test.ts'
import {dataEngine} from '../core/engine.ts'
import {fingerprint} from '../core/hash.ts'
import {fault, type Problem} from '../core/problem.ts'
import {nearest} from '../core/suggest.ts'
import {type Database, literal, type Row} from '../sql/duckdb.ts'
import {normalSql} from '../sql/normal.ts'
import {type CsvRow, csvRowsWhere, keyText} from '../warehouse/csv-lines.ts'
import {fieldPlace} from '../warehouse/csv-records.ts'
import type {Location} from '../warehouse/locate.ts'
import type {BuildEvent, TestStatus} from './events.ts'

/** How a data test came out. */
export interface TestResult {
  readonly test: DataTest
  /** Rows that break the rule; none where the query itself failed. */
  readonly failing?: number
  /** One problem, or of a source one per failing row (the first few). None when the test passed. */
  readonly problems: readonly Problem[]
}

/** Where failing rows are kept, and how files are shown. */
export interface TestSurroundings {
  /** `target/failures`. */
  readonly failures: string
  readonly project: string
  /** The files of a test's source. */
  readonly sourceOf: (name: string) => {source: Source; location: Location} | undefined
}

/** In one word. */
export function statusOf({failing, problems}: Pick<TestResult, 'failing' | 'problems'>): TestStatus {
  if (problems.length === 0) return 'pass'
  if (failing === undefined) return 'error'
  return problems.some(problem => problem.severity === 'error') ? 'fail' : 'warn'
}

/** What listeners hear of a test. */
export function testEvent(result: TestResult, ms: number): BuildEvent {
  const {test, failing, problems} = result
  const status = statusOf(result)
  return {
    type: 'test',
    name: test.name,
    status,
    ms,
    ...(failing === undefined ? {} : {failures: failing}),
    ...(status === 'pass' ? {} : {message: failing === undefined ? problems[0]!.message : test.complaint}),
  }
}

/** A query of a test that DuckDB could not run, as a problem of the test; any other error is thrown on. */
export function testFault(test: DataTest, error: unknown): Problem {
  const {message} = error as Error
  if (!/^[\w ]+ Error: /.test(message)) throw error
  return fault('test-failed', `${test.name}: ${message.split('\n')[0]}`, {
    ...test.place,
    hint: `the query: target/compiled/tests/${test.name}.sql`,
  })
}

const SHOWN = 5
const KEPT = 10_000

/** Fingerprint of a test: its query, but for comments and layout, and what the nodes it reads were made from. */
export function testFingerprint(test: DataTest, made: (name: string) => string): string {
  return fingerprint(
    dataEngine(),
    normalSql(test.sql),
    test.severity,
    String(test.threshold),
    ...[test.subject, ...test.reads].map(made),
  )
}

/** Runs a test; keeps up to 10,000 failing rows in `target/failures/<test>.csv`. */
export async function runDataTest(database: Database, test: DataTest, around: TestSurroundings): Promise<TestResult> {
  const file = join(around.failures, `${test.name}.csv`)
  const [counted] = await database.rows<{n: number}>(`select count(*) as n from (\n${test.sql}\n) as failing`)
  const failing = counted!.n
  if (failing <= test.threshold) {
    rmSync(file, {force: true})
    return {test, failing, problems: []}
  }
  mkdirSync(around.failures, {recursive: true})
  await database.run(
    `copy (select * from (\n${test.sql}\n) as failing limit ${KEPT}) to ${literal(file)} (format csv, header)`,
  )
  const rows = await database.rows(`select columns(*)::varchar from (\n${test.sql}\n) as failing limit ${SHOWN}`)
  const from = around.sourceOf(test.subject)
  const query = join(around.failures, '..', 'compiled', 'tests', `${test.name}.sql`)
  const further = around.sourceOf(test.subject)
    ? `npx kpi test ${test.name}`
    : `duckdb -readonly ${shown(join(around.failures, '..', 'build', 'warehouse.duckdb'))} -f ${shown(query)}`
  const look = `all rows: ${shown(file)}\nthe query: ${shown(query)}\nlook further: ${further}`
  const problems =
    from && test.columns !== undefined
      ? await perRow(database, test, rows, failing, from, around.project, look)
      : [whole(test, rows, failing, look)]
  return {test, failing, problems}
}

function whole(test: DataTest, rows: readonly Row[], failing: number, look: string): Problem {
  const cells = rows.map(row =>
    Object.entries(row)
      .map(([name, value]) => `${name}: ${value ?? '–'}`)
      .join(', '),
  )
  const more = failing > rows.length ? [`… and ${(failing - rows.length).toLocaleString('en-GB')} more`] : []
  return {
    code: 'data-test',
    severity: severityOf(test),
    message: [
      `${test.name}: ${failing.toLocaleString('en-GB')} row${failing === 1 ? '' : 's'}: ${test.complaint}`,
      ...cells.map(cell => `  ${cut(cell)}`),
      ...more,
    ].join('\n'),
    ...test.place,
    hint: look,
  }
}

/** Of a file's rows, each by itself, with its line. */
async function perRow(
  database: Database,
  test: DataTest,
  rows: readonly Row[],
  failing: number,
  {source, location}: {source: Source; location: Location},
  project: string,
  look: string,
): Promise<Problem[]> {
  const keyOf = (row: Row) => source.key.map(column => String(row[column] ?? '')).join('\t')
  const keys = [...new Set(rows.map(keyOf))]
  const found = await rowsWithKeys(database, source, location, keys)
  return rows.map((row, i): Problem => {
    const at = found.findIndex(each => each.told === keyOf(row))
    const [written] = at < 0 ? [] : found.splice(at, 1) // rows with one key have a line each
    const file = written?.file ?? location.files[0]!
    const value = test.columns!.map(column => row[column] ?? '').join(', ')
    const last = i === rows.length - 1
    const more =
      last && failing > rows.length ? `; ${(failing - rows.length).toLocaleString('en-GB')} more rows like this` : ''
    const near = test.values && nearest(value, test.values)
    const hints = [
      ...(near === undefined ? [] : [`did you mean "${near}"?`]),
      ...(last ? [`declared in ${test.place.file}:${test.place.line}\n${look}`] : []),
    ]
    return {
      code: 'data-test',
      severity: severityOf(test),
      message: `${source.name}.${test.columns!.join(', ')}: "${cut(value)}": ${test.complaint}${more}`,
      file: relative(project, file).startsWith('..') ? shown(file) : relative(project, file),
      ...placeOf(written, test.columns!),
      ...(hints.length === 0 ? {} : {hint: hints.join('\n')}),
    }
  })
}

type Written = CsvRow & {readonly file: string}

/** Rows of a source's CSV files with one of the keys. */
async function rowsWithKeys(
  database: Database,
  source: Source,
  location: Location,
  keys: readonly string[],
): Promise<Written[]> {
  if (location.format !== 'csv') return []
  const key = keyText(source)
  const found: Written[] = []
  for (const file of location.files) {
    const rows = await csvRowsWhere(database, file, `list_contains($keys, ${key})`, key, 1000, {keys: [...keys]})
    found.push(...rows.map(row => ({...row, file})))
  }
  return found
}

/** Where a row's wrong value stands; of several columns, the first. */
function placeOf(row: CsvRow | undefined, columns: readonly string[]): Partial<Problem> {
  if (row?.record === undefined) return {}
  return fieldPlace(row.record, row.columns.indexOf(columns[0]!)) ?? {line: row.record.line, column: 1}
}

function severityOf(test: DataTest): Problem['severity'] {
  return test.severity === 'error' ? 'error' : 'warning'
}

function cut(text: string): string {
  return text.length > 160 ? `${text.slice(0, 159)}…` : text
}

function shown(path: string): string {
  return relative(process.cwd(), path)
}
