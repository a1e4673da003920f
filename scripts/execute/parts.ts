import type {CompiledNode} from '../compile/nodes.ts'
import {type Database, literal} from '../sql/duckdb.ts'

/** Which parts of a table are computed anew, and which of those that it has are gone. */
interface Change {
  readonly stale: readonly string[]
  readonly gone: readonly string[]
}

/** Compares the parts that a table was built from with those it has now. */
export function changeOfParts(built: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): Change {
  return {
    stale: [...now].filter(([key, print]) => built.get(key) !== print).map(([key]) => key),
    gone: [...built.keys()].filter(key => !now.has(key)),
  }
}

/**
 * Replaces the stale parts of a built table and removes those that are gone; the other rows are kept, in the order in which the whole
 * statement gives them. Gives how many parts were computed; undefined where there is nothing to keep, so that the whole is computed.
 */
export async function replaceParts(
  connection: Database,
  node: CompiledNode,
  built: ReadonlyMap<string, string> | undefined,
  now: ReadonlyMap<string, string>,
): Promise<number | undefined> {
  if (built === undefined) return undefined
  const {column, order, sql} = node.parts!
  const {stale, gone} = changeOfParts(built, now)
  if (stale.length === now.size) return undefined
  const without = [...stale, ...gone].map(literal).join(', ')
  const kept = `select * from ${node.relation}${without === '' ? '' : ` where ${column} not in (${without})`}`
  const fresh = stale.length === 0 ? '' : `\nunion all by name\nselect * from (\n${sql(stale)}\n)`
  await connection.run(
    `create or replace table ${node.relation} as\nselect * from (\n${kept}${fresh}\n)\norder by ${order.join(', ')}`,
  )
  return stale.length
}
