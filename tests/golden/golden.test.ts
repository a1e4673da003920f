import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {basename, join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {parse, stringify} from 'yaml'
import {build} from '../../scripts/commands/build.ts'
import {loadProject, type Project} from '../../scripts/compile/load.ts'
import {answer} from '../../scripts/query/answer.ts'
import {type Question, understand} from '../../scripts/query/request.ts'
import {compileStatement} from '../../scripts/query/statement.ts'
import {type Database, openDatabase} from '../../scripts/sql/duckdb.ts'
import {copyProject, DESK, temporaryFolder} from '../e2e/command-line.ts'

const CASES = join(import.meta.dirname, 'cases')

/** A question of a case, its filters written as mappings; `on` is one day. */
interface Ask extends Omit<Question, 'refs' | 'from' | 'to' | 'where'> {
  readonly on?: string
  readonly from?: string
  readonly to?: string
  readonly where?: Readonly<Record<string, string[]>>
}

interface Values extends Ask {
  readonly kpi: string
  readonly value?: number | null
  /** Numerator and denominator; left out where there are none. */
  readonly of?: [number, number]
  readonly sample?: number
  /** With `by`: breakdown value → value. */
  readonly values?: Readonly<Record<string, number | null>>
}

interface Case {
  readonly about: string
  readonly kpis: Readonly<Record<string, object>>
  readonly components?: Readonly<Record<string, object>>
  /** What the expected file shows: compiled files (at any grain, as `target/compiled/` names them) and queries. */
  readonly show: readonly ({readonly compiled: string} | ({readonly query: string[]} & Ask))[]
  readonly values: readonly Values[]
  /** Statements of the reader's own, with their rows as text. */
  readonly rows?: readonly {readonly sql: string; readonly are: readonly string[]}[]
}

const folder = temporaryFolder()

function question(refs: string[], {on, where = {}, ...ask}: Ask): Question {
  const {grain, by, hours, weekdays} = ask
  return {
    refs,
    from: on ?? ask.from!,
    to: on ?? ask.to!,
    where: Object.entries(where).map(([name, values]) => `${name}=${values.join(',')}`),
    ...Object.fromEntries(Object.entries({grain, by, hours, weekdays}).filter(([, value]) => value !== undefined)),
  }
}

/** A copy of the base project with the case's definitions for KPIs, completed with what every KPI must say. */
function projectOf(name: string, {kpis, components}: Case): string {
  const project = copyProject(DESK, join(folder, name))
  const base = parse(readFileSync(join(DESK, 'kpi-catalog.yml'), 'utf8')) as object
  const complete = (entries: Readonly<Record<string, object>> = {}, rest: object = {}) =>
    Object.fromEntries(
      Object.entries(entries).map(([ref, entry]) => {
        const texts = {name: {en: ref, fr: ref}, description: {en: ref, fr: ref}}
        return [ref, {family: 'desk', ...texts, ...entry, fixed: true, ...rest}]
      }),
    )
  const catalog = {...base, kpis: complete(kpis, {unit: 'number'}), components: complete(components)}
  writeFileSync(join(project, 'kpi-catalog.yml'), stringify(catalog))
  return project
}

function rendered({about, show}: Case, target: string, project: Project): string {
  const parts = show.map(each => {
    if ('compiled' in each)
      return [each.compiled, readFileSync(join(target, 'compiled', `${each.compiled}.sql`), 'utf8')]
    const {query, ...ask} = each
    const {sql, bindings} = compileStatement(project, understand(question(query, ask), project))
    const bound = Object.entries(bindings).map(([name, value]) => `-- $${name} = ${JSON.stringify(value)}\n`)
    return [`query ${query.join(' ')}`, bound.join('') + sql]
  })
  return [`-- ${about}\n`, ...parts.map(([title, text]) => `-- ${'-'.repeat(20)} ${title}\n\n${text}`)].join('\n')
}

/** The KPI's table macro, called with a question's period and filters. */
function macroCall(project: Project, kpi: string, ask: Question): string {
  const {periods, where, hours, weekdays} = understand(ask, project)
  const [period] = periods
  const given = [
    `date '${period!.start}', date '${period!.end}'`,
    ...[...where].map(([name, values]) => `${name} := [${values.map(value => `'${value}'`).join(', ')}]`),
    ...(hours ? [`hours_from := time '${hours.from}', hours_to := time '${hours.to}'`] : []),
    ...(weekdays ? [`weekdays := [${weekdays.join(', ')}]`] : []),
  ]
  return `select * from marts.${project.definitions.kpis.get(kpi)!.columnName}(${given.join(', ')})`
}

async function checkValues(database: Database, project: Project, expected: Values) {
  const {kpi, value, of: [numerator, denominator] = [null, null], sample, values, ...ask} = expected
  const asked = question([kpi], ask)
  const answers = await answer(database, project, understand(asked, project))
  const filtered = [ask.where, ask.hours, ask.weekdays].some(each => each !== undefined)
  if (values) {
    expect(Object.fromEntries(answers.map(each => [each.dimension_value, each.value]))).toEqual(values)
  } else {
    const row = {numerator, denominator, value, sample_size: sample}
    expect(answers).toHaveLength(1)
    expect(answers[0]).toMatchObject(row)
    expect(await database.rows(macroCall(project, kpi, asked))).toEqual([row])
  }
  if (ask.on === undefined || filtered) return
  const stored = await database.rows<{dimension_value: string | null; value: number | null}>(
    `select numerator, denominator, value, sample_size, dimension_value from marts.kpi_values
     where kpi_ref = '${kpi}' and grain = 'day' and period_start = '${ask.on}' and dimension = '${ask.by ?? 'total'}'`,
  )
  if (values) expect(Object.fromEntries(stored.map(row => [row.dimension_value, row.value]))).toEqual(values)
  else expect(stored).toEqual([{numerator, denominator, value, sample_size: sample, dimension_value: null}])
}

const names = readdirSync(CASES)
  .filter(name => name.endsWith('.yml'))
  .map(name => basename(name, '.yml'))

describe.each(names)('%s', name => {
  const golden = parse(readFileSync(join(CASES, `${name}.yml`), 'utf8')) as Case

  it('compiles to the expected statements, which give the expected values', async () => {
    const path = projectOf(name, golden)
    const target = join(path, 'target')
    await build({project: path, target}, () => undefined)
    const project = await loadProject(path)

    const file = join(CASES, `${name}.expected.sql`)
    const text = rendered(golden, target, project)
    if (process.env.UPDATE_GOLDEN) writeFileSync(file, text)
    expect.soft(text).toBe(readFileSync(file, 'utf8'))

    const database = await openDatabase(join(target, 'warehouse.duckdb'), {access_mode: 'READ_ONLY', threads: '1'})
    try {
      for (const values of golden.values) {
        await checkValues(database, project, values).catch(error => {
          throw new Error(`${JSON.stringify(values)}: ${(error as Error).message}`)
        })
      }
      for (const {sql, are} of golden.rows ?? []) {
        const rows = await database.rows(sql)
        expect(
          rows.map(row =>
            Object.values(row)
              .map(cell => cell ?? 'null')
              .join(' '),
          ),
        ).toEqual(are)
      }
    } finally {
      database.close()
    }
  })
})
