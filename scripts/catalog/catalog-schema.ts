import {z} from 'zod'
import {DURATION} from './durations.ts'
import {oneOf, strict} from './strict.ts'

/** A reference such as `Shop-Card-12`: letters first, words joined by hyphens. */
export const REF = /^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)+$/
/** A name used as a column, relation or parameter in SQL. */
export const NAME = /^[a-z][a-z0-9_]*$/

const name = z
  .string()
  .regex(NAME, 'expected a name in lower case: letters, digits, underscores')
  .meta({description: 'A lower-case SQL name.'})
const ref = z
  .string()
  .regex(REF, 'expected a reference such as Shop-Card-10')
  .meta({description: 'Reference of a KPI.'})
const expression = z.string().min(1).meta({
  description: "SQL over the fact's columns; helpers: in_period, before_end, before_start and the project's macros.",
})
const duration = z.string().regex(DURATION, 'expected a duration such as "30 min", "24 h", "7 days"')
/** A text in each of the catalog's languages. */
export const texts = z
  .record(z.string(), z.string().min(1))
  .meta({description: 'One text per language of the catalog.'})

const aggregates = {
  count: z.string().meta({description: '`rows`, or `entities` with `per`.'}),
  count_distinct: name.meta({description: 'Column whose distinct values are counted.'}),
  sum: expression,
  average: expression,
  median: expression.meta({description: 'Interpolated (continuous) median.'}),
  percentile: strict({of: expression, at: z.number().gt(0).lt(1)}).meta({description: 'Interpolated percentile.'}),
  min: expression,
  max: expression,
  share: expression.meta({description: 'Share of the rows (or entities) that satisfy the condition.'}),
} as const
/** The keys that make a definition a measure. */
export const AGGREGATES = Object.keys(aggregates) as (keyof typeof aggregates)[]
export type Aggregate = keyof typeof aggregates

const optionalAggregates = Object.fromEntries(
  Object.entries(aggregates).map(([key, schema]) => [key, schema.optional()]),
) as {
  [K in Aggregate]: z.ZodOptional<(typeof aggregates)[K]>
}

const without = z.array(name).optional().meta({description: 'Dimensions that do not apply.'})

const inner = strict(optionalAggregates).meta({description: 'An aggregate over the entity’s rows.'})
const related = strict({
  ...optionalAggregates,
  from: name.meta({description: 'The child fact.'}),
  date: name.meta({description: 'The column that dates the child rows.'}),
  where: expression.optional(),
  on: name.meta({description: 'The column, of the same name in both facts, that joins them.'}),
}).meta({description: "An aggregate of another fact's rows dated in the same period; usable as a column."})

const measureShape = {
  ...optionalAggregates,
  from: name.meta({description: 'The fact that is measured.'}),
  date: name.meta({description: 'The anchor: the column that puts a row into a period.'}),
  where: expression.optional(),
  dimensions: name.optional().meta({description: 'A named dimension set of the fact, instead of its default one.'}),
  without,
  per: name.optional().meta({description: 'The column whose values are the entities.'}),
  each: z.record(name, inner).optional().meta({description: 'Aggregates of each entity, by alias.'}),
  having: expression.optional().meta({description: 'Condition on the aliases of `each`.'}),
  related: z.record(name, related).optional(),
}
const narrowingShape = {kpi: ref, where: expression.optional(), without}
const stockShape = {
  stock: name.meta({description: 'The fact whose rows stand at the start of the period.'}),
  enters: name,
  leaves: name,
  where: expression.optional(),
  dimensions: name.optional(),
  without,
}

export const measureSchema = strict(measureShape)
export const narrowingSchema = strict(narrowingShape)
export const stockSchema = strict(stockShape)
const operand = z.union([ref, measureSchema, narrowingSchema, stockSchema])
const ratioShape = {numerator: operand, denominator: operand, without}
const formulaShape = {
  formula: expression.meta({description: 'SQL arithmetic over the parts.'}),
  parts: z.record(name, operand),
  without,
}
export type MeasureInput = z.infer<typeof measureSchema>
export type NarrowingInput = z.infer<typeof narrowingSchema>
export type StockInput = z.infer<typeof stockSchema>

const UNITS = ['count', 'fraction', 'seconds', 'money', 'score', 'number'] as const
const named = {
  family: name,
  name: texts,
  description: texts,
  owner: z.string().optional(),
  tags: z.array(z.string()).optional(),
  status: oneOf(['implemented', 'draft']).default('implemented'),
  note: texts.optional(),
}
const promise = {
  fixed: z
    .boolean()
    .optional()
    .meta({description: 'Once its period is over, nothing that happens later changes the value.'}),
  fluctuates_by: z.array(name).optional().meta({description: 'Breakdowns in which a fixed KPI may still change.'}),
  settles_after: duration
    .optional()
    .meta({description: 'How long after its period a fluctuating value usually stops moving.'}),
}
const kpiShape = {
  ...named,
  ...promise,
  fixed: promise.fixed.unwrap(),
  unit: oneOf(UNITS),
  better: oneOf(['higher', 'lower']).optional(),
  target: strict({min: z.number().optional(), max: z.number().optional()}).optional(),
  companion: ref.optional().meta({description: 'KPI shown together with this one.'}),
  highlighted: z.boolean().default(false),
}

