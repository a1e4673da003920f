import {type Dependencies, dependencies, isDirect, NONE, restricted, through, union, type Way} from './dependencies.ts'
import {type Context, lookUp, restrictionsIn, type Scope} from './scope.ts'
import {child, list, type Node, text, Unreadable} from './syntax.ts'

/** What was met in an expression that concerns the whole query. */
export interface Met {
  aggregate: boolean
  /** One row becomes several; `unnested` decides how many. */
  unnests: boolean
  unnested: Dependencies
}

export function nothingMet(): Met {
  return {aggregate: false, unnests: false, unnested: NONE}
}

/** Functions of which one argument only decides which value of another one is taken. */
const CHOOSING: ReadonlySet<string> = new Set([
  'arg_max',
  'arg_min',
  'max_by',
  'min_by',
  'arg_max_null',
  'arg_min_null',
])

/** What an expression's value depends on. Throws `Unreadable` where that can't be told. */
export function follow(node: Node, scope: Scope, context: Context, met: Met = nothingMet()): Dependencies {
  const of = (inner: Node | undefined, way: Way, within = scope) =>
    inner ? through(follow(inner, within, context, met), way) : NONE
  const all = (inner: readonly Node[], way: Way) => union(...inner.map(each => of(each, way)))
  switch (node.class) {
    case 'COLUMN_REF':
      return lookUp(node.column_names as string[], scope).column.from
    case 'CONSTANT':
    case 'PARAMETER':
    case 'DEFAULT':
      return NONE
    case 'CAST':
      return of(child(node, 'child'), 'transformation')
    case 'COMPARISON':
      return all([node.left as Node, node.right as Node], 'transformation')
    case 'CONJUNCTION':
    case 'OPERATOR':
      return all(list(node, 'children'), 'transformation')
    case 'BETWEEN':
      return all([node.input, node.lower, node.upper] as Node[], 'transformation')
    case 'COLLATE':
      return of(child(node, 'child'), 'transformation')
    case 'CASE': {
      const checks = list(node, 'case_checks') as readonly unknown[] as {when_expr: Node; then_expr: Node}[]
      return union(
        all(
          checks.map(each => each.then_expr),
          'transformation',
        ),
        of(child(node, 'else_expr'), 'transformation'),
        all(
          checks.map(each => each.when_expr),
          'conditional',
        ),
      )
    }
    case 'LAMBDA': {
      const names = lambdaNames(node.lhs as Node)
      const inside = {...scope, parameters: new Set([...scope.parameters, ...names])}
      return of(node.expr as Node, 'transformation', inside)
    }
    case 'FUNCTION':
      return call(node, scope, context, met)
    case 'WINDOW':
      return overWindow(node, scope, context, met)
    case 'SUBQUERY':
      return subquery(node, scope, context, met)
    default:
      throw new Unreadable(`what ${String(node.class ?? node.type).toLowerCase()} expressions give is not followed`)
  }
}

function call(node: Node, scope: Scope, context: Context, met: Met): Dependencies {
  const name = (text(node, 'function_name') ?? '').toLowerCase()
  const given = list(node, 'children')
  if (!context.isAggregate(name)) {
    const value = through(union(...given.map(each => follow(each, scope, context, met))), 'transformation')
    if (name === 'unnest') {
      met.unnests = true
      met.unnested = union(met.unnested, through(value, 'join'))
    }
    return value
  }
  met.aggregate = true
  const inside = nothingMet()
  const filter = child(node, 'filter')
  const restrictions = restrictionsIn(filter, scope, context)
  const values = given.map((each, i) =>
    through(follow(each, scope, context, inside), CHOOSING.has(name) && i > 0 ? 'sort' : 'aggregation'),
  )
  const sorted = ordersOf(child(node, 'order_bys')).map(each => through(follow(each, scope, context, inside), 'sort'))
  const chosen = filter ? through(follow(filter, scope, context, inside), 'conditional') : NONE
  return restricted(union(...values, counted(values, scope), ...sorted, chosen), restrictions)
}

function overWindow(node: Node, scope: Scope, context: Context, met: Met): Dependencies {
  const inside = (nodes: readonly (Node | undefined)[], way: Way) =>
    union(...nodes.flatMap(each => (each ? [through(follow(each, scope, context, met), way)] : [])))
  const values = inside(
    [...list(node, 'children'), child(node, 'default_expr')],
    node.type === 'WINDOW_AGGREGATE' ? 'aggregation' : 'transformation',
  )
  const bounds = ['start_expr', 'end_expr', 'offset_expr', 'filter_expr'].map(key => child(node, key))
  const sorted = [...list(node, 'orders'), ...list(node, 'arg_orders')].map(order => order.expression as Node)
  const over = inside([...list(node, 'partitions'), ...sorted, ...bounds], 'window')
  return union(values, over, counted([values, over], scope))
}

/** Where an aggregate looks at no column, its value comes from how many rows there are. */
function counted(values: readonly Dependencies[], {rows}: Scope): Dependencies {
  if (values.some(each => each.size > 0)) return NONE
  return dependencies(
    [...rows.values()].map(each => (each.way === 'rows' ? {...each, way: 'aggregation' as const} : each)),
  )
}

function subquery(node: Node, scope: Scope, context: Context, met: Met): Dependencies {
  const query = (node.subquery as {readonly node: Node}).node
  const {columns, rows} = context.read(query, context, scope)
  const compared = child(node, 'child')
  const value = node.subquery_type === 'EXISTS' ? NONE : (columns[0]?.from ?? NONE)
  return union(
    through(value, 'transformation'),
    rows,
    compared ? through(follow(compared, scope, context, met), 'transformation') : NONE,
  )
}

export function ordersOf(modifier: Node | undefined): Node[] {
  return modifier ? list(modifier, 'orders').map(order => order.expression as Node) : []
}

function lambdaNames(node: Node): string[] {
  if (node.class === 'COLUMN_REF') return [(node.column_names as string[])[0]!.toLowerCase()]
  return list(node, 'children').flatMap(lambdaNames)
}

/** Whether something's value, not only its rows, comes from elsewhere. */
export function hasValue(from: Dependencies): boolean {
  return [...from.values()].some(each => isDirect(each.way))
}
