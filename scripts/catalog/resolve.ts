import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import type {Database} from '../sql/duckdb.ts'
import {type Expression, parseExpressions} from '../sql/expressions.ts'
import {type Catalog, columnName} from './catalog.ts'
import type {ComponentInput, KpiInput} from './catalog-schema.ts'
import {expressionChecker, type MacroSignature} from './check-expressions.ts'
import type {Additivity, ComponentMeasure, Definitions, ExpressionAt, Histogram, Kpi, Measure, Slot, Term} from './definitions.ts'
import {seconds} from './durations.ts'
import type {Declarations} from './models.ts'
import {termBuilder} from './terms.ts'

/**
 * Resolves the catalog against the facts: every reference followed, every expression parsed and its names looked up, equal
 * measures made one. Problems are collected; definitions with problems are left out.
 */
export async function resolveCatalog(
  catalog: Catalog,
  declarations: Declarations,
  macros: ReadonlyMap<string, MacroSignature>,
  parser: Database,
  problems: Problem[],
): Promise<Definitions & {readonly expressions: ReadonlyMap<string, Expression>}> {
  const builder = termBuilder(catalog, declarations, problems)
  const terms = new Map<string, Term>()
  for (const ref of catalog.kpis.keys()) {
    const term = builder.kpi(ref)
    if (term) terms.set(ref, term)
  }
  const drafts = componentMeasures(catalog, builder, problems)

  const measures = [...terms.values()].flatMap(leaves)
  const charted = drafts.flatMap(draft => [draft.measure, ...(draft.slot ? [draft.slot] : [])])
  const texts = [...[...measures, ...charted].flatMap(expressionsOf), ...[...terms.values()].flatMap(formulas)]
  const expressions = await parseExpressions(parser, texts.map(each => each.text))

  const checker = expressionChecker(catalog.yaml, declarations, expressions, macros, problems)
  for (const term of terms.values()) checker.term(term)
  for (const draft of drafts) checker.measure(draft.measure)

  const interned = new Map<string, Measure>()
  const intern = (measure: Measure): Measure => {
    const key = identity(measure, expressions)
    if (!interned.has(key)) interned.set(key, measure)
    return interned.get(key)!
  }
  const needed = new Map<string, {measure: Measure; dimensions: Set<string>}>()
  const need = (measure: Measure, dimensions: readonly string[]) => {
    const entry = needed.get(measure.id) ?? {measure, dimensions: new Set<string>()}
    for (const dimension of dimensions) entry.dimensions.add(dimension)
    needed.set(measure.id, entry)
  }
  const order = Object.keys(catalog.dimensions)
  const cut = (list: readonly Measure[], without: readonly string[]) =>
    order.filter(name => list.every(measure => name in measure.dimensions) && !without.includes(name))

  const kpis = new Map<string, Kpi>()
  for (const [ref, draft] of terms) {
    const input = catalog.kpis.get(ref)!
    const term = mapLeaves(draft, intern)
    const list = [...new Set(leaves(term))]
    const without = builder.excluded(ref)
    checkWithout(catalog, ref, input, problems)
    const dimensions = cut(list, without)
    for (const measure of list) need(measure, dimensions)
    kpis.set(ref, {
      ref, input, term, measures: list, dimensions,
      kind: kindOf(input, term),
      dependsOn: dependencies(input),
      hasHours: list.every(measure => measure.kind !== 'stock' && declarations.models.get(measure.fact)!.columns![measure.date!]!.type !== 'DATE'),
      hasWeekdays: list.every(measure => measure.kind !== 'stock'),
      additivity: additivity(term, expressions, macros),
      columnName: columnName(ref),
    })
  }
  checkPromises(catalog, kpis, problems)
  checkDimensions(catalog, declarations, problems)

  const histograms: Histogram[] = []
  const own: ComponentMeasure[] = []
  for (const draft of drafts) {
    const dimensions = cut([draft.measure], draft.without)
    if (draft.slots) {
      const slots = draft.slots.map((slot): Slot => ({...slot, measure: slot.measure}))
      for (const slot of slots) need(slot.measure, dimensions)
      histograms.push({ref: draft.ref, unit: draft.unit!, slots, dimensions})
    } else {
      const measure = intern(draft.measure)
      need(measure, dimensions)
      own.push({ref: draft.ref, measure, dimensions})
    }
  }
  return {
    kpis,
    histograms,
    componentMeasures: own,
    components: catalog.components,
    measures: new Map([...needed].map(([id, entry]) => [id, {measure: entry.measure, dimensions: order.filter(name => entry.dimensions.has(name))}])),
    expressions,
  }
}

interface ComponentDraft {
  readonly ref: string
  readonly measure: Measure
  readonly slot?: Measure
  readonly without: readonly string[]
  readonly slots?: readonly Slot[]
  readonly unit?: string
}

