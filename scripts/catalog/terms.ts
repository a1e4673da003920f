import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import type {YamlPath} from '../core/yaml-file.ts'
import {kpiHint} from './aliases.ts'
import type {Catalog} from './catalog.ts'
import {
  AGGREGATES,
  type FormulaInput,
  type MeasureInput,
  type NarrowingInput,
  type RatioInput,
  type StockInput,
} from './catalog-schema.ts'
import type {AggregateOf, ExpressionAt, Measure, RelatedRows, Term} from './definitions.ts'
import type {Declarations, ModelNotes} from './models.ts'

type Operand = string | MeasureInput | NarrowingInput | StockInput
type Defined = MeasureInput | NarrowingInput | StockInput | RatioInput | FormulaInput

/** Turns definitions as written into terms over measures: references followed, narrowings joined, facts and columns looked up. */
export interface TermBuilder {
  kpi(ref: string): Term | undefined
  /** A measure or narrowing written in place, such as a donut's. */
  inline(input: MeasureInput | NarrowingInput, path: YamlPath, id: string): Measure | undefined
  /** Any definition written in place, such as a table's own column. */
  define(input: Defined, path: YamlPath, id: string): Term | undefined
  /** Dimensions that the KPI's own definition and those it names exclude. */
  excluded(ref: string): readonly string[]
}

