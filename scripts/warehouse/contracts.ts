import type {CompiledNode} from '../compile/nodes.ts'
import type {Compiled} from '../compile/project.ts'
import {fault, type Problem} from '../core/problem.ts'
import {nearest, suggestion} from '../core/suggest.ts'
import type {Database} from '../sql/duckdb.ts'

/** A model's declared columns against those it has. */
export async function checkColumns(
  database: Database,
  compiled: Compiled,
  node: CompiledNode,
  problems: Problem[],
): Promise<void> {
  const notes = compiled.project.declarations.models.get(node.name)
  if (!notes?.columns) return
  const rows = await database.rows<{column_name: string; column_type: string}>(`describe ${node.relation}`)
  const present = new Map(rows.map(row => [row.column_name, row.column_type]))
  const {yaml} = notes
  for (const [column, {type}] of Object.entries(notes.columns)) {
    const found = present.get(column)
    const path = ['models', node.name, 'columns', column]
    if (found === undefined)
      problems.push(
        fault('missing-column', `${node.name} has no column "${column}"`, {
          ...yaml.keyPlace(path),
          hint: suggestion(column, present.keys(), 'columns'),
        }),
      )
    else if (found.replaceAll(' ', '') !== type.replaceAll(' ', ''))
      problems.push(
        fault('wrong-type', `${node.name}.${column} is declared ${type}, but is ${found}`, {
          ...yaml.place([...path, 'type']),
          hint: 'mend the declaration, or cast in the model',
        }),
      )
  }
  for (const column of present.keys()) {
    if (column in notes.columns) continue
    const near = nearest(
      column,
      Object.keys(notes.columns).filter(name => !present.has(name)),
    )
    problems.push(
      fault('undeclared-column', `${node.name} has a column "${column}" that is not declared`, {
        ...yaml.keyPlace(['models', node.name, 'columns']),
        hint: near === undefined ? `add it to ${yaml.file}` : `"${near}" is declared; is it the same?`,
      }),
    )
  }
}
