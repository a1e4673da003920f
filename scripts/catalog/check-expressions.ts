import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import type {YamlFile} from '../core/yaml-file.ts'
import type {Expression} from '../sql/expressions.ts'
import type {ExpressionAt, Measure, Term} from './definitions.ts'
import type {Declarations} from './models.ts'

/** A function of the project's macros, as expressions call it. */
export interface MacroSignature {
  readonly parameters: readonly {readonly name: string; readonly local: boolean}[]
}

/**
 * What an expression may not call, and why. Clocks make values depend on the moment of the build; the others are missing
 * from DuckDB-WASM without a network, in which the same statement must run.
 */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [
    /^(now|today|current_\w+|get_current_\w+|transaction_timestamp|localtime\w*)$/,
    'times come from the data, never from a clock',
  ],
  [/^(random|uuid\w*|gen_random_uuid|nextval)$/, 'the same data must give the same value'],
  [/^timezone$/, 'time zones are applied in facts; use a "_local" column or a period helper'],
  [/^(json\w*|to_json|from_json)$/, 'JSON is not available wherever KPIs run; extract the column in the fact'],
]

/** Checks the columns and functions of every expression of a measure or formula. */
export function expressionChecker(
  yaml: YamlFile,
  declarations: Declarations,
  expressions: ReadonlyMap<string, Expression>,
  macros: ReadonlyMap<string, MacroSignature>,
  problems: Problem[],
) {
  const seen = new Set<string>()

  function check(at: ExpressionAt, columns: ReadonlySet<string>, what: string): void {
    const key = at.path.join('.')
    if (seen.has(key)) return
    seen.add(key)
    const expression = expressions.get(at.text)!
    const report = (code: string, message: string, offset: number, length: number, hint?: string) =>
      problems.push(
        fault(code, `${at.path.slice(1).join('.')}: ${message}`, {
          ...yaml.placeInside(at.path, offset, length),
          ...(hint === undefined ? {} : {hint}),
        }),
      )
    for (const each of expression.faults) report('expression-syntax', each.message, each.offset, each.length, each.hint)
    for (const use of expression.columns) {
      if (columns.has(use.name)) continue
      const refused = REFUSED.find(([pattern]) => pattern.test(use.name))
      report(
        'unknown-column',
        `${what} has no column "${use.name}"`,
        use.offset,
        use.length,
        refused?.[1] ?? suggestion(use.name, columns, 'columns'),
      )
    }
    for (const use of expression.functions) {
      const macro = macros.get(use.name)
      const refused = REFUSED.find(([pattern]) => pattern.test(use.name))
      if (!macro && refused)
        report('refused-function', `"${use.name}" cannot be used in a KPI`, use.offset, use.length, refused[1])
      if (!macro) continue
      if (use.arguments.length !== macro.parameters.length) {
        report(
          'wrong-arguments',
          `${use.name} takes ${macro.parameters.length} argument(s), not ${use.arguments.length}`,
          use.offset,
          use.length,
          `${use.name}(${macro.parameters.map(parameter => parameter.name).join(', ')})`,
        )
      }
      for (const [i, parameter] of macro.parameters.entries()) {
        const range = use.arguments[i]
        if (!parameter.local || !range) continue
        const name = at.text.slice(...range).trim()
        const offset = range[0] + (/^\s*/.exec(at.text.slice(range[0]))?.[0].length ?? 0)
        if (columns.has(name) && !columns.has(`${name}_local`)) {
          report(
            'no-local-twin',
            `${use.name} needs the local time of "${name}", and ${what} has no column "${name}_local"`,
            offset,
            name.length,
          )
        } else if (!/^\w+$/.test(name))
          report('not-a-column', `${use.name} takes the name of a column`, offset, Math.max(1, name.length))
      }
    }
  }

  function measure(item: Measure): void {
    const columnsOf = (fact: string) => new Set(Object.keys(declarations.models.get(fact)!.columns!))
    const rows = new Set([...columnsOf(item.fact), ...item.related.map(each => each.alias)])
    for (const each of item.related) {
      const child = columnsOf(each.fact)
      if (each.where) check(each.where, child, each.fact)
      if (each.value) check(each.value, child, each.fact)
    }
    for (const where of item.where) check(where, rows, item.fact)
    for (const each of item.each) if (each.value) check(each.value, rows, item.fact)
    const aliases = new Set(item.each.map(each => each.alias))
    if (item.having) check(item.having, aliases, '"each"')
    if (item.value)
      check(item.value, item.kind === 'entities' ? aliases : rows, item.kind === 'entities' ? '"each"' : item.fact)
  }

  function term(item: Term): void {
    if (item.type === 'measure') measure(item.measure)
    else if (item.type === 'ratio') {
      term(item.numerator)
      term(item.denominator)
    } else {
      check(item.formula, new Set(Object.keys(item.parts)), '"parts"')
      Object.values(item.parts).forEach(term)
    }
  }

  return {measure, term}
}