export function termBuilder(catalog: Catalog, declarations: Declarations, problems: Problem[]): TermBuilder {
  const {yaml} = catalog
  const done = new Map<string, Term | undefined>()
  const under: string[] = []

  const report = (path: YamlPath, code: string, message: string, hint?: string) => {
    problems.push(
      fault(code, `${path.slice(1).join('.')}: ${message}`, {
        ...yaml.place(path),
        ...(hint === undefined ? {} : {hint}),
      }),
    )
    return undefined
  }

  function kpi(ref: string, path: YamlPath = ['kpis', ref]): Term | undefined {
    if (done.has(ref)) return done.get(ref)
    const input = catalog.kpis.get(ref)
    if (!input) {
      if (catalog.components.has(ref)) return report(path, 'not-a-kpi', `${ref} is a chart or table, not a KPI`)
      // a KPI that has problems of its own is reported there
      return yaml.keyPlace(['kpis', ref]).line === yaml.keyPlace(['kpis']).line || !hasKey(ref)
        ? report(path, 'unknown-kpi', `there is no KPI "${ref}"`, kpiHint(catalog, ref))
        : undefined
    }
    if (under.includes(ref)) {
      return report(
        path,
        'cycle',
        `${ref} is defined by itself: ${[...under.slice(under.indexOf(ref)), ref].join(' → ')}`,
      )
    }
    under.push(ref)
    const term = define(input, ['kpis', ref], ref)
    under.pop()
    done.set(ref, term)
    return term
  }

  function define(input: Defined, path: YamlPath, id: string): Term | undefined {
    if ('numerator' in input) {
      const numerator = operand(input.numerator, [...path, 'numerator'], `${id}.numerator`)
      const denominator = operand(input.denominator, [...path, 'denominator'], `${id}.denominator`)
      return numerator && denominator && {type: 'ratio', numerator, denominator}
    }
    if ('formula' in input) {
      const parts = Object.entries(input.parts).map(
        ([alias, part]) => [alias, operand(part, [...path, 'parts', alias], `${id}.${alias}`)] as const,
      )
      if (!parts.every(([, part]) => part)) return undefined
      return {
        type: 'formula',
        formula: {text: input.formula, path: [...path, 'formula']},
        parts: Object.fromEntries(parts) as Record<string, Term>,
      }
    }
    const made = leaf(input, path, id)
    return made && {type: 'measure', measure: made}
  }

  const hasKey = (ref: string) => ref in ((yaml.data as {kpis?: object}).kpis ?? {})

  function operand(input: Operand, path: YamlPath, id: string): Term | undefined {
    if (typeof input === 'string') return kpi(input, path)
    const made = leaf(input, path, id)
    return made && {type: 'measure', measure: made}
  }

  function leaf(input: MeasureInput | NarrowingInput | StockInput, path: YamlPath, id: string): Measure | undefined {
    if ('kpi' in input) return narrow(input, path, id)
    return 'stock' in input ? stock(input, path, id) : measure(input, path, id)
  }

  function narrow(input: NarrowingInput, path: YamlPath, id: string): Measure | undefined {
    const term = kpi(input.kpi, [...path, 'kpi'])
    if (!term) return undefined
    if (term.type !== 'measure')
      return report([...path, 'kpi'], 'not-a-measure', `${input.kpi} is a ${term.type}; only a measure can be narrowed`)
    return {...term.measure, id, path, where: [...term.measure.where, ...at(input.where, [...path, 'where'])]}
  }

  function stock(input: StockInput, path: YamlPath, id: string): Measure | undefined {
    const fact = factOf(input.stock, [...path, 'stock'])
    if (!fact) return undefined
    column(fact, input.enters, [...path, 'enters'], 'moment')
    column(fact, input.leaves, [...path, 'leaves'], 'moment')
    return {
      id,
      path,
      kind: 'stock',
      fact: input.stock,
      aggregate: 'count',
      enters: input.enters,
      leaves: input.leaves,
      where: at(input.where, [...path, 'where']),
      each: [],
      related: [],
      dimensions: dimensionSet(fact, input.dimensions, path),
    }
  }

  function measure(input: MeasureInput, path: YamlPath, id: string): Measure | undefined {
    const own = aggregateOf(input, path, input.per ? 'entities' : 'rows')
    const fact = factOf(input.from, [...path, 'from'])
    if (!own || !fact) return undefined
    column(fact, input.date, [...path, 'date'], 'moment')
    if (input.per) column(fact, input.per, [...path, 'per'])
    for (const key of ['each', 'having'] as const) {
      if (input[key] && !input.per)
        report([...path, key], 'needs-per', `"${key}" needs "per", the column whose values are the entities`)
    }
    const each = Object.entries(input.each ?? {}).flatMap(([alias, inner]) => {
      const found = aggregateOf(inner, [...path, 'each', alias], 'rows')
      return found ? [{alias, ...found}] : []
    })
    const related = Object.entries(input.related ?? {}).flatMap(([alias, rows]): RelatedRows[] => {
      const place = [...path, 'related', alias]
      const found = aggregateOf(rows, place, 'rows')
      const child = factOf(rows.from, [...place, 'from'])
      if (!found || !child) return []
      column(child, rows.date, [...place, 'date'], 'moment')
      column(child, rows.on, [...place, 'on'])
      column(fact, rows.on, [...place, 'on'])
      return [
        {
          alias,
          path: place,
          ...found,
          fact: rows.from,
          date: rows.date,
          on: rows.on,
          ...one('where', at(rows.where, [...place, 'where'])[0]),
        },
      ]
    })
    const distinct = own.aggregate === 'count_distinct'
    if (distinct && input.per)
      return report(
        [...path, 'count_distinct'],
        'two-entities',
        '"count_distinct" and "per" exclude each other; count entities',
      )
    if (distinct) column(fact, own.value!.text, [...path, 'count_distinct'])
    const per = distinct ? own.value!.text : input.per
    return {
      id,
      path,
      kind: per ? 'entities' : 'rows',
      fact: input.from,
      date: input.date,
      ...(distinct ? {aggregate: 'count' as const} : own),
      where: at(input.where, [...path, 'where']),
      each,
      related,
      dimensions: dimensionSet(fact, input.dimensions, path),
      ...one('per', per),
      ...one('having', at(input.having, [...path, 'having'])[0]),
    }
  }

  /** The one aggregate among the keys of a definition. */
  function aggregateOf(
    input: Partial<Record<(typeof AGGREGATES)[number], unknown>>,
    path: YamlPath,
    counted: 'rows' | 'entities',
  ): AggregateOf | undefined {
    const keys = AGGREGATES.filter(key => input[key] !== undefined)
    if (keys.length !== 1) {
      return report(
        path,
        keys.length === 0 ? 'no-aggregate' : 'two-aggregates',
        keys.length === 0 ? 'no aggregate is given' : `"${keys.join('" and "')}" exclude each other`,
        `one of ${AGGREGATES.join(', ')}`,
      )
    }
    const aggregate = keys[0]!
    const value = input[aggregate]
    if (aggregate === 'count') {
      if (value !== counted)
        return report(
          [...path, 'count'],
          'wrong-count',
          `expected "${counted}"; found "${value}"`,
          counted === 'rows' ? 'without "per", rows are counted' : 'with "per", entities are counted',
        )
      return {aggregate}
    }
    if (aggregate === 'percentile') {
      const {of, at: share} = value as {of: string; at: number}
      return {aggregate, value: {text: of, path: [...path, 'percentile', 'of']}, at: share}
    }
    return {
      aggregate,
      value: {text: value as string, path: [...path, aggregate]},
      ...(aggregate === 'median' ? {at: 0.5} : {}),
    }
  }

  function factOf(name: string, path: YamlPath): ModelNotes | undefined {
    const fact = declarations.models.get(name)
    if (fact?.columns) return fact
    if (fact)
      return report(
        path,
        'undeclared-columns',
        `model "${name}" does not declare its columns`,
        `add "columns" in ${fact.yaml.file}`,
      )
    const facts = [...declarations.models.values()].filter(model => model.columns).map(model => model.name)
    return report(path, 'unknown-fact', `there is no fact "${name}"`, suggestion(name, facts, 'facts'))
  }

  /** Checks a column; a moment is a DATE, or a TIMESTAMP with a local twin. */
  function column(fact: ModelNotes, name: string, path: YamlPath, kind?: 'moment') {
    const columns = fact.columns!
    if (!(name in columns))
      return report(
        path,
        'unknown-column',
        `${fact.name} has no column "${name}"`,
        suggestion(name, Object.keys(columns), 'columns'),
      )
    const {type} = columns[name]!
    if (kind && type !== 'DATE' && type !== 'TIMESTAMP')
      return report(path, 'not-a-moment', `${fact.name}.${name} is ${type}; a DATE or TIMESTAMP is expected`)
    if (kind && type === 'TIMESTAMP' && !(`${name}_local` in columns))
      return report(
        path,
        'no-local-twin',
        `${fact.name}.${name} has no local twin`,
        `add "${name}_local", its local time, to ${fact.yaml.file} and the model`,
      )
  }

  function dimensionSet(fact: ModelNotes, set: string | undefined, path: YamlPath): Record<string, string> {
    if (set === undefined) return fact.dimensions ?? {}
    const sets = fact.dimension_sets ?? {}
    if (!(set in sets))
      report(
        [...path, 'dimensions'],
        'unknown-dimension-set',
        `${fact.name} has no dimension set "${set}"`,
        suggestion(set, Object.keys(sets), 'sets'),
      )
    return sets[set] ?? {}
  }

  function excluded(ref: string, seen = new Set<string>()): string[] {
    const input = catalog.kpis.get(ref)
    if (!input || seen.has(ref)) return []
    seen.add(ref)
    const operands: Operand[] =
      input.form === 'ratio'
        ? [input.numerator, input.denominator]
        : input.form === 'formula'
          ? Object.values(input.parts)
          : input.form === 'narrowing'
            ? [input.kpi]
            : []
    return [
      ...(input.without ?? []),
      ...operands.flatMap(each => {
        if (typeof each === 'string') return excluded(each, seen)
        return [...(each.without ?? []), ...('kpi' in each ? excluded(each.kpi, seen) : [])]
      }),
    ]
  }

  return {
    kpi: ref => kpi(ref),
    inline: (input, path, id) => leaf(input, path, id),
    define,
    excluded: ref => excluded(ref),
  }
}

function at(text: string | undefined, path: YamlPath): ExpressionAt[] {
  return text === undefined ? [] : [{text, path}]
}

function one<K extends string, V>(key: K, value: V | undefined): {[P in K]?: V} {
  return (value === undefined ? {} : {[key]: value}) as {[P in K]?: V}
}
