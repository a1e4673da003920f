import {type Dependencies, NONE, rescanned, through, union} from './dependencies.ts'
import {changed, everything, type Relation, readAgain, renamed, valuesOf} from './relations.ts'
import type {Context, Scope} from './scope.ts'
import {readSelect} from './select.ts'
import {child, list, type Node, text, Unreadable} from './syntax.ts'

/** Reads a query: what each of its columns depends on, and what decides which rows it gives. Throws `Unreadable`. */
export function readQuery(node: Node, outer: Context, parent?: Scope): Relation {
  const context = withNamedQueries(node, outer, parent)
  switch (node.type) {
    case 'SELECT_NODE':
      return readSelect(node, context, parent)
    case 'SET_OPERATION_NODE':
      return combined(node, context, parent)
    case 'RECURSIVE_CTE_NODE':
      return recursive(node, context, parent)
    default:
      throw new Unreadable(`what ${node.type.toLowerCase().replaceAll('_', ' ')} gives is not followed`)
  }
}

function withNamedQueries(node: Node, context: Context, parent: Scope | undefined): Context {
  const entries = (node.cte_map as {map?: readonly NamedQuery[]} | undefined)?.map ?? []
  const queries = new Map(context.queries)
  for (const {key, value} of entries) {
    const names = (value as {aliases?: readonly string[]}).aliases ?? []
    queries.set(key.toLowerCase(), renamed(readQuery(value.query.node, {...context, queries}, parent), names))
  }
  return {...context, queries}
}

interface NamedQuery {
  readonly key: string
  readonly value: {readonly query: {readonly node: Node}}
}

/** `union`, `except`, `intersect`: columns by their position, or by name. */
function combined(node: Node, context: Context, parent: Scope | undefined): Relation {
  const [left, right] = [node.left as Node, node.right as Node].map(each => readQuery(each, context, parent)) as [
    Relation,
    Relation,
  ]
  const type = String(node.setop_type)
  if (type === 'UNION_BY_NAME') throw new Unreadable('what union by name gives is not followed')
  const rows = union(left.rows, right.rows)
  const columns = left.columns.map((column, i) => {
    const other = right.columns[i]
    if (!other) throw new Unreadable(`the queries of a ${type.toLowerCase()} have different numbers of columns`)
    if (type !== 'UNION') return column
    const [some, more] = [valuesOf(column), valuesOf(other)]
    const values = some && more && [...new Set([...some, ...more])]
    return {name: column.name, from: union(column.from, other.from), ...(values && {values})}
  })
  const compared =
    type === 'UNION'
      ? node.setop_all === true
        ? NONE
        : through(union(...columns.map(column => column.from)), 'group')
      : through(union(everything(left), everything(right)), 'filter')
  const isSet = node.setop_all !== true
  return {
    columns,
    rows: union(rows, compared, limitedBy(node)),
    keys: isSet ? [columns.map(column => column.name.toLowerCase())] : [],
  }
}

/** Of a limit over a set operation nothing is known but that rows are left out: their order decides, which is the columns'. */
function limitedBy(node: Node): Dependencies {
  const limited = list(node, 'modifiers').some(each => each.type.startsWith('LIMIT'))
  if (limited) throw new Unreadable('a limit over a set operation is not followed')
  return NONE
}

/** A query that reads itself: read again until nothing is added. */
function recursive(node: Node, context: Context, parent: Scope | undefined): Relation {
  if (child(node, 'key_targets') && list(node, 'key_targets').length > 0)
    throw new Unreadable('a recursive query with a key is not followed')
  const name = text(node, 'cte_name')!.toLowerCase()
  let known: Relation = {...readQuery(node.left as Node, context, parent), keys: []}
  for (;;) {
    const queries = new Map([...context.queries, [name, known]])
    const next = plain(readQuery(node.right as Node, {...context, queries}, parent))
    const columns = plain(known).columns.map(({name: column, from}, i) => ({
      name: column,
      from: union(from, next.columns[i]?.from ?? NONE),
    }))
    const found = {columns, rows: union(plain(known).rows, next.rows), keys: []}
    if (size(found) === size(plain(known))) return readAgain(found, context.scan)
    known = found
  }
}

/** Without what tells scans apart: the same relation read in each round is the same. */
function plain(relation: Relation): Relation {
  return changed(relation, from => rescanned(from))
}

function size({columns, rows}: Relation): number {
  return rows.size + columns.reduce((sum, column) => sum + column.from.size, 0)
}
