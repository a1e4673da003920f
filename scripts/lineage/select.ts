import {type Dependencies, NONE, restricted, through, union} from './dependencies.ts'
import {follow, type Met, nothingMet, ordersOf} from './expressions.ts'
import {readFrom, scopeOf} from './from.ts'
import {type Column, changed, type Relation} from './relations.ts'
import {type Context, constant, restrictionsIn, type Scope} from './scope.ts'
import {selected} from './select-list.ts'
import {child, list, type Node, shape, Unreadable} from './syntax.ts'

/** Reads one `select`, without the queries that it names. Throws `Unreadable`. */
export function readSelect(node: Node, context: Context, parent: Scope | undefined): Relation {
  const from = readFrom(node.from_table as Node, context, parent)
  const bare = scopeOf(from, parent)
  const where = child(node, 'where_clause')
  // an alias of the select list may stand in "where": then it is read again, with the list known
  const filtered = (scope: Scope): Dependencies => (where ? through(follow(where, scope, context), 'filter') : NONE)
  const first = selected(node, bare, context)
  const aliased = {...bare, aliases: first.aliases}
  const restrictions = where ? restrictionsIn(where, aliased, context) : []
  const only = (each: Dependencies) => restricted(each, restrictions)
  const rowsIn = only(union(from.rows, filtered(aliased)))
  const items = bare.items.map(item => ({
    ...item,
    relation: changed({...item.relation, rows: NONE, keys: []}, only),
  }))
  const scope: Scope = {...bare, items, rows: rowsIn}
  const {columns, places, aliases, met, nodes} = selected(node, scope, context)
  const within = {...scope, aliases}

  const condition = (key: string): Dependencies => {
    const found = child(node, key)
    return found ? through(follow(found, within, context, met), 'filter') : NONE
  }
  const having = condition('having')
  const qualify = condition('qualify')
  const groups = groupsOf(node, columns, nodes, within, context)
  const isGrouped = groups.expressions.length > 0 || groups.isAll
  const isOne = met.aggregate && !isGrouped
  const grouped = through(groups.from, 'group')

  // one row for all: nothing decides whether it is there, but everything decides what is in it
  const inRow = isOne ? rowsIn : NONE
  const result: Relation = {
    columns: columns.map(column => ({...column, from: union(column.from, inRow)})),
    rows: union(isOne ? NONE : rowsIn, grouped, having, qualify, met.unnested),
    keys: keysOf(),
  }
  return modified(node, result, within, context)

  function keysOf(): Relation['keys'] {
    if (met.unnests) return []
    if (isOne) return [[]]
    if (groups.isAll || (isGrouped && list(node, 'group_sets').length > 1)) return []
    if (isGrouped) {
      const key = groups.expressions.map(each => each.output)
      return key.every(name => name !== undefined) ? [key as string[]] : []
    }
    const outputs = new Map<string, string>()
    for (const [i, place] of places.entries())
      if (place !== undefined) outputs.set(place, columns[i]!.name.toLowerCase())
    return from.keys.flatMap(key =>
      key.every(place => outputs.has(place)) ? [key.map(place => outputs.get(place)!)] : [],
    )
  }
}

/** What rows are grouped by, with the column that shows it where one does. */
function groupsOf(
  node: Node,
  columns: readonly Column[],
  nodes: readonly (Node | undefined)[],
  scope: Scope,
  context: Context,
): {from: Dependencies; isAll: boolean; expressions: readonly {output: string | undefined}[]} {
  if (node.aggregate_handling === 'FORCE_AGGREGATES') {
    const plain = columns.filter((_, i) => {
      const met: Met = nothingMet()
      const item = nodes[i]
      if (item) follow(item, scope, context, met)
      return !met.aggregate
    })
    return {from: union(...plain.map(column => column.from)), isAll: true, expressions: []}
  }
  const found = list(node, 'group_expressions').map(each => {
    const i = position(each, columns) ?? nodes.findIndex(item => item && shape(item) === shape(each))
    const named = each.class === 'COLUMN_REF' ? (each.column_names as string[]) : []
    const at = i >= 0 ? i : named.length === 1 ? columns.findIndex(column => same(column.name, named[0]!)) : -1
    const column = position(each, columns) === undefined ? undefined : columns[at]
    return {from: column ? column.from : follow(each, scope, context), output: columns[at]?.name.toLowerCase()}
  })
  return {from: union(...found.map(each => each.from)), isAll: false, expressions: found}
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/** `group by 1`: the position, from 0. */
function position(node: Node, columns: readonly Column[]): number | undefined {
  if (node.class !== 'CONSTANT' || constant(node)) return undefined
  const number = Number((node.value as {value?: unknown}).value)
  return number >= 1 && number <= columns.length ? number - 1 : undefined
}

/** `distinct`, `order by` and `limit`. An order that decides neither which rows there are nor a value is no lineage. */
function modified(node: Node, relation: Relation, scope: Scope, context: Context): Relation {
  const modifiers = list(node, 'modifiers')
  const of = (type: string) => modifiers.find(each => each.type === type)
  const byName = (each: Node): Dependencies => {
    const at = position(each, relation.columns)
    if (at !== undefined) return relation.columns[at]!.from
    const names = each.class === 'COLUMN_REF' ? (each.column_names as string[]) : []
    const own = names.length === 1 ? relation.columns.find(column => same(column.name, names[0]!)) : undefined
    return own ? own.from : follow(each, scope, context)
  }
  let {rows, keys} = relation
  const sorted = () => through(union(...ordersOf(of('ORDER_MODIFIER')).map(byName)), 'sort')
  const distinct = of('DISTINCT_MODIFIER')
  if (distinct) {
    const targets = list(distinct, 'distinct_on_targets')
    const told = targets.length > 0 ? targets.map(byName) : relation.columns.map(column => column.from)
    rows = union(rows, through(union(...told), 'group'), targets.length > 0 ? sorted() : NONE)
    keys = targets.length > 0 ? keys : [...keys, relation.columns.map(column => column.name.toLowerCase())]
  }
  const limit = of('LIMIT_MODIFIER') ?? of('LIMIT_PERCENT_MODIFIER')
  if (limit) {
    const bounds = [child(limit, 'limit'), child(limit, 'offset')].map(each =>
      each ? follow(each, scope, context) : NONE,
    )
    rows = union(rows, sorted(), through(union(...bounds), 'filter'))
  }
  const last = modifiers.find(each => !KNOWN.has(each.type))
  if (last) throw new Unreadable(`what ${last.type.toLowerCase().replaceAll('_', ' ')} does is not followed`)
  return {...relation, rows, keys}
}

const KNOWN: ReadonlySet<string> = new Set([
  'ORDER_MODIFIER',
  'DISTINCT_MODIFIER',
  'LIMIT_MODIFIER',
  'LIMIT_PERCENT_MODIFIER',
])
