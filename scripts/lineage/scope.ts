import {type Dependencies, NONE, type Restriction, union} from './dependencies.ts'
import {type Column, findColumn, type Relation, valuesOf} from './relations.ts'
import {type Node, Unreadable} from './syntax.ts'

/** One thing that a query reads from, under the name it has there. */
export interface Item {
  readonly alias: string
  readonly relation: Pick<Relation, 'columns' | 'open'>
}

/** What names mean at some place of a query. */
export interface Scope {
  readonly items: readonly Item[]
  /** Columns that a join with `using` has made one. */
  readonly merged: ReadonlyMap<string, Column>
  /** Columns of the select list, by the names that it gives them. */
  readonly aliases: ReadonlyMap<string, Column>
  /** A lambda's. */
  readonly parameters: ReadonlySet<string>
  /** What decides which rows there are. */
  readonly rows: Dependencies
  /** The query around this one. */
  readonly parent?: Scope
}

export const NOWHERE: Scope = {
  items: [],
  merged: new Map(),
  aliases: new Map(),
  parameters: new Set(),
  rows: NONE,
}

/** What is needed to read a query, wherever one stands in it. */
export interface Context {
  /** Named queries, by name in lower case. */
  readonly queries: ReadonlyMap<string, Relation>
  /** A table of the project; undefined where there is none. */
  table(schema: string | undefined, name: string): Relation | undefined
  /** Columns of a relation that say which of several things a row is of. */
  partitions(relation: string): readonly string[]
  isAggregate(functionName: string): boolean
  /** A number for one more scan. */
  scan(): number
  /** Reads a query that stands within this one. */
  read(query: Node, context: Context, parent: Scope | undefined): Relation
}

/** What DuckDB takes for a call of a function without parentheses, where no column is called so. */
const BARE_FUNCTIONS: ReadonlySet<string> = new Set([
  ...['current_catalog', 'current_date', 'current_role', 'current_schema', 'current_time', 'current_timestamp'],
  ...['current_user', 'localtime', 'localtimestamp', 'session_user', 'user'],
])

/** A column that was found, and where: `item.column` in lower case; none for what is no column of an item. */
export interface Found {
  readonly column: Column
  readonly place?: string
}

/** The column that a reference means. Throws `Unreadable` where there is none. */
export function lookUp(names: readonly string[], scope: Scope): Found {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const found = lookUpHere(names, at)
    if (found) return found
  }
  const nothing = {column: {name: names.at(-1)!, from: NONE}}
  if (names.length === 1 && BARE_FUNCTIONS.has(names[0]!.toLowerCase())) return nothing
  throw new Unreadable(`"${names.join('.')}" is no column that is known here`)
}

function lookUpHere(names: readonly string[], scope: Scope): Found | undefined {
  const [first, ...rest] = names.map(name => name.toLowerCase()) as [string, ...string[]]
  if (scope.parameters.has(first)) return {column: {name: first, from: NONE}}
  // a field of a structure comes from the whole of it
  const field = rest.length > 0
  for (const [i, name] of [first, ...rest].entries()) {
    const [wanted, ...fields] = [first, ...rest].slice(i + 1)
    const item = i < 2 && wanted !== undefined ? scope.items.find(each => each.alias.toLowerCase() === name) : undefined
    const found = item && inItem(item, wanted!)
    if (found) return fields.length === 0 ? found : {column: found.column}
  }
  const merged = scope.merged.get(first)
  if (merged) return {column: merged}
  for (const item of scope.items) {
    const found = inItem(item, first)
    if (found) return field ? {column: found.column} : found
  }
  const alias = scope.aliases.get(first)
  if (alias) return {column: alias}
  const whole = scope.items.find(each => each.alias.toLowerCase() === first)
  return whole && {column: {name: first, from: union(...whole.relation.columns.map(column => column.from))}}
}

function inItem({alias, relation}: Item, name: string): Found | undefined {
  const column = findColumn(relation, name)
  if (column) return {column, place: placeOf(alias, column.name)}
  return relation.open && {column: {name, from: relation.open}}
}

export function placeOf(alias: string, column: string): string {
  return `${alias}.${column}`.toLowerCase()
}

/** What a condition leaves of relations that hold several things, one below the other: `kpi_ref = '…'`, `kpi_ref in (…)`. */
export function restrictionsIn(condition: Node | undefined, scope: Scope, context: Context): Restriction[] {
  return conjuncts(condition).flatMap(each => {
    const [column, values] = restrictionOf(each, scope) ?? []
    if (!column || !values) return []
    return [...column.from.values()].flatMap(({relation, column: key, way, scan}) =>
      key !== undefined && way === 'identity' && context.partitions(relation).includes(key)
        ? [{relation, key, values, scan}]
        : [],
    )
  })
}

function restrictionOf(node: Node, scope: Scope): [Column, readonly string[]] | undefined {
  const column = (side: unknown) => {
    const {class: kind, column_names: names} = side as Node
    return kind === 'COLUMN_REF' ? lookUp(names as string[], scope).column : undefined
  }
  if (node.type === 'COMPARE_EQUAL') {
    const sides = [node.left, node.right] as const
    for (const [a, b] of [sides, [...sides].reverse()]) {
      const other = column(b)
      const values = constant(b) ?? (other && valuesOf(other))
      const found = values && column(a)
      if (found) return [found, values]
    }
  }
  if (node.type === 'COMPARE_IN') {
    const [subject, ...rest] = node.children as Node[]
    const values = rest.map(constant)
    const found = values.every(value => value !== undefined) ? column(subject) : undefined
    if (found) return [found, values.flatMap(value => value ?? [])]
  }
  return undefined
}

/** The text that stands there, in a list. */
export function constant(node: unknown): readonly string[] | undefined {
  const {class: kind, value} = node as Node
  if (kind !== 'CONSTANT') return undefined
  const {value: written} = value as {value?: unknown}
  return typeof written === 'string' ? [written] : undefined
}

/** The conditions that must all hold. */
export function conjuncts(condition: Node | undefined): Node[] {
  if (!condition) return []
  if (condition.type !== 'CONJUNCTION_AND') return [condition]
  return (condition.children as Node[]).flatMap(conjuncts)
}
