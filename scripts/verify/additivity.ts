import type {Kpi} from '../catalog/definitions.ts'
import type {CompiledNode} from '../compile/nodes.ts'
import type {Compiled} from '../compile/project.ts'
import {fault, type Problem} from '../core/problem.ts'
import type {Database} from '../sql/duckdb.ts'

const ADDING = new Set(['sum', 'avg', 'mean', 'fsum', 'kahan_sum', 'sumkahan'])

/**
 * Models written by hand that add up or average a column of a wide mart whose KPI cannot be added up: a median of medians, a sum of
 * rates or of distinct counts is no KPI.
 */
export async function checkAddedUp(database: Database, compiled: Compiled, problems: Problem[]): Promise<void> {
  const {kpis, components} = compiled.project.definitions
  const columns = new Map([...kpis.values()].filter(kpi => kpi.additivity === 'none').map(kpi => [kpi.columnName, kpi]))
  const wide = new Set(
    [...components.values()].flatMap(each =>
      each.form === 'table' ? [each.table] : each.form === 'scatter' ? [each.scatter] : [],
    ),
  )
  for (const family of Object.keys(compiled.project.catalog.families)) wide.add(family)
  for (const node of compiled.nodes) {
    if (node.layer !== 'marts' || wide.has(node.name) || !node.upstream.some(name => wide.has(name))) continue
    const [row] = await database.rows<{tree: string}>(
      'select cast(json_serialize_sql(cast($sql as varchar)) as varchar) as tree',
      {
        sql: node.sql,
      },
    )
    for (const {kpi, offset} of addedUp(JSON.parse(row!.tree), columns)) problems.push(problemOf(node, kpi, offset))
  }
}

/** Calls of adding functions on those columns, wherever they stand in a syntax tree. */
function addedUp(tree: unknown, columns: ReadonlyMap<string, Kpi>): {kpi: Kpi; offset: number}[] {
  if (Array.isArray(tree)) return tree.flatMap(each => addedUp(each, columns))
  if (typeof tree !== 'object' || tree === null) return []
  const node = tree as Record<string, unknown>
  const below = Object.values(node).flatMap(each => addedUp(each, columns))
  if (node.class !== 'FUNCTION' || !ADDING.has(String(node.function_name))) return below
  const names = (node.children as {class?: string; column_names?: string[]}[]).map(child => child.column_names?.at(-1))
  const kpi = names.map(name => columns.get(name ?? '')).find(found => found !== undefined)
  return kpi ? [{kpi, offset: Number(node.query_location ?? 0)}, ...below] : below
}

function problemOf(node: CompiledNode, kpi: Kpi, offset: number): Problem {
  const before = node.sql.slice(0, offset).split('\n')
  const length = /^[^)]*\)/.exec(node.sql.slice(offset))?.[0].split('\n')[0]?.length ?? 1
  return fault('not-additive', `${node.name} adds up ${kpi.columnName}: ${kpi.ref} cannot be added up`, {
    file: `compiled ${node.file}`,
    line: before.length,
    column: before.at(-1)!.length + 1,
    length,
    text: node.sql,
    hint: `ask for the whole period or the total instead: marts.kpi_values has every grain, marts.${kpi.columnName}(from, to) any period`,
  })
}