/** The measures that charts bring along: a histogram's slots, a donut's own count. Other references of components are checked here. */
function componentMeasures(catalog: Catalog, builder: ReturnType<typeof termBuilder>, problems: Problem[]): ComponentDraft[] {
  const drafts: ComponentDraft[] = []
  const {yaml} = catalog
  const kpiAt = (ref: string, path: (string | number)[]) => {
    if (!catalog.kpis.has(ref) && !(ref in ((yaml.data as {kpis: object}).kpis ?? {}))) {
      problems.push(fault('unknown-kpi', `${path.slice(1).join('.')}: there is no KPI "${ref}"`, {...yaml.place(path), hint: suggestion(ref, catalog.kpis.keys(), 'KPIs')}))
    }
  }
  const dimensionAt = (name: string, path: (string | number)[]) => {
    if (!(name in catalog.dimensions)) problems.push(fault('unknown-dimension', `${path.slice(1).join('.')}: there is no dimension "${name}"`, {...yaml.place(path), hint: suggestion(name, Object.keys(catalog.dimensions))}))
  }
  for (const [ref, component] of catalog.components) {
    const path = ['components', ref]
    switch (component.form) {
      case 'histogram': {
        const draft = histogram(catalog, ref, component, builder, problems)
        if (draft) drafts.push(draft)
        break
      }
      case 'donut': {
        dimensionAt(component.by, [...path, 'by'])
        if (typeof component.donut === 'string') kpiAt(component.donut, [...path, 'donut'])
        else {
          const measure = builder.inline(component.donut, [...path, 'donut'], ref)
          if (measure) drafts.push({ref, measure, without: component.donut.without ?? []})
        }
        break
      }
      case 'lines':
        for (const [i, line] of component.lines.entries()) {
          kpiAt(line.kpi, [...path, 'lines', i, 'kpi'])
          for (const name of Object.keys(line.only ?? {})) dimensionAt(name, [...path, 'lines', i, 'only', name])
        }
        break
      case 'funnel':
        for (const [i, step] of component.funnel.entries()) {
          for (const [j, each] of step.sum.entries()) kpiAt(each, [...path, 'funnel', i, 'sum', j])
          for (const [j, each] of step.rates.entries()) kpiAt(each, [...path, 'funnel', i, 'rates', j])
        }
        break
      case 'table':
        dimensionAt(component.by, [...path, 'by'])
        for (const [i, each] of component.columns.entries()) kpiAt(each, [...path, 'columns', i])
        break
    }
  }
  return drafts
}

function histogram(catalog: Catalog, ref: string, component: ComponentInput & {form: 'histogram'}, builder: ReturnType<typeof termBuilder>, problems: Problem[]): ComponentDraft | undefined {
  const path = ['components', ref]
  const scale = catalog.scales[component.scale]
  if (!scale) {
    problems.push(fault('unknown-scale', `${ref}: there is no scale "${component.scale}"`, {...catalog.yaml.place([...path, 'scale']), hint: suggestion(component.scale, Object.keys(catalog.scales), 'scales')}))
    return undefined
  }
  const {from, date, where, related, dimensions, without} = component
  const counted = builder.inline({count: 'rows', from, date, where, related, dimensions, without}, path, ref)
  if (!counted) return undefined
  const value = {text: component.histogram, path: [...path, 'histogram']}
  const bounds = scale.slots.map(slot => (typeof slot.to === 'string' ? seconds(slot.to) : (slot.to ?? null)))
  const slots = scale.slots.map((slot, number): Slot => {
    const lower = number === 0 ? null : bounds[number - 1]!
    const upper = bounds[number]!
    const between = [...(lower === null ? [] : [`(${value.text}) >= ${lower}`]), ...(upper === null ? [] : [`(${value.text}) < ${upper}`])]
    const condition = {text: between.join(' and '), path: value.path}
    return {number, label: slot.label, lower, upper, measure: {...counted, id: `${ref}.${number}`, where: [...counted.where, condition]}}
  })
  return {ref, measure: {...counted, where: [...counted.where, value]}, slot: mergeWhere(slots), without: without ?? [], slots, unit: scale.unit}
}

/** A measure that carries every slot's condition, so that all of them are parsed. */
function mergeWhere(slots: readonly Slot[]): Measure {
  return {...slots[0]!.measure, where: slots.flatMap(slot => slot.measure.where)}
}

function leaves(term: Term): Measure[] {
  if (term.type === 'measure') return [term.measure]
  return term.type === 'ratio' ? [...leaves(term.numerator), ...leaves(term.denominator)] : Object.values(term.parts).flatMap(leaves)
}

function mapLeaves(term: Term, change: (measure: Measure) => Measure): Term {
  if (term.type === 'measure') return {...term, measure: change(term.measure)}
  if (term.type === 'ratio') return {...term, numerator: mapLeaves(term.numerator, change), denominator: mapLeaves(term.denominator, change)}
  return {...term, parts: Object.fromEntries(Object.entries(term.parts).map(([alias, part]) => [alias, mapLeaves(part, change)]))}
}

function formulas(term: Term): ExpressionAt[] {
  if (term.type === 'measure') return []
  if (term.type === 'ratio') return [...formulas(term.numerator), ...formulas(term.denominator)]
  return [term.formula, ...Object.values(term.parts).flatMap(formulas)]
}

