import type {Expression} from '../sql/expressions.ts'
import {type Catalog, isHidden} from './catalog.ts'
import type {MacroSignature} from './check-expressions.ts'
import {columnUses} from './column-uses.ts'
import {type AggregateOf, type Definitions, dimensionsIn, type ExpressionAt, type Measure} from './definitions.ts'
import {filterableBy} from './filterable.ts'
import type {Declarations} from './models.ts'

/** A column of a fact that statements read, and what about its values matters. */
export interface NeededColumn {
  readonly fact: string
  readonly column: string
  /**
   * `key`: only whether values are the same, so that others may stand for them. `person`: the same, and readers choose and see
   * them: a dimension of people. `value`: the values themselves.
   */
  readonly role: 'key' | 'person' | 'value'
  /** Dimensions whose values it holds. */
  readonly dimensions: readonly string[]
  /** Of a `person`: the dimension that says whose values they are; where one hides its names, that one. */
  readonly people?: string
  /** The measure that needs it first. */
  readonly measure: string
  /** The measure, if any, that looks at the value of a person. */
  readonly looksAt?: string
}

interface Draft {
  readonly fact: string
  readonly column: string
  readonly measure: string
  readonly dimensions: Set<string>
  isCompared: boolean
  lookedAt?: string
}

/** Every column that the statements of KPIs, charts and tables read, by fact. Columns that are compared or joined have one role. */
export function neededColumns(
  catalog: Catalog,
  definitions: Definitions,
  expressions: ReadonlyMap<string, Expression>,
  declarations: Declarations,
  macros: ReadonlyMap<string, MacroSignature>,
): NeededColumn[] {
  const drafts = new Map<string, Draft>()
  const same = classes()
  const typeOf = (fact: string, column: string) => declarations.models.get(fact)?.columns?.[column]?.type
  const need = (measure: Measure, fact: string, column: string): Draft | undefined => {
    const type = typeOf(fact, column)
    if (type === undefined) return undefined // an alias of `each` or `related`
    const key = `${fact}.${column}`
    const found = drafts.get(key) ?? {fact, column, measure: measure.id, dimensions: new Set(), isCompared: false}
    drafts.set(key, found)
    return found
  }
  const identity = (draft: Draft | undefined) => {
    if (draft) draft.isCompared = true
  }
  const moment = (measure: Measure, fact: string, column: string | undefined) => {
    if (column !== undefined) need(measure, fact, typeOf(fact, column) === 'DATE' ? column : `${column}_local`)
  }
  const expression = (measure: Measure, fact: string, at: ExpressionAt | undefined) => {
    const parsed = at && expressions.get(at.text)
    if (!parsed) return
    for (const use of columnUses(parsed)) {
      const draft = need(measure, fact, use.column)
      if (!draft) continue
      if (use.kind === 'value') draft.lookedAt ??= measure.id
      else if (use.kind === 'compared') {
        identity(draft)
        if (need(measure, fact, use.with)) same.join(`${fact}.${use.column}`, `${fact}.${use.with}`)
      }
    }
    for (const use of parsed.functions) {
      for (const [i, parameter] of (macros.get(use.name)?.parameters ?? []).entries()) {
        const range = use.arguments[i]
        if (parameter.local && range) moment(measure, fact, at.text.slice(...range).trim())
      }
    }
  }
  const aggregate = (measure: Measure, fact: string, each: AggregateOf) => {
    if (each.aggregate === 'count_distinct') identity(need(measure, fact, each.value!.text))
    else expression(measure, fact, each.value)
  }

  const filters = new Map<Measure, string[]>()
  for (const figure of definitions.componentFigures)
    for (const measure of figure.measures)
      filters.set(measure, [...(filters.get(measure) ?? []), ...filterableBy(figure, definitions)])

  for (const {measure, dimensions} of definitions.measures.values()) {
    const {fact} = measure
    for (const column of [measure.date, measure.enters, measure.leaves]) moment(measure, fact, column)
    if (measure.per) identity(need(measure, fact, measure.per))
    for (const name of [...dimensions, ...(filters.get(measure) ?? [])].flatMap(dimensionsIn))
      need(measure, fact, measure.dimensions[name]!)?.dimensions.add(name)
    for (const at of measure.where) expression(measure, fact, at)
    if (measure.kind !== 'entities') aggregate(measure, fact, measure)
    for (const each of measure.each) aggregate(measure, fact, each)
    for (const rows of measure.related) {
      moment(measure, rows.fact, rows.date)
      identity(need(measure, rows.fact, rows.on))
      identity(need(measure, fact, rows.on))
      same.join(`${rows.fact}.${rows.on}`, `${fact}.${rows.on}`)
      expression(measure, rows.fact, rows.where)
      aggregate(measure, rows.fact, rows)
    }
  }

  const members = new Map<string, Draft[]>()
  for (const [key, draft] of drafts) {
    const root = same.root(key)
    members.set(root, [...(members.get(root) ?? []), draft])
  }
  return [...drafts.entries()].map(([key, {fact, column, measure, dimensions}]) => {
    const group = members.get(same.root(key))!
    const personal = group.flatMap(each => [...each.dimensions].filter(name => catalog.dimensions[name]?.personal))
    const people = personal.find(name => isHidden(catalog, name)) ?? personal[0]
    const looksAt = group.find(each => each.lookedAt !== undefined)?.lookedAt
    const isShown = looksAt !== undefined || group.some(each => each.dimensions.size > 0)
    const isText = typeOf(fact, column) === 'VARCHAR'
    const isKey = isText || (group.some(each => each.isCompared) && /^(INTEGER|BIGINT)$/.test(typeOf(fact, column)!))
    const role = people !== undefined ? 'person' : isShown || !isKey ? 'value' : 'key'
    const rest = people === undefined ? {} : {people, ...(looksAt === undefined ? {} : {looksAt})}
    return {fact, column, measure, role, dimensions: [...dimensions], ...rest}
  })
}

/** Things that are the same, put together pair by pair. */
function classes() {
  const parents = new Map<string, string>()
  const root = (key: string): string => {
    const parent = parents.get(key)
    return parent === undefined ? key : root(parent)
  }
  return {
    root,
    join: (a: string, b: string) => {
      const [left, right] = [root(a), root(b)]
      if (left !== right) parents.set(left, right)
    },
  }
}
