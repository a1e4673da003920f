import {type Dependencies, union} from './dependencies.ts'
import {follow, type Met, nothingMet} from './expressions.ts'
import type {Column} from './relations.ts'
import {type Context, constant, lookUp, placeOf, type Scope} from './scope.ts'
import {list, type Node, text, Unreadable} from './syntax.ts'

/** The columns of a select list. */
export interface Selected {
  readonly columns: readonly Column[]
  /** Of each column that is one of an item, as it is: which (`item.column`). */
  readonly places: readonly (string | undefined)[]
  /** The expression of each column; none for those of a star. */
  readonly nodes: readonly (Node | undefined)[]
  readonly aliases: ReadonlyMap<string, Column>
  readonly met: Met
}

/** Reads a select list; later columns may use earlier ones by their names. Throws `Unreadable`. */
export function selected(node: Node, scope: Scope, context: Context): Selected {
  const columns: Column[] = []
  const places: (string | undefined)[] = []
  const nodes: (Node | undefined)[] = []
  const aliases = new Map<string, Column>()
  const met = nothingMet()
  for (const item of list(node, 'select_list')) {
    if (item.class === 'STAR') {
      for (const {column, place} of star(item, scope, context)) {
        columns.push(column)
        places.push(place)
        nodes.push(undefined)
      }
      continue
    }
    const within = {...scope, aliases}
    const isColumn = item.class === 'COLUMN_REF'
    const found = isColumn ? lookUp(item.column_names as string[], within) : undefined
    const name = item.alias || (isColumn ? (item.column_names as string[]).at(-1)! : undefined)
    if (name === undefined) throw new Unreadable('a column has no name')
    const written = found?.column.values ?? constant(item)
    const column = {
      name,
      from: found?.column.from ?? follow(item, within, context, met),
      ...(written && {values: written}),
    }
    columns.push(column)
    places.push(found?.place)
    nodes.push(item)
    aliases.set(name.toLowerCase(), column)
  }
  return {columns, places, nodes, aliases, met}
}

/** The columns that `*` or `item.*` stands for. */
function star(node: Node, scope: Scope, context: Context): {column: Column; place?: string}[] {
  if (node.columns === true || node.expr) throw new Unreadable('"columns(…)" is not followed')
  const wanted = text(node, 'relation_name')?.toLowerCase()
  const items = scope.items.filter(item => wanted === undefined || item.alias.toLowerCase() === wanted)
  const unknown = items.find(item => item.relation.open && item.relation.columns.length !== 1)
  if (items.length === 0 || unknown)
    throw new Unreadable(`what "${wanted ? `${wanted}.` : ''}*" stands for is not known`)
  const left = ((node.exclude_list as readonly (string | {column: string})[] | undefined) ?? []).map(each =>
    (typeof each === 'string' ? each : each.column).toLowerCase(),
  )
  const replaced = new Map(
    (list(node, 'replace_list') as readonly unknown[] as {key: string; value: Node}[]).map(each => [
      each.key.toLowerCase(),
      each.value,
    ]),
  )
  const renames = new Map(
    (list(node, 'rename_list') as readonly unknown[] as {key: {column: string}; value: string}[]).map(each => [
      each.key.column.toLowerCase(),
      each.value,
    ]),
  )
  const seen = new Set<string>()
  return items.flatMap(({alias, relation}) =>
    relation.columns.flatMap((column): {column: Column; place?: string}[] => {
      const name = column.name.toLowerCase()
      if (left.includes(name)) return []
      const merged = wanted === undefined ? scope.merged.get(name) : undefined
      if (merged) {
        if (seen.has(name)) return []
        seen.add(name)
      }
      const other = replaced.get(name)
      if (other) {
        const from: Dependencies = union(follow(other, scope, context))
        return [{column: {name: column.name, from}}]
      }
      const shown = {...(merged ?? column), name: renames.get(name) ?? column.name}
      return [{column: shown, ...(merged ? {} : {place: placeOf(alias, column.name)})}]
    }),
  )
}
