import type {Expression} from '../sql/expressions.ts'
import type {MacroSignature} from './check-expressions.ts'
import type {Additivity, ExpressionAt, Measure, Term} from './definitions.ts'

/** The measures of a term, as often as it names them. */
export function leaves(term: Term): Measure[] {
  if (term.type === 'measure') return [term.measure]
  return term.type === 'ratio'
    ? [...leaves(term.numerator), ...leaves(term.denominator)]
    : Object.values(term.parts).flatMap(leaves)
}

/** The term with every measure replaced. */
export function mapLeaves(term: Term, change: (measure: Measure) => Measure): Term {
  if (term.type === 'measure') return {...term, measure: change(term.measure)}
  if (term.type === 'ratio')
    return {...term, numerator: mapLeaves(term.numerator, change), denominator: mapLeaves(term.denominator, change)}
  return {
    ...term,
    parts: Object.fromEntries(Object.entries(term.parts).map(([alias, part]) => [alias, mapLeaves(part, change)])),
  }
}

/** The formulas written in a term. */
export function formulas(term: Term): ExpressionAt[] {
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
export function identity(measure: Measure, expressions: ReadonlyMap<string, Expression>): string {
  const canonical = (at: ExpressionAt | undefined) => (at ? (expressions.get(at.text)?.canonical ?? at.text) : null)
  const aggregate = (each: {aggregate: string; value?: ExpressionAt; at?: number}) => [
    each.aggregate,
    canonical(each.value),
    each.at ?? null,
  ]
  return JSON.stringify([
    measure.kind,
    measure.fact,
    measure.date ?? null,
    measure.enters ?? null,
    measure.leaves ?? null,
    measure.per ?? null,
    aggregate(measure),
    measure.where.map(canonical).sort(),
    canonical(measure.having),
    measure.each.map(each => [each.alias, ...aggregate(each)]),
    measure.related.map(each => [each.alias, each.fact, each.date, each.on, canonical(each.where), ...aggregate(each)]),
    Object.entries(measure.dimensions),
  ])
}

/** A count or sum of rows adds up over dimension values, and over periods too unless it looks at the period. */
export function additivity(
  term: Term,
  expressions: ReadonlyMap<string, Expression>,
  macros: ReadonlyMap<string, MacroSignature>,
): Additivity {
  if (term.type !== 'measure') return 'none'
  const {measure} = term
  if (measure.kind === 'stock') return 'dimensions_only'
  if (measure.kind === 'entities' || !['count', 'sum'].includes(measure.aggregate)) return 'none'
  const looks = expressionsOf(measure).some(each =>
    expressions
      .get(each.text)
      ?.functions.some(use => macros.get(use.name)?.parameters.some(parameter => parameter.local)),
  )
  return looks || measure.related.length > 0 ? 'dimensions_only' : 'additive'
}
