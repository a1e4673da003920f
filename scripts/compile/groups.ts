import {type AggregateOf, dimensionsIn, type Measure, type RelatedRows} from '../catalog/definitions.ts'
import {localColumn, type Toolbox, writeOver} from './writers.ts'

/** A measure that is wanted, in which breakdowns, under which filters. */
export interface Wanted {
  readonly measure: Measure
  readonly dimensions: readonly string[]
  /** Its values over days add up to those of longer periods, exactly. */
  readonly addsUp?: boolean
}

/** A reader's condition on the rows: values of a dimension, a time slot, weekdays. */
export interface Filter {
  readonly kind: 'values' | 'hours' | 'weekdays'
  /** Of `values`. */
  readonly dimension?: string
  /** How the statement names the given value: `$project`, or a macro's `project`. */
  readonly parameter: string
  readonly from?: string
  readonly to?: string
  /** The parameter may be NULL: then the condition doesn't apply. */
  readonly optional: boolean
}

/** How a group's rows find their period. */
export interface Frame {
  /** A calendar grain, whose periods are found by bucket; else by bounds. */
  readonly grain?: string
  readonly filters: readonly Filter[]
  /** Only the breakdowns, no totals. */
  readonly onlyBreakdown: boolean
}

/** Measures that one scan can compute: same fact, anchor, shape and dimension columns. */
export function groupMeasures(wanted: readonly Wanted[]): Wanted[][] {
  const groups = new Map<string, Wanted[]>()
  for (const each of wanted) {
    const key = groupKey(each.measure)
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  return [...groups.values()]
}

/** What measures must share to be computed together. */
export function groupKey(measure: Measure): string {
  const {kind, fact, date, enters, leaves, per, dimensions} = measure
  return JSON.stringify([kind, fact, date, enters, leaves, per, Object.entries(dimensions)])
}

/** A readable name of a group: `orders_by_ordered_at`, `orders_by_ordered_at_per_buyer_id`. */
export function groupName(measure: Measure): string {
  const fact = measure.fact.replace(/^fct_/, '')
  if (measure.kind === 'stock') return `${fact}_in_stock`
  return `${fact}_by_${measure.date}${measure.per ? `_per_${measure.per}` : ''}`
}

/** The context of the macro `measure_group`: everything decided, so that the template only writes. */
export function groupContext(group: readonly Wanted[], frame: Frame, tools: Toolbox): object {
  const {measure: first} = group[0]!
  const {fact} = first
  const columns = new Map<string, {sql: string; alias?: string}>()
  const use = (column: string) => {
    if (!columns.has(column)) columns.set(column, {sql: `fact.${column}`})
    return column
  }
  const related = relatedContext(
    group.map(each => each.measure),
    frame,
    tools,
  )
  const anchor = first.date === undefined ? undefined : `fact.${localColumn(tools, fact, first.date)}`

  const measures = group.map(({measure, dimensions}, i) => {
    const n = i + 1
    const rowColumn = (name: string) => {
      const rows = related.find(each => each.owner(measure, name))
      if (!rows) return use(name)
      const {alias, sql} = rows.owner(measure, name)!
      columns.set(alias, {sql, alias})
      return alias
    }
    const write = (at: AggregateOf['value'] & object) => writeOver(tools, at, fact, 'dated', rowColumn)
    const where = measure.where.map(write)
    const base = {
      n,
      id: measure.id,
      dimensions: ['total', ...dimensions],
      where: where.length > 1 ? where.map(each => `(${each})`).join(' and ') : where[0],
    }
    const from = measure.kind === 'entities' ? 'judged' : 'measured'
    const result = resultContext(measure, `${from}.value_${n}`, `${from}.counts_${n}`)
    if (measure.kind !== 'entities') {
      return {
        ...base,
        result,
        values: measure.value ? [{sql: valueSql(measure, write(measure.value)), alias: `value_${n}`}] : [],
      }
    }
    use(measure.per!)
    const inner = measure.each.map(each => ({
      ...innerContext(each, `measured.${each.alias}_${n}`, `measured.counts_${n}`),
      alias: `${each.alias}_${n}`,
      n,
    }))
    const overEntities = (at: AggregateOf['value'] & object) =>
      writeOver(tools, at, fact, 'entities', name => `${name}_${n}`)
    return {
      ...base,
      result,
      values: measure.each.flatMap(each =>
        each.value ? [{sql: valueSql(each, write(each.value)), alias: `${each.alias}_${n}`}] : [],
      ),
      each: inner,
      having: measure.having && overEntities(measure.having),
      outer: measure.value ? [{sql: valueSql(measure, overEntities(measure.value)), alias: `value_${n}`}] : [],
    }
  })

  const dimensions = [...new Set(group.flatMap(each => each.dimensions))]
  return {
    relation: `facts.${fact}`,
    fact,
    anchor: first.date,
    moment: anchor,
    grain: frame.grain,
    stock: first.kind === 'stock',
    enters: first.enters && `fact.${localColumn(tools, fact, first.enters)}`,
    leaves: first.leaves && `fact.${localColumn(tools, fact, first.leaves)}`,
    entity: first.per,
    partial: group.every(({measure}) => measure.each.every(each => FROM_PARTS.has(each.aggregate))),
    only_breakdown: frame.onlyBreakdown,
    dimensions: dimensions.map(name => {
      const [column, ...others] = dimensionsIn(name).map(each => `fact.${first.dimensions[each]}`)
      return {name, alias: dimensionsIn(name).join('_'), column, others}
    }),
    columns: [...columns.values()],
    related: related.map(each => each.context),
    filters: frame.filters.map(filter => ({
      ...filter,
      column: filter.kind === 'values' ? `fact.${first.dimensions[filter.dimension!]}` : anchor,
    })),
    measures,
  }
}

/** How a measure's rows become its value: which aggregate, and whether value and sample are counted apart. */
function resultContext(measure: Measure, value: string, counts: string): object {
  const {aggregate, at} = measure
  if (aggregate === 'count') return {aggregate: 'count', counts, sampled: false, mean: false}
  if (aggregate === 'average' || aggregate === 'share')
    return {aggregate: 'sum', value, counts, sampled: true, mean: true}
  if (aggregate === 'median' || aggregate === 'percentile')
    return {aggregate: 'quantile', value, counts, at, sampled: true, mean: false}
  return {aggregate, value, counts, sampled: true, mean: false}
}

/** Aggregates that can be made of those of parts. */
const FROM_PARTS: ReadonlySet<string> = new Set(['count', 'count_distinct', 'sum', 'min', 'max'])

/** An entity's own aggregate. */
function innerContext(each: AggregateOf, value: string, counts: string): object {
  const aggregate =
    {median: 'quantile', percentile: 'quantile', share: 'average'}[each.aggregate as string] ?? each.aggregate
  return {aggregate, value, counts, at: each.at}
}

/** A share is the average of 1 where the condition holds and 0 where not (or unknown). */
function valueSql(each: AggregateOf, sql: string): string {
  return each.aggregate === 'share' ? `case when ${sql} then 1 else 0 end` : sql
}

interface RelatedContext {
  readonly context: object
  /** The column of `dated` that holds a measure's alias, if these rows provide it. */
  owner(measure: Measure, alias: string): {alias: string; sql: string} | undefined
}

/** Related rows of all measures of a group: one aggregation per child fact, date and key. */
function relatedContext(measures: readonly Measure[], frame: Frame, tools: Toolbox): RelatedContext[] {
  const sets = new Map<string, {rows: RelatedRows; measure: Measure}[]>()
  for (const measure of measures) {
    for (const rows of measure.related) {
      const key = JSON.stringify([rows.fact, rows.date, rows.on])
      sets.set(key, [...(sets.get(key) ?? []), {rows, measure}])
    }
  }
  return [...sets.values()].map((set, i) => {
    const {rows: first} = set[0]!
    const name = `related_${i + 1}`
    const aliases = new Map<string, {alias: string; rows: RelatedRows; context: object}>()
    const owners = new Map<string, string>()
    for (const {rows, measure} of set) {
      const write = (at: RelatedRows['where'] & object) => writeOver(tools, at, rows.fact, 'child', column => column)
      const value = rows.value && valueSql(rows, write(rows.value))
      const context = innerContext(rows, value ?? '', rows.where ? write(rows.where) : 'true')
      const key = JSON.stringify(context)
      const existing = aliases.get(key)
      const taken = [...aliases.values()].some(each => each.alias === rows.alias)
      const alias = existing?.alias ?? (taken ? `${rows.alias}_${aliases.size + 1}` : rows.alias)
      if (!existing) aliases.set(key, {alias, rows, context})
      owners.set(`${measure.id} ${rows.alias}`, alias)
    }
    const list = [...aliases.values()]
    return {
      context: {
        name,
        fact: first.fact,
        relation: `facts.${first.fact}`,
        on: first.on,
        moment: `child.${localColumn(tools, first.fact, first.date)}`,
        aliases: list.map(each => each.alias).join(', '),
        aggregates: list.map(each => ({alias: each.alias, ...each.context})),
        grain: frame.grain,
      },
      owner: (measure, wanted) => {
        const alias = owners.get(`${measure.id} ${wanted}`)
        if (alias === undefined) return undefined
        const {rows} = list.find(each => each.alias === alias)!
        const counted = rows.aggregate === 'count' || rows.aggregate === 'count_distinct'
        // its own name in the group: an alias may be named like a column of the fact, or like one of another child
        return {alias: `${name}_${alias}`, sql: counted ? `coalesce(${name}.${alias}, 0)` : `${name}.${alias}`}
      },
    }
  })
}