/** Every expression of a measure. */
export function expressionsOf(measure: Measure): ExpressionAt[] {
  return [
    ...measure.where,
    ...(measure.value ? [measure.value] : []),
    ...(measure.having ? [measure.having] : []),
    ...measure.each.flatMap(each => (each.value ? [each.value] : [])),
    ...measure.related.flatMap(each => [...(each.where ? [each.where] : []), ...(each.value ? [each.value] : [])]),
  ]
}

/** Equal for measures that mean the same, however they are laid out; the order of joined conditions does not matter. */
function identity(measure: Measure, expressions: ReadonlyMap<string, Expression>): string {
  const canonical = (at: ExpressionAt | undefined) => (at ? (expressions.get(at.text)?.canonical ?? at.text) : null)
  const aggregate = (each: {aggregate: string; value?: ExpressionAt; at?: number}) => [each.aggregate, canonical(each.value), each.at ?? null]
  return JSON.stringify([
    measure.kind, measure.fact, measure.date ?? null, measure.enters ?? null, measure.leaves ?? null, measure.per ?? null,
    aggregate(measure), measure.where.map(canonical).sort(), canonical(measure.having),
    measure.each.map(each => [each.alias, ...aggregate(each)]),
    measure.related.map(each => [each.alias, each.fact, each.date, each.on, canonical(each.where), ...aggregate(each)]),
    Object.entries(measure.dimensions),
  ])
}

function kindOf(input: KpiInput, term: Term): string {
  if (term.type !== 'measure') return term.type
  if (term.measure.kind === 'stock') return 'stock'
  if (input.form === 'measure' && input.count_distinct) return 'count_distinct'
  const {kind, aggregate, each} = term.measure
  return kind === 'entities' && aggregate === 'count' && each.length === 0 ? 'count_distinct' : aggregate
}

/** A count or sum of rows adds up over dimension values, and over periods too unless it looks at the period. */
function additivity(term: Term, expressions: ReadonlyMap<string, Expression>, macros: ReadonlyMap<string, MacroSignature>): Additivity {
  if (term.type !== 'measure') return 'none'
  const {measure} = term
  if (measure.kind === 'stock') return 'dimensions_only'
  if (measure.kind === 'entities' || !['count', 'sum'].includes(measure.aggregate)) return 'none'
  const looks = expressionsOf(measure).some(each =>
    expressions.get(each.text)?.functions.some(use => macros.get(use.name)?.parameters.some(parameter => parameter.local)),
  )
  return looks || measure.related.length > 0 ? 'dimensions_only' : 'additive'
}

function dependencies(input: KpiInput): string[] {
  const operands = input.form === 'ratio' ? [input.numerator, input.denominator] : input.form === 'formula' ? Object.values(input.parts) : input.form === 'narrowing' ? [input.kpi] : []
  return [...new Set(operands.flatMap(each => (typeof each === 'string' ? [each] : 'kpi' in each ? [each.kpi] : [])))]
}

function checkWithout(catalog: Catalog, ref: string, input: KpiInput, problems: Problem[]) {
  for (const [i, name] of (input.without ?? []).entries()) {
    if (!(name in catalog.dimensions)) problems.push(fault('unknown-dimension', `${ref}.without: there is no dimension "${name}"`, {...catalog.yaml.place(['kpis', ref, 'without', i]), hint: suggestion(name, Object.keys(catalog.dimensions))}))
  }
}

/** A KPI built on one that may change can't itself be fixed. */
function checkPromises(catalog: Catalog, kpis: ReadonlyMap<string, Kpi>, problems: Problem[]) {
  for (const kpi of kpis.values()) {
    if (!kpi.input.fixed || kpi.input.form === 'narrowing') continue
    const moving = kpi.dependsOn.find(ref => kpis.get(ref)?.input.fixed === false)
    if (moving) problems.push(fault('broken-promise', `${kpi.ref} is fixed, but ${moving}, which it is made of, may change`, {...catalog.yaml.place(['kpis', kpi.ref, 'fixed']), hint: 'write fixed: false'}))
  }
}

/** Facts may only use dimensions that the catalog's header names. */
function checkDimensions(catalog: Catalog, declarations: Declarations, problems: Problem[]) {
  for (const model of declarations.models.values()) {
    const sets = [['dimensions', model.dimensions ?? {}], ...Object.entries(model.dimension_sets ?? {})] as const
    for (const [set, dimensions] of sets) {
      for (const name of Object.keys(dimensions as object)) {
        if (name in catalog.dimensions) continue
        const path = set === 'dimensions' ? ['models', model.name, 'dimensions', name] : ['models', model.name, 'dimension_sets', set, name]
        problems.push(fault('unknown-dimension', `${model.name}: the catalog has no dimension "${name}"`, {...model.yaml.keyPlace(path), hint: suggestion(name, Object.keys(catalog.dimensions))}))
      }
    }
  }
}
