import type {MeasureNode} from '../compile/marts.ts'
import type {CompiledNode} from '../compile/nodes.ts'
import type {Compiled} from '../compile/project.ts'
import type {Fingerprints} from '../plan/fingerprints.ts'
import {type Inputs, measureInputs, nodeInputs, partInputs, subject} from '../plan/inputs.ts'
import type {Built} from '../plan/stale.ts'
import {type Database, literal} from '../sql/duckdb.ts'
import {changeOfParts} from './parts.ts'

/** Statements that note what a node is made from, for `kpi plan`: of its measures and parts, those that were stale. */
export function noteInputsOf(compiled: Compiled, prints: Fingerprints, built: Built, node: CompiledNode): string {
  if (node.kind === 'measures') {
    const stale = (node as MeasureNode).group.filter(
      ({measure: {id}}) => built.measures.get(id) !== prints.measures.get(id),
    )
    return noteInputs(
      stale.map(wanted => [subject.measure(wanted.measure.id), measureInputs(compiled, prints, node, wanted)]),
    )
  }
  const now = prints.parts.get(node.name)
  if (!now) return noteInputs([[subject.node(node.name), nodeInputs(compiled, prints, node)]])
  const {stale} = changeOfParts(built.parts.get(node.name) ?? new Map(), now)
  return noteInputs(stale.map(key => [subject.part(node.name, key), partInputs(compiled, prints, node, key)]))
}

/** Statements that note inputs in place of those noted before. */
export function noteInputs(entries: readonly (readonly [string, Inputs])[]): string {
  if (entries.length === 0) return 'select 1'
  const subjects = entries.map(([name]) => literal(name)).join(', ')
  const rows = entries.map(([name, inputs]) => `(${literal(name)}, ${literal(JSON.stringify(inputs))})`).join(', ')
  return `delete from meta.inputs where subject in (${subjects}); insert into meta.inputs values ${rows}`
}

/** The inputs that a built database has noted; none by an engine that noted none. */
export async function readInputs(database: Database): Promise<Map<string, Inputs>> {
  const tables = await database.rows(
    "select table_name from duckdb_tables() where database_name = current_database() and schema_name = 'meta' and table_name = 'inputs'",
  )
  if (tables.length === 0) return new Map()
  const rows = await database.rows<{subject: string; inputs: string}>('select subject, inputs from meta.inputs')
  return new Map(rows.map(row => [row.subject, JSON.parse(row.inputs) as Inputs]))
}
