import type {Figure, Measure, Term} from '../catalog/definitions.ts'
import {writeExpression} from '../sql/expressions.ts'
import {callMacro, type Toolbox} from './writers.ts'

/** The four results of a KPI, as SQL over the columns `value_1`, `sample_1`, … of its parts side by side. */
interface Calculation {
  readonly numerator: string
  readonly denominator: string
  readonly value: string
  readonly sample: string
}

const NOTHING = 'cast(null as double)'

/** Whether a KPI is 0, not NULL, where nothing happened. */
export function isZeroWhenEmpty(term: Term): boolean {
  return term.type === 'measure' && isCounted(term.measure)
}

function isCounted(measure: Measure): boolean {
  return measure.aggregate === 'count' || measure.aggregate === 'sum'
}

/** The context of the macro `kpi_combine`; `measureId` names a measure's rows in `measure_values`. */
export function combineContext(
  kpis: readonly Figure[],
  tools: Toolbox,
  totals: boolean,
  measureId: (kpi: Figure, measure: Measure) => string,
): object {
  const forms = new Map<string, Calculation & {form: number}>()
  const parts = kpis.flatMap(kpi => {
    const calculation = calculate(kpi.term, kpi.measures, tools)
    const key = JSON.stringify(calculation)
    if (!forms.has(key)) forms.set(key, {...calculation, form: forms.size + 1})
    const {form} = forms.get(key)!
    return kpi.measures.map((measure, i) => ({
      kpi: kpi.ref,
      form,
      part: i + 1,
      measure: measureId(kpi, measure),
      dimensions: kpi.dimensions,
    }))
  })
  const widest = Math.max(1, ...kpis.map(kpi => kpi.measures.length))
  return {parts, forms: [...forms.values()], slots: Array.from({length: widest}, (_, i) => i + 1), totals}
}

/** A term's results: each part with its own 0 or NULL; a ratio over 0 is NULL; a formula that is not finite is NULL; `+ 0` turns -0 into 0. */
function calculate(term: Term, measures: readonly Measure[], tools: Toolbox): Calculation {
  if (term.type === 'measure') {
    const n = measures.indexOf(term.measure) + 1
    const mean = term.measure.aggregate === 'average' || term.measure.aggregate === 'share'
    const or0 = (column: string) => `coalesce(side_by_side.${column}_${n}, 0)`
    return {
      numerator: mean ? or0('numerator') : NOTHING,
      denominator: mean ? or0('denominator') : NOTHING,
      value: isCounted(term.measure) ? or0('value') : `side_by_side.value_${n}`,
      sample: or0('sample'),
    }
  }
  if (term.type === 'ratio') {
    const numerator = calculate(term.numerator, measures, tools)
    const denominator = calculate(term.denominator, measures, tools)
    return {
      numerator: numerator.value,
      denominator: denominator.value,
      value: `${numerator.value} / nullif(${denominator.value}, 0) + 0`,
      sample: denominator.sample,
    }
  }
  const parts = Object.fromEntries(
    Object.entries(term.parts).map(([alias, part]) => [alias, calculate(part, measures, tools)]),
  )
  const written = writeExpression(tools.expressions.get(term.formula.text)!, {
    column: name => `(${parts[name]!.value})`,
    call: (name, args, raw) => callMacro(tools, name, args, raw, column => column),
  })
  const samples = Object.values(parts).map(part => part.sample)
  return {
    numerator: NOTHING,
    denominator: NOTHING,
    value: `case when isfinite(cast(${written} as double)) then ${written} + 0 end`,
    sample: samples.length === 1 ? samples[0]! : `least(${samples.join(', ')})`,
  }
}
