import type {Measure} from '../catalog/definitions.ts'
import type {MeasureNode} from '../compile/marts.ts'
import type {Compiled} from '../compile/project.ts'
import {writeOver} from '../compile/writers.ts'
import {fault, type Problem} from '../core/problem.ts'
import type {Database} from '../sql/duckdb.ts'
import {told} from './bind.ts'

/** Binds each expression of a group of measures by itself first, so that a complaint has its place in the catalog; then the group's statement. */
export async function bindMeasures(
  database: Database,
  compiled: Compiled,
  node: MeasureNode,
  problems: Problem[],
): Promise<void> {
  const before = problems.length
  for (const {measure} of node.group) await bindExpressions(database, compiled, measure, problems)
  if (problems.length > before) return
  try {
    await database.types(node.sql)
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
      return (await database.types(`select ${written} as value from ${dated}`))[0]
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
