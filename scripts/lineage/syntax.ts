import type {Database} from '../sql/duckdb.ts'

/** A node of DuckDB's syntax tree. */
export interface Node {
  readonly class?: string
  readonly type: string
  readonly alias?: string
  readonly [key: string]: unknown
}

/** A statement's tree, or why DuckDB can't give one. */
export type Syntax = {readonly tree: Node} | {readonly failure: string}

/** Why a statement's columns can't be followed, as one sentence without a full stop. */
export class Unreadable extends Error {}

/** Parses queries with DuckDB's own parser, all in one call; none is run. Columns without a name get the one that DuckDB gives them. */
export async function parseQueries(
  database: Database,
  queries: ReadonlyMap<string, string>,
): Promise<Map<string, Syntax>> {
  const parsed = new Map<string, Syntax>()
  if (queries.size === 0) return parsed
  const rows = await database.rows<{i: number; tree: string}>(
    'select q.i, json_serialize_sql(q.text) as tree from (select unnest($texts::varchar[]) as text, generate_subscripts($texts::varchar[], 1) as i) as q order by q.i',
    {texts: [...queries.values()]},
  )
  const names = [...queries.keys()]
  for (const {i, tree} of rows) {
    const {error, error_message: message, statements = []} = JSON.parse(tree) as Serialised
    const failure = error ? (message ?? 'it cannot be parsed').split('\n')[0]! : 'one query is expected'
    parsed.set(
      names[i - 1]!,
      !error && statements.length === 1 ? {tree: statements[0]!.node as unknown as Node} : {failure},
    )
  }
  await nameColumns(
    database,
    [...parsed.values()].flatMap(each => ('tree' in each ? [each.tree] : [])),
  )
  return parsed
}

interface Serialised {
  readonly error: boolean
  readonly error_message?: string
  readonly statements?: readonly {readonly node: object}[]
}

/** The children of a node that are nodes, with those in lists. */
export function children(node: Node): Node[] {
  const found: Node[] = []
  for (const key in node) {
    const value = node[key]
    if (typeof value !== 'object' || value === null) continue
    if (!Array.isArray(value)) found.push(value as Node)
    else for (const each of value) if (isNode(each)) found.push(each)
  }
  return found
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null
}

/** A node's list, by its name in the tree; none where there is nothing. */
export function list(node: Node, key: string): readonly Node[] {
  return (node[key] as readonly Node[] | undefined) ?? []
}

/** A node's child, by its name in the tree. */
export function child(node: Node, key: string): Node | undefined {
  return (node[key] as Node | null | undefined) ?? undefined
}

/** A node's text, by its name in the tree; none where it is empty. */
export function text(node: Node, key: string): string | undefined {
  return (node[key] as string | undefined) || undefined
}

/** Equal for expressions that differ in layout and alias only. */
export function shape(node: Node): string {
  return JSON.stringify({...node, alias: ''}, (key, value) => (key === 'query_location' ? undefined : value))
}

/** What DuckDB calls an expression that has no alias is the expression, written in its own way. */
async function nameColumns(database: Database, trees: readonly Node[]): Promise<void> {
  const unnamed: Node[] = []
  const walk = (node: Node): void => {
    if (node.type === 'SELECT_NODE')
      for (const item of list(node, 'select_list'))
        if (!item.alias && item.class !== 'COLUMN_REF' && item.class !== 'STAR') unnamed.push(item)
    for (const each of children(node)) walk(each)
  }
  for (const tree of trees) walk(tree)
  if (unnamed.length === 0) return
  const select = (await database.rows<{tree: string}>("select json_serialize_sql('select 1') as tree"))[0]!.tree
  const statements = unnamed.map(item => {
    const statement = JSON.parse(select) as {statements: [{node: {select_list: Node[]}}]}
    statement.statements[0].node.select_list = [item]
    // positions may be larger than JavaScript's numbers are exact
    return JSON.stringify(statement, (key, value) => (key === 'query_location' ? 0 : value))
  })
  const rows = await database.rows<{i: number; text: string}>(
    'select q.i, json_deserialize_sql(q.tree::json) as text from (select unnest($trees::varchar[]) as tree, generate_subscripts($trees::varchar[], 1) as i) as q order by q.i',
    {trees: statements},
  )
  for (const {i, text: written} of rows)
    (unnamed[i - 1] as {alias?: string}).alias = written.replace(/^SELECT /, '').replace(/^\((.*)\)$/s, '$1')
}
