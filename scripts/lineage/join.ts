import {type Dependencies, NONE, restricted, through, union} from './dependencies.ts'
import {follow} from './expressions.ts'
import {type Column, findColumn, type Relation} from './relations.ts'
import {type Context, conjuncts, type Item, lookUp, placeOf, restrictionsIn, type Scope} from './scope.ts'
import {child, children, isNode, type Node, Unreadable} from './syntax.ts'

/** What a query reads from, put together. */
export interface Joined {
  readonly items: readonly Item[]
  readonly merged: ReadonlyMap<string, Column>
  readonly rows: Dependencies
  /** As a relation's, of `item.column`. */
  readonly keys: Relation['keys']
}

/**
 * Two sides side by side. A left join to what has one match at most changes no row: only the columns of its right side depend on
 * its condition. Any other join decides which rows there are.
 */
export function join(node: Node, left: Joined, right: Joined, context: Context, beside: Scope | undefined): Joined {
  const how = {type: String(node.join_type), ref: String(node.ref_type)}
  if (!['INNER', 'LEFT', 'RIGHT', 'FULL', 'SEMI', 'ANTI'].includes(how.type) || how.ref === 'POSITIONAL')
    throw new Unreadable(
      `what a ${(how.ref === 'POSITIONAL' ? how.ref : how.type).toLowerCase()} join gives is not followed`,
    )
  const shared = sharedColumns(node, how.ref, left, right)
  const scope: Scope = {
    items: [...left.items, ...right.items],
    merged: new Map(),
    aliases: new Map(),
    parameters: new Set(),
    rows: NONE,
    ...(beside && {parent: beside}),
  }
  const on = child(node, 'condition')
  const compared = shared.map(({a, b}) => union(a.from, b.from))
  const condition = through(union(...compared, on ? follow(on, scope, context) : NONE), 'join')
  const inRight = scansIn(right)
  const restrictions = restrictionsIn(on, scope, context).filter(
    each => how.type === 'INNER' || how.type === 'SEMI' || (how.type === 'LEFT' && inRight.has(each.scan)),
  )
  const only = (from: Dependencies) => restricted(from, restrictions)
  const matchesOne = {
    right: how.ref === 'ASOF' || isOne(right, left, shared, on, 'b'),
    left: isOne(left, right, shared, on, 'a'),
  }

  const decided = only(union(condition, right.rows))
  const kept = how.type === 'LEFT' && matchesOne.right ? left.rows : only(union(left.rows, right.rows, condition))
  const optional = {
    left: how.type === 'RIGHT' || how.type === 'FULL' ? only(union(condition, left.rows)) : NONE,
    right: how.type === 'LEFT' || how.type === 'FULL' ? decided : NONE,
  }
  const items = [
    ...left.items.map(item => seenThrough(item, only, optional.left)),
    ...(how.type === 'SEMI' || how.type === 'ANTI'
      ? []
      : right.items.map(item => seenThrough(item, only, optional.right))),
  ]
  const merged = new Map([...left.merged, ...right.merged])
  for (const {name, a, b} of shared) {
    const both = how.type === 'RIGHT' || how.type === 'FULL'
    merged.set(name, {name: a.name, from: both ? union(a.from, b.from, condition) : only(a.from)})
  }
  return {items, merged, rows: kept, keys: keysOf(how.type, left, right, matchesOne)}
}

function seenThrough(item: Item, only: (from: Dependencies) => Dependencies, also: Dependencies): Item {
  const change = (from: Dependencies) => union(only(from), also)
  const {columns, open} = item.relation
  return {
    ...item,
    relation: {
      columns: columns.map(column => ({...column, from: change(column.from)})),
      ...(open && {open: change(open)}),
    },
  }
}

/** The numbers of the scans that a side is made from. */
function scansIn({items, rows}: Joined): Set<number | undefined> {
  const all = union(rows, ...items.flatMap(item => item.relation.columns.map(column => column.from)))
  return new Set([...all.values()].map(each => each.scan))
}

interface Shared {
  readonly name: string
  readonly a: Column
  readonly b: Column
  readonly places: {readonly a: string; readonly b: string}
}

/** The columns that `using` names, or that both sides of a natural join have. */
function sharedColumns(node: Node, ref: string, left: Joined, right: Joined): Shared[] {
  const columnsOf = (side: Joined) => side.items.flatMap(item => item.relation.columns.map(column => column.name))
  const names =
    ref === 'NATURAL'
      ? columnsOf(left).filter(name => columnsOf(right).some(other => other.toLowerCase() === name.toLowerCase()))
      : ((node.using_columns as readonly string[] | undefined) ?? [])
  return names.map(name => {
    const [a, b] = [inSide(left, name), inSide(right, name)]
    if (!a || !b) throw new Unreadable(`"${name}" is no column of both sides of a join`)
    return {name: name.toLowerCase(), a: a.column, b: b.column, places: {a: a.place, b: b.place}}
  })
}

function inSide(side: Joined, name: string): {column: Column; place: string} | undefined {
  for (const {alias, relation} of side.items) {
    const column = findColumn(relation, name)
    if (column) return {column, place: placeOf(alias, name)}
  }
  return undefined
}

/** Whether at most one row of a side matches: the condition gives each column of one of its keys a value from elsewhere. */
function isOne(side: Joined, other: Joined, shared: readonly Shared[], on: Node | undefined, name: 'a' | 'b'): boolean {
  const given = new Set(shared.map(each => each.places[name]))
  const own: Scope = {items: side.items, merged: new Map(), aliases: new Map(), parameters: new Set(), rows: NONE}
  const placeIn = (node: Node): string | undefined => {
    if (node.class !== 'COLUMN_REF' || isOf(other, node)) return undefined
    try {
      return lookUp(node.column_names as string[], own).place
    } catch {
      return undefined // of a query around this one
    }
  }
  for (const each of conjuncts(on)) {
    if (each.type !== 'COMPARE_EQUAL') continue
    const sides = [each.left as Node, each.right as Node] as const
    for (const [a, b] of [sides, [sides[1], sides[0]] as const]) {
      const place = placeIn(a)
      if (place !== undefined && !mentions(b, node => placeIn(node) !== undefined)) given.add(place)
    }
  }
  return side.keys.some(key => key.every(column => given.has(column)))
}

/** Whether a reference says that it means this side, or could mean nothing else. */
function isOf(side: Joined, node: Node): boolean {
  const names = node.column_names as string[]
  if (names.length === 1) return inSide(side, names[0]!) !== undefined
  return side.items.some(item => item.alias.toLowerCase() === names.at(-2)!.toLowerCase())
}

function mentions(node: Node, test: (node: Node) => boolean): boolean {
  if (node.class === 'COLUMN_REF') return test(node)
  if (node.class === 'SUBQUERY') return true // what it compares with may be anything
  return children(node).some(each => isNode(each) && mentions(each, test))
}

function keysOf(
  type: string,
  left: Joined,
  right: Joined,
  matchesOne: {left: boolean; right: boolean},
): Relation['keys'] {
  if (type === 'SEMI' || type === 'ANTI') return left.keys
  const both = left.keys.flatMap(a => right.keys.map(b => [...a, ...b]))
  if (type === 'FULL') return []
  if (type === 'RIGHT') return matchesOne.left ? right.keys : both
  const ofLeft = matchesOne.right ? left.keys : both
  return type === 'INNER' && matchesOne.left ? [...ofLeft, ...right.keys] : ofLeft
}