/** A KPI, by the form of its definition. */
export const KPI_FORMS = {
  measure: strict({...kpiShape, ...measureShape}),
  narrowing: strict({...kpiShape, ...narrowingShape}),
  ratio: strict({...kpiShape, ...ratioShape}),
  formula: strict({...kpiShape, ...formulaShape}),
  stock: strict({...kpiShape, ...stockShape}),
} as const
export type KpiForm = keyof typeof KPI_FORMS
export type KpiInput = {[F in KpiForm]: {form: F} & z.infer<(typeof KPI_FORMS)[F]>}[KpiForm]

const line = strict({kpi: ref, only: z.record(name, z.string()).optional(), name: texts.optional()})
const step = strict({name: texts, sum: z.array(ref).min(1), rates: z.array(ref).default([])})
const {dimensions: _set, per: _per, each: _each, having: _having, ...histogramRows} = measureShape
const histogramBase = Object.fromEntries(
  Object.entries(histogramRows).filter(([key]) => !AGGREGATES.includes(key as Aggregate)),
) as Omit<typeof histogramRows, Aggregate>

/** A chart or table, by its kind. */
export const COMPONENT_FORMS = {
  histogram: strict({
    ...named,
    ...promise,
    ...histogramBase,
    dimensions: name.optional(),
    histogram: expression,
    scale: name,
  }),
  donut: strict({...named, ...promise, donut: z.union([ref, measureSchema, narrowingSchema]), by: name}),
  lines: strict({...named, ...promise, lines: z.array(line).min(1)}),
  funnel: strict({...named, ...promise, funnel: z.array(step).min(2)}),
  table: strict({
    ...named,
    ...promise,
    table: name.meta({description: 'Name of the mart.'}),
    by: name.meta({description: 'The dimension whose values are the rows.'}),
    model: name.meta({description: 'The model that holds the attributes.'}),
    key: name.meta({description: "The model's column that holds the dimension's value."}),
    attributes: z.record(name, texts),
    columns: z.array(ref).min(1),
  }),
} as const
export type ComponentForm = keyof typeof COMPONENT_FORMS
export type ComponentInput = {[F in ComponentForm]: {form: F} & z.infer<(typeof COMPONENT_FORMS)[F]>}[ComponentForm]

const slot = strict({
  to: z.union([duration, z.number()]).optional().meta({description: 'Upper bound, excluded; the last slot has none.'}),
  label: texts,
})
const folder = z.string()

/** Everything but the KPIs and components, which are checked one by one by their form. */
export const headerShape = {
  version: z.literal(1),
  timezone: z.string().meta({description: 'IANA time zone in which days begin, e.g. Europe/Paris.'}),
  currency: z.string().regex(/^[A-Z]{3}$/, 'expected an ISO 4217 code such as EUR'),
  languages: z.array(z.string().regex(/^[a-z]{2}$/, 'expected an ISO 639-1 code such as en')).min(1),
  calendar: strict({from: z.iso.date(), to: z.iso.date()})
    .optional()
    .meta({description: 'First and last day of the marts; otherwise those of the data.'}),
  paths: strict({
    models: z.array(folder).default(['models/staging', 'models/facts', 'models/marts']),
    macros: z.array(folder).default(['macros']),
    templates: folder.default('models/marts'),
    seeds: folder.default('seeds'),
    reports: folder.default('reports'),
    examples: folder.default('tests/kpis'),
    data_tests: folder.default('tests/data'),
    model_tests: folder.default('tests/models'),
  }).prefault({}),
  dimensions: z.record(
    name,
    strict({
      name: texts,
      values: z
        .record(z.string(), texts)
        .optional()
        .meta({description: 'The closed list of values, with their names.'}),
      labels: strict({model: name, key: name, label: name})
        .optional()
        .meta({description: 'Where the values’ names are found.'}),
    }),
  ),
  families: z.record(name, strict({name: texts, description: texts.optional()})),
  scales: z
    .record(name, strict({unit: oneOf(['seconds', 'pages', 'number']), slots: z.array(slot).min(2)}))
    .default({}),
}

const refKeys = z.string().regex(REF, 'expected a reference such as Shop-Card-10')
export const shellSchema = strict({
  ...headerShape,
  kpis: z.record(refKeys, z.unknown()),
  components: z.record(refKeys, z.unknown()).default({}),
})
export type Shell = z.infer<typeof shellSchema>

/** The whole catalog as one schema, for editors. */
export const catalogSchema = strict({
  ...headerShape,
  kpis: z.record(refKeys, z.union(Object.values(KPI_FORMS) as unknown as [z.ZodType, z.ZodType, ...z.ZodType[]])),
  components: z
    .record(refKeys, z.union(Object.values(COMPONENT_FORMS) as unknown as [z.ZodType, z.ZodType, ...z.ZodType[]]))
    .optional(),
})
