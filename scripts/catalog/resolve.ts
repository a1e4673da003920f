import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import type {Database} from '../sql/duckdb.ts'
import {type Expression, parseExpressions} from '../sql/expressions.ts'
import {type Catalog, columnName} from './catalog.ts'
import type {KpiInput} from './catalog-schema.ts'
import {checkComponents} from './check-components.ts'
import {expressionChecker, type MacroSignature} from './check-expressions.ts'
import {componentDrafts} from './component-measures.ts'
import {
  type ComponentFigure,
  type Definitions,
  dimensionsIn,
  type Histogram,
  type Kpi,
  type Measure,
  type Term,
} from './definitions.ts'
import {additivity, expressionsOf, formulas, identity, leaves, mapLeaves} from './measures.ts'
import type {Declarations} from './models.ts'
import {termBuilder} from './terms.ts'
import {timesOf} from './times.ts'

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
  const drafts = componentDrafts(catalog, builder, problems)

  const all = [...terms.values(), ...drafts.figures.map(draft => draft.term)]
  const measures = [...all.flatMap(leaves), ...drafts.histograms.map(draft => draft.measure)]
  const texts = [...measures.flatMap(expressionsOf), ...all.flatMap(formulas)]
  const expressions = await parseExpressions(
    parser,
    texts.map(each => each.text),
  )

  const checker = expressionChecker(catalog.yaml, declarations, expressions, macros, problems)
  for (const term of all) checker.term(term)
  for (const draft of drafts.histograms) checker.measure(draft.measure)

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
    checkShared(catalog, ref, list, problems)
    const dimensions = cut(list, without)
    for (const measure of list) need(measure, dimensions)
    kpis.set(ref, {
      ref,
      input,
      term,
      measures: list,
      dimensions,
      kind: kindOf(input, term),
      dependsOn: dependencies(input),
      ...timesOf(list, declarations),
      additivity: additivity(term, expressions, macros),
      columnName: columnName(ref),
    })
  }
  checkPromises(catalog, kpis, problems)
  checkComponents(catalog, declarations, kpis, problems)
  checkDimensions(catalog, declarations, problems)

  const histograms = drafts.histograms.map((draft): Histogram => {
    const dimensions = cut([draft.measure], draft.without)
    for (const {measure, share} of draft.slots) {
      need(measure, dimensions)
      if (share) need(share, dimensions)
    }
    return {ref: draft.ref, unit: draft.unit, slots: draft.slots, dimensions}
  })
  const figures = drafts.figures.map((draft): ComponentFigure => {
    const {component, column} = draft
    const term = mapLeaves(draft.term, intern)
    const list = [...new Set(leaves(term))]
    const has = (name: string) => dimensionsIn(name).every(each => list.every(measure => each in measure.dimensions))
    const dimensions = draft.dimensions?.filter(has) ?? cut(list, draft.without)
    for (const measure of list) need(measure, dimensions)
    const ref = [component, column].filter(Boolean).join(' ')
    return {ref, component, ...(column === undefined ? {} : {column}), term, measures: list, dimensions}
  })
  const inOrder = (names: ReadonlySet<string>) => [
    ...order.filter(name => names.has(name)),
    ...[...names].filter(name => !order.includes(name)).sort(),
  ]
  return {
    kpis,
    histograms,
    componentFigures: figures,
    components: catalog.components,
    measures: new Map(
      [...needed].map(([id, entry]) => [
        id,
        {
          measure: entry.measure,
          dimensions: inOrder(entry.dimensions),
          addsUp:
            entry.measure.aggregate === 'count' &&
            additivity({type: 'measure', measure: entry.measure}, expressions, macros) === 'additive',
        },
      ]),
    ),
    expressions,
  }
}

function kindOf(input: KpiInput, term: Term): string {
  if (term.type !== 'measure') return term.type
  if (term.measure.kind === 'stock') return 'stock'
  if (input.form === 'measure' && input.count_distinct) return 'count_distinct'
  const {kind, aggregate, each} = term.measure
  return kind === 'entities' && aggregate === 'count' && each.length === 0 ? 'count_distinct' : aggregate
}

function dependencies(input: KpiInput): string[] {
  const operands =
    input.form === 'ratio'
      ? [input.numerator, input.denominator]
      : input.form === 'formula'
        ? Object.values(input.parts)
        : input.form === 'narrowing'
          ? [input.kpi]
          : []
  return [...new Set(operands.flatMap(each => (typeof each === 'string' ? [each] : 'kpi' in each ? [each.kpi] : [])))]
}

/** Parts that have dimensions, but none that all of them have, belong to different things. */
function checkShared(catalog: Catalog, ref: string, measures: readonly Measure[], problems: Problem[]) {
  const sets = measures.map(measure => Object.keys(measure.dimensions))
  if (sets.length < 2 || sets.some(set => set.length === 0)) return
  const [first, ...rest] = sets as [string[], ...string[][]]
  if (first.some(name => rest.every(set => set.includes(name)))) return
  const each = measures.map(measure => `${measure.id} has ${Object.keys(measure.dimensions).join(', ')}`)
  problems.push(
    fault('no-shared-dimension', `${ref}: its parts share no dimension`, {
      ...catalog.yaml.keyPlace(['kpis', ref]),
      hint: [...new Set(each)].join('; '),
    }),
  )
}

function checkWithout(catalog: Catalog, ref: string, input: KpiInput, problems: Problem[]) {
  for (const [i, name] of (input.without ?? []).entries()) {
    if (!(name in catalog.dimensions))
      problems.push(
        fault('unknown-dimension', `${ref}.without: there is no dimension "${name}"`, {
          ...catalog.yaml.place(['kpis', ref, 'without', i]),
          hint: suggestion(name, Object.keys(catalog.dimensions)),
        }),
      )
  }
}

/** A KPI built on one that may change can't itself be fixed. */
function checkPromises(catalog: Catalog, kpis: ReadonlyMap<string, Kpi>, problems: Problem[]) {
  for (const kpi of kpis.values()) {
    if (!kpi.input.fixed || kpi.input.form === 'narrowing') continue
    const moving = kpi.dependsOn.find(ref => kpis.get(ref)?.input.fixed === false)
    if (moving)
      problems.push(
        fault('broken-promise', `${kpi.ref} is fixed, but ${moving}, which it is made of, may change`, {
          ...catalog.yaml.place(['kpis', kpi.ref, 'fixed']),
          hint: 'write fixed: false',
        }),
      )
  }
}

/** Facts may only use dimensions that the catalog's header names. */
function checkDimensions(catalog: Catalog, declarations: Declarations, problems: Problem[]) {
  for (const model of declarations.models.values()) {
    if (model.isOptional) continue // notes of marts that this project may not have
    const sets = [['dimensions', model.dimensions ?? {}], ...Object.entries(model.dimension_sets ?? {})] as const
    for (const [set, dimensions] of sets) {
      for (const name of Object.keys(dimensions as object)) {
        if (name in catalog.dimensions) continue
        const path =
          set === 'dimensions'
            ? ['models', model.name, 'dimensions', name]
            : ['models', model.name, 'dimension_sets', set, name]
        problems.push(
          fault('unknown-dimension', `${model.name}: the catalog has no dimension "${name}"`, {
            ...model.yaml.keyPlace(path),
            hint: suggestion(name, Object.keys(catalog.dimensions)),
          }),
        )
      }
    }
  }
}
