import type {CompiledNode} from '../compile/nodes.ts'
import {DATA_END} from '../compile/nodes.ts'
import type {Compiled} from '../compile/project.ts'
import type {Database} from '../sql/duckdb.ts'
import {type Dependencies, dependencies, rescanned} from './dependencies.ts'
import {MEASURE_COLUMNS, partitionsOf} from './partitions.ts'
import {readQuery} from './query.ts'
import {changed, type Relation, tableOf} from './relations.ts'
import type {Context} from './scope.ts'
import {parseQueries, type Syntax, Unreadable} from './syntax.ts'

/** What a source, model or mart is made of. */
export interface OfModel {
  readonly relation: Relation
  /** Why its SQL could not be followed; then all of its columns are taken to depend on all of what it reads. */
  readonly unread?: string
}

/**
 * Follows the columns of every source, model and mart through the compiled SQL, which DuckDB parses; nothing is run. `layers` leaves
 * out what comes after.
 */
export async function followModels(
  compiled: Compiled,
  database: Database,
  layers: readonly CompiledNode['layer'][] = ['staging', 'facts', 'meta', 'marts'],
): Promise<Map<string, OfModel>> {
  const nodes = compiled.nodes.filter(
    node => node.kind === 'view' || (node.kind === 'table' && layers.includes(node.layer)),
  )
  const queries = await parseQueries(database, new Map(nodes.map(node => [node.name, node.sql])))
  const models = new Map<string, OfModel>(ofSources(compiled))
  const context = await contextOf(compiled, database, name => models.get(name)?.relation)
  for (const node of nodes) models.set(node.name, ofNode(node, queries.get(node.name)!, context, compiled, models))
  return models
}

/** Follows the columns of any queries over a project's relations. Throws `Unreadable` where that can't be done. */
export async function followQueries(
  queries: ReadonlyMap<string, string>,
  compiled: Compiled,
  {columns}: {readonly columns: ReadonlyMap<string, readonly string[]>},
  database: Database,
): Promise<Map<string, Relation>> {
  const context = await contextOf(compiled, database, name => {
    const known = columns.get(name)
    return known && tableOf(name, known, [])
  })
  return new Map(
    [...(await parseQueries(database, queries))].map(([name, syntax]) => {
      if ('failure' in syntax) throw new Unreadable(`${name}: ${syntax.failure}`)
      return [name, changed(readQuery(syntax.tree, context), from => rescanned(from))]
    }),
  )
}

/** What queries over a project's relations are read with. */
async function contextOf(
  compiled: Compiled,
  database: Database,
  relation: (name: string) => Relation | undefined,
): Promise<Context> {
  const aggregates = await aggregatesOf(database)
  const tables = compiled.nodes.filter(node => node.kind === 'view' || node.kind === 'table')
  const names = new Map(tables.map(node => [node.relation, node.name]))
  let scans = 0
  return {
    queries: new Map(),
    table: (schema, name) => {
      const known = schema === 'sources' ? `source:${name}` : (names.get(`${schema}.${name}`) ?? name)
      const found = relation(known)
      return found && asTable(known, found)
    },
    partitions: partitionsOf,
    isAggregate: name => aggregates.has(name),
    scan: () => ++scans,
    read: readQuery,
  }
}

/** Sources, and the two tables that the engine itself fills: the data's last instant and the measures' values. */
function ofSources(compiled: Compiled): [string, OfModel][] {
  const {sources} = compiled.project.declarations
  const plain = (name: string, columns: readonly string[], keys: Relation['keys']): [string, OfModel] => [
    name,
    {relation: changed({...tableOf(name, columns, keys), rows: dependencies([])}, () => dependencies([]))},
  ]
  return [
    ...[...sources.values()].map(source =>
      plain(`source:${source.name}`, Object.keys(source.columns), [source.key.map(column => column.toLowerCase())]),
    ),
    plain(DATA_END, ['ends_at', 'ends_at_local'], [[]]),
    plain('measure_values', MEASURE_COLUMNS, [['measure', 'grain', 'period_start', 'dimension', 'dimension_value']]),
  ]
}

function ofNode(
  node: CompiledNode,
  syntax: Syntax,
  context: Context,
  compiled: Compiled,
  models: ReadonlyMap<string, OfModel>,
): OfModel {
  const {grain, columns: declared = {}} = compiled.project.declarations.models.get(node.name) ?? {}
  const keys = grain ? [grain.map(column => column.toLowerCase())] : []
  try {
    if ('failure' in syntax) throw new Unreadable(syntax.failure)
    const read = changed(readQuery(syntax.tree, context), from => rescanned(from))
    return {relation: {...read, keys: [...read.keys, ...keys]}}
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    const from = everythingOf(node, models)
    const columns = Object.keys(declared).map(name => ({name, from}))
    return {relation: {columns, rows: from, keys, ...(columns.length === 0 && {open: from})}, unread: error.message}
  }
}

/** All columns and rows of what a node reads. */
function everythingOf(node: CompiledNode, models: ReadonlyMap<string, OfModel>): Dependencies {
  return dependencies(
    node.upstream.flatMap(relation => [
      {relation, way: 'unknown' as const},
      ...(models.get(relation)?.relation.columns ?? []).map(({name}) => ({
        relation,
        column: name,
        way: 'unknown' as const,
      })),
    ]),
  )
}

/** What is read of a model by others. */
function asTable(name: string, {columns, keys, open}: Relation): Relation {
  const table = tableOf(
    name,
    columns.map(column => column.name),
    keys,
    partitionsOf(name).length > 0,
  )
  return open ? {...table, open: dependencies([{relation: name, way: 'unknown'}])} : table
}

async function aggregatesOf(database: Database): Promise<Set<string>> {
  const rows = await database.rows<{name: string}>(
    "select distinct function_name as name from duckdb_functions() where function_type = 'aggregate'",
  )
  return new Set(rows.map(row => row.name))
}
