import type {Measure} from '../catalog/definitions.ts'
import type {DataTest} from '../compile/data-test.ts'
import type {MeasureNode} from '../compile/marts.ts'
import type {CompiledNode} from '../compile/nodes.ts'
import type {Compiled} from '../compile/project.ts'
import {writeOver} from '../compile/writers.ts'
import {fault, type Problem} from '../core/problem.ts'
import type {Database} from '../sql/duckdb.ts'
import {checkColumns} from '../warehouse/contracts.ts'
import {checkAddedUp} from './additivity.ts'
import {openEmptyProject} from './empty-project.ts'

/**
 * Binds everything that a build would run, on sources without rows: models, their declared columns, every KPI's expressions and
 * statements. Finds unknown columns and functions, wrong types and contracts that don't hold, all without data. Where there
 * are none, `look` is shown the database with every relation, empty.
 */
export async function bindProject(
  compiled: Compiled,
  look: (database: Database) => Promise<void> = async () => undefined,
): Promise<Problem[]> {
  const problems: Problem[] = []
  const database = await openEmptyProject(compiled)
  try {
    await database.run(
      `create table meta.measure_values (measure varchar, grain varchar, period_start date, period_end date, dimension varchar, dimension_value varchar, numerator double, denominator double, value double, sample_size bigint)`,
    )
    const broken = new Set<string>()
    for (const node of compiled.nodes) {
      if (node.upstream.some(name => broken.has(name))) {
        broken.add(node.name)
        continue
      }
      const before = problems.length
      if (node.kind === 'measures') await bindMeasures(database, compiled, node as MeasureNode, problems)
      else if (await bindNode(database, node, problems)) await checkColumns(database, compiled, node, problems)
      if (problems.slice(before).some(problem => problem.severity === 'error')) broken.add(node.name)
    }
    await checkAddedUp(database, compiled, problems)
    for (const test of compiled.tests) {
      if (![test.subject, ...test.reads].some(name => broken.has(name))) await bindTest(database, test, problems)
    }
    if (!problems.some(problem => problem.severity === 'error')) await look(database)
  } finally {
    database.close()
  }
  return problems
}

async function bindTest(database: Database, test: DataTest, problems: Problem[]): Promise<void> {
  try {
    await database.rows(`describe ${test.sql}`)
  } catch (error) {
    const hint = `see target/compiled/tests/${test.name}.sql`
    problems.push(fault('sql-invalid', `${test.name}: ${told(error as Error)}`, {...test.place, hint}))
  }
}

/** DuckDB's complaint without its kind. */
function told(error: Error): string {
  return error.message.split('\n')[0]!.replace(/^(\w+ Error): /, '')
}

async function bindNode(database: Database, node: CompiledNode, problems: Problem[]): Promise<boolean> {
  try {
    if (node.kind === 'macro') await database.run(node.sql)
    else await database.run(`create ${node.kind} ${node.relation} as\n${node.sql}`)
    return true
  } catch (error) {
    problems.push(modelFault(node, error as Error))
    return false
  }
}

/** DuckDB's complaint, at the place in the model where what it names stands; else at the model's head. */
function modelFault(node: CompiledNode, error: Error): Problem {
  const [message, ...rest] = error.message.split('\n')
  const marked = rest.find(line => line.startsWith('LINE '))
  const line = Number(/^LINE (\d+):/.exec(marked ?? '')?.[1] ?? 1) - 1
  const candidates = /Candidate bindings: (.*)/.exec(error.message)?.[1]
  const hint =
    candidates === undefined
      ? `see target/compiled/${node.layer}/${node.name}.sql`
      : `candidates: ${candidates.replaceAll('"', '')}`
  const place =
    line > 0
      ? {
          file: `compiled ${node.file}`,
          line,
          column: 1,
          length: node.sql.split('\n')[line - 1]?.length ?? 1,
          text: node.sql,
        }
      : {file: node.file, line: 1, column: 1}
  return fault('sql-invalid', `${node.name}: ${message!.replace(/^(\w+ Error): /, '')}`, {...place, hint})
}

/** Each expression by itself first, so that a complaint has its place in the catalog; then the group's statement. */
async function bindMeasures(
  database: Database,
  compiled: Compiled,
  node: MeasureNode,
  problems: Problem[],
): Promise<void> {
  const before = problems.length
  for (const {measure} of node.group) await bindExpressions(database, compiled, measure, problems)
  if (problems.length > before) return
  try {
    await database.rows(node.sql)
  } catch (error) {
    const {project} = compiled
    const refs = node.group.map(each => each.measure.id).join(', ')
    problems.push(
      fault('sql-invalid', `${refs}: ${(error as Error).message.split('\n')[0]}`, {
        ...project.catalog.yaml.keyPlace(node.group[0]!.measure.path),
        hint: `see target/compiled/${node.name}/month.sql`,
      }),
    )
  }
}

async function bindExpressions(
  database: Database,
  compiled: Compiled,
  measure: Measure,
  problems: Problem[],
): Promise<void> {
  const {project} = compiled
  const {tools} = project
  const related = measure.related.map(each => {
    const child = `facts.${each.fact} as child`
    const value = each.value && writeOver(tools, each.value, each.fact, 'child', column => column)
    const sql = each.aggregate.startsWith('count')
      ? 'cast(0 as bigint)'
      : each.aggregate === 'min' || each.aggregate === 'max'
        ? `(select max(${value}) from ${child})`
        : 'cast(0 as decimal(28, 9))'
    return `${sql} as ${each.alias}`
  })
  const dated = `(select fact.*, ${[...related, 'cast(null as date) as period_start', 'cast(null as date) as period_end'].join(', ')} from facts.${measure.fact} as fact) as dated`
  const typeOf = async (at: {text: string; path: readonly (string | number)[]}): Promise<string | undefined> => {
    const written = writeOver(tools, at, measure.fact, 'dated', column => column)
    try {
      const [row] = await database.rows<{column_type: string}>(`describe select ${written} as value from ${dated}`)
      return row!.column_type
    } catch (error) {
      problems.push(
        fault(
          'expression-invalid',
          `${at.path.slice(1).join('.')}: ${told(error as Error)}`,
          project.catalog.yaml.place(at.path),
        ),
      )
      return undefined
    }
  }
  for (const where of measure.where) {
    const type = await typeOf(where)
    if (type !== undefined && type !== 'BOOLEAN')
      problems.push(
        fault(
          'not-a-condition',
          `${where.path.slice(1).join('.')}: a condition is expected; this is ${type}`,
          project.catalog.yaml.place(where.path),
        ),
      )
  }
  const values = measure.kind === 'entities' ? measure.each : [measure]
  for (const each of values) {
    if (!each.value || each.aggregate === 'count_distinct') continue
    const type = await typeOf(each.value)
    if (type !== undefined && ['sum', 'average'].includes(each.aggregate) && /^(DOUBLE|FLOAT)/.test(type)) {
      problems.push(
        fault(
          'inexact-sum',
          `${each.value.path.slice(1).join('.')}: ${each.aggregate === 'average' ? 'an' : 'a'} ${each.aggregate} of ${type} depends on the order in which rows are added`,
          {...project.catalog.yaml.place(each.value.path), hint: 'cast it to DECIMAL in the fact'},
        ),
      )
    }
  }
}
