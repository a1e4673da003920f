import type {DataTest} from '../compile/data-test.ts'
import type {CompiledNode} from '../compile/nodes.ts'
import {fault, type Problem} from '../core/problem.ts'
import type {Database} from '../sql/duckdb.ts'

/** Binds a data test. */
export async function bindTest(database: Database, test: DataTest, problems: Problem[]): Promise<void> {
  try {
    await database.types(test.sql)
  } catch (error) {
    const hint = `see target/compiled/tests/${test.name}.sql`
    problems.push(fault('sql-invalid', `${test.name}: ${told(error as Error)}`, {...test.place, hint}))
  }
}

/** DuckDB's complaint without its kind. */
export function told(error: Error): string {
  return error.message.split('\n')[0]!.replace(/^(\w+ Error): /, '')
}

/** Makes the relation or macro of a node, without rows; whether it could. */
export async function bindNode(database: Database, node: CompiledNode, problems: Problem[]): Promise<boolean> {
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
