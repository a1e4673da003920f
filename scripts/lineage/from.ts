import {NONE, through, union} from './dependencies.ts'
import {follow} from './expressions.ts'
import {type Joined, join} from './join.ts'
import {type Column, type Relation, readAgain, renamed} from './relations.ts'
import {type Context, constant, placeOf, type Scope} from './scope.ts'
import {type Node, text, Unreadable} from './syntax.ts'

/** Functions that give rows of what they are given, in one column of their own name. */
const ROWS_OF: ReadonlySet<string> = new Set(['unnest', 'range', 'generate_series', 'generate_subscripts'])

/** What stands after `from`. `beside` is what a lateral part of it may look at. Throws `Unreadable`. */
export function readFrom(node: Node, context: Context, beside: Scope | undefined): Joined {
  switch (node.type) {
    case 'EMPTY':
      return {items: [], merged: new Map(), rows: NONE, keys: [[]]}
    case 'BASE_TABLE':
      return one(node, table(node, context), text(node, 'table_name')!)
    case 'SUBQUERY':
      return one(node, context.read((node.subquery as {node: Node}).node, context, beside), 'unnamed_subquery')
    case 'TABLE_FUNCTION':
      return one(node, tableFunction(node, context, beside), text(node.function as Node, 'function_name')!)
    case 'EXPRESSION_LIST':
      return one(node, valueList(node, context, beside), 'valueslist')
    case 'JOIN': {
      const left = readFrom(node.left as Node, context, beside)
      const lateral: Scope = {...scopeOf(left, beside), rows: NONE}
      return join(node, left, readFrom(node.right as Node, context, lateral), context, beside)
    }
    default:
      throw new Unreadable(`what ${node.type.toLowerCase().replaceAll('_', ' ')} gives is not followed`)
  }
}

/** What names mean in a query that reads from this. */
export function scopeOf({items, merged, rows}: Joined, parent: Scope | undefined): Scope {
  return {items, merged, rows, aliases: new Map(), parameters: new Set(), ...(parent && {parent})}
}

function one(node: Node, relation: Relation, name: string): Joined {
  const {columns, open, rows, keys} = renamed(relation, (node.column_name_alias as readonly string[] | undefined) ?? [])
  const alias = node.alias || name
  const item = {alias, relation: {columns, ...(open && {open})}}
  return {items: [item], merged: new Map(), rows, keys: keys.map(key => key.map(column => placeOf(alias, column)))}
}

function table(node: Node, context: Context): Relation {
  const name = text(node, 'table_name')!
  const schema = text(node, 'schema_name')
  const found = (schema === undefined && context.queries.get(name.toLowerCase())) || context.table(schema, name)
  if (!found) throw new Unreadable(`"${schema === undefined ? name : `${schema}.${name}`}" is no table of the project`)
  return readAgain(found, context.scan)
}

function tableFunction(node: Node, context: Context, beside: Scope | undefined): Relation {
  const {function_name: name, children = []} = node.function as unknown as {function_name: string; children?: Node[]}
  const scope = scopeOf({items: [], merged: new Map(), rows: NONE, keys: []}, beside)
  const from = union(...children.map(each => follow(each, scope, context)))
  if (!ROWS_OF.has(name.toLowerCase())) throw new Unreadable(`what the table function ${name} gives is not known`)
  const column = {name: name.toLowerCase() === 'unnest' ? 'unnest' : name, from: through(from, 'transformation')}
  return {columns: [column], rows: through(from, 'join'), keys: [], open: through(from, 'transformation')}
}

function valueList(node: Node, context: Context, beside: Scope | undefined): Relation {
  const rows = node.values as unknown as readonly (readonly Node[])[]
  const scope = scopeOf({items: [], merged: new Map(), rows: NONE, keys: []}, beside)
  const columns = (rows[0] ?? []).map((_, i): Column => {
    const cells = rows.map(row => row[i]!)
    const from = union(...cells.map(cell => follow(cell, scope, context)))
    const values = cells.flatMap(cell => constant(cell) ?? [])
    return {name: `col${i}`, from, ...(values.length === cells.length && {values})}
  })
  return {columns, rows: NONE, keys: []}
}
