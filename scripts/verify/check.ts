import {availableParallelism} from 'node:os'
import type {MeasureNode} from '../compile/marts.ts'
import type {CompiledNode} from '../compile/nodes.ts'
import type {Compiled} from '../compile/project.ts'
import {type Problem, ProblemError} from '../core/problem.ts'
import {runTasks, type Task} from '../execute/schedule.ts'
import {connections} from '../sql/connections.ts'
import type {Database} from '../sql/duckdb.ts'
import {checkColumns} from '../warehouse/contracts.ts'
import {checkAddedUp} from './additivity.ts'
import {bindNode, bindTest} from './bind.ts'
import {bindMeasures} from './bind-measures.ts'
import {openEmptyProject} from './empty-project.ts'

/**
 * Binds everything that a build would run, on sources without rows: models, their declared columns, every KPI's expressions and
 * statements. Finds unknown columns and functions, wrong types and contracts that don't hold, all without data; what reads something
 * broken is not looked at. Where there are none, `look` is shown the database with every relation, empty.
 */
export async function bindProject(
  compiled: Compiled,
  look: (database: Database) => Promise<void> = async () => undefined,
): Promise<Problem[]> {
  const problems: Problem[] = []
  const database = await openEmptyProject(compiled)
  const atOnce = availableParallelism()
  const pool = await connections(database, atOnce)
  // found at the same time, told in the order of the nodes
  const found = new Map<string, Problem[]>()
  const task = (name: string, after: readonly string[], bind: Bind): Task => ({
    name,
    after,
    run: () =>
      pool.use(async connection => {
        const own: Problem[] = []
        found.set(name, own)
        await bind(connection, own)
        if (own.some(problem => problem.severity === 'error')) throw new ProblemError(own)
      }),
  })
  try {
    await database.run(
      `create table meta.measure_values (measure varchar, grain varchar, period_start date, period_end date, dimension varchar, dimension_value varchar, numerator double, denominator double, value double, sample_size bigint)`,
    )
    const nodes = compiled.nodes.map(node =>
      task(node.name, node.upstream, (connection, own) => bind(connection, compiled, node, own)),
    )
    const tests = compiled.tests.map(test =>
      task(`test ${test.name}`, [test.subject, ...test.reads], (connection, own) => bindTest(connection, test, own)),
    )
    await runTasks([...nodes, ...tests], atOnce)
    const of = (tasks: readonly Task[]) => tasks.flatMap(({name}) => found.get(name) ?? [])
    problems.push(...of(nodes))
    await checkAddedUp(database, compiled, problems)
    problems.push(...of(tests))
    if (!problems.some(problem => problem.severity === 'error')) await look(database)
  } finally {
    pool.close()
    database.close()
  }
  return problems
}

type Bind = (connection: Database, problems: Problem[]) => Promise<void>

async function bind(connection: Database, compiled: Compiled, node: CompiledNode, problems: Problem[]): Promise<void> {
  if (node.kind === 'measures') await bindMeasures(connection, compiled, node as MeasureNode, problems)
  else if (await bindNode(connection, node, problems)) await checkColumns(connection, compiled, node, problems)
}
