import type {AggregateOf, ExpressionAt, Measure, RelatedRows} from '../catalog/definitions.ts'
import {dimensionsIn} from '../catalog/definitions.ts'
import {localColumn, type Toolbox} from '../compile/writers.ts'
import {
  type Dependencies,
  type Dependency,
  dependencies,
  NONE,
  type Role,
  through,
  union,
  type Way,
} from './dependencies.ts'

/** What a measure's value depends on: columns and rows of its fact and of the facts whose rows it relates to them. */
export function ofMeasure(measure: Measure, tools: Toolbox): Dependencies {
  const {fact} = measure
  const rows = (relation: string, way: Way): Dependency => ({relation, way})
  const moment = (relation: string, column: string, as: Role): Dependency => ({
    relation,
    column: localColumn(tools, relation, column),
    way: 'filter',
    as,
  })
  const related = new Map(measure.related.map(each => [each.alias, relatedRows(each, fact, tools)]))
  const inFact = (at: ExpressionAt | undefined, way: Way, as?: Role) =>
    as === undefined ? expression(at, fact, way) : marked(expression(at, fact, way), as)

  /** An expression over the fact's columns and the aliases of related rows. */
  function expression(at: ExpressionAt | undefined, relation: string, way: Way): Dependencies {
    return union(
      ...namesIn(at, relation, tools).map(name => {
        const aliased = related.get(name)
        return aliased ? through(aliased, way) : dependencies([{relation, column: name, way}])
      }),
    )
  }
  const value = (each: AggregateOf, way: Way): Dependencies => {
    if (each.aggregate === 'count_distinct') return dependencies([{relation: fact, column: each.value!.text, way}])
    return each.value ? inFact(each.value, way) : dependencies([rows(fact, way)])
  }

  const each = new Map(measure.each.map(inner => [inner.alias, value(inner, 'aggregation')]))
  const ofEntities = (at: ExpressionAt | undefined, way: Way) =>
    union(...namesIn(at, fact, tools).map(name => through(each.get(name) ?? NONE, way)))
  const counted: Dependency = measure.per
    ? {relation: fact, column: measure.per, way: 'aggregation'}
    : rows(fact, 'aggregation')
  const own =
    measure.kind === 'entities'
      ? measure.value
        ? ofEntities(measure.value, 'aggregation')
        : dependencies([counted])
      : measure.value
        ? inFact(measure.value, 'aggregation')
        : dependencies([counted])
  const decisive: Dependency[] = [
    rows(fact, 'rows'),
    ...(measure.date ? [moment(fact, measure.date, 'anchor')] : []),
    ...[measure.enters, measure.leaves].flatMap(column => (column ? [moment(fact, column, 'anchor')] : [])),
    ...(measure.per ? [{relation: fact, column: measure.per, way: 'group', as: 'entity'} as const] : []),
  ]
  return union(
    own,
    dependencies(decisive),
    ...measure.where.map(at => inFact(at, 'filter', 'condition')),
    marked(ofEntities(measure.having, 'filter'), 'having'),
  )
}

/** The columns whose values a measure can be broken down by. */
export function ofBreakdowns(measure: Measure, dimensions: readonly string[]): Dependencies {
  return dependencies(
    [...new Set(dimensions.flatMap(dimensionsIn).flatMap(name => measure.dimensions[name] ?? []))].map(column => ({
      relation: measure.fact,
      column,
      way: 'transformation',
      as: 'breakdown',
    })),
  )
}

/** What one aggregate of related rows depends on; `parent` is the fact to whose rows they belong. */
function relatedRows(each: RelatedRows, parent: string, tools: Toolbox): Dependencies {
  const {fact} = each
  const column = (name: string, way: Way): Dependency => ({relation: fact, column: name, way})
  const inChild = (at: ExpressionAt | undefined, way: Way) => namesIn(at, fact, tools).map(name => column(name, way))
  const value =
    each.aggregate === 'count_distinct'
      ? [column(each.value!.text, 'aggregation')]
      : each.value
        ? inChild(each.value, 'aggregation')
        : [{relation: fact, way: 'aggregation'} as const]
  return union(
    dependencies(value),
    marked(
      dependencies([
        {relation: fact, way: 'rows'},
        column(localColumn(tools, fact, each.date), 'filter'),
        column(each.on, 'join'),
        {relation: parent, column: each.on, way: 'join'},
        ...inChild(each.where, 'filter'),
      ]),
      'related',
    ),
  )
}

/** The names whose values an expression needs: of a moment that a macro takes as local time, its local twin. */
function namesIn(at: ExpressionAt | undefined, fact: string, tools: Toolbox): string[] {
  const parsed = at && tools.expressions.get(at.text)
  if (!parsed) return []
  const local = parsed.functions.flatMap(use =>
    (tools.templates.macros.get(use.name)?.parameters ?? []).flatMap(({local: isLocal}, i) => {
      const range = isLocal ? use.arguments[i] : undefined
      return range ? [range] : []
    }),
  )
  const isLocal = (offset: number) => local.some(([from, to]) => offset >= from && offset < to)
  return [...new Set(parsed.columns.map(({name, offset}) => (isLocal(offset) ? localColumn(tools, fact, name) : name)))]
}

function marked(from: Dependencies, as: Role): Dependencies {
  return dependencies([...from.values()].map(each => ({...each, as: each.as ?? as})))
}
