import {z} from 'zod'
import {DURATION} from './durations.ts'
import {valueAnomalies} from './monitor-schemas.ts'
import {nameSchema as name, REF, refSchema} from './names.ts'
import {publishSchema} from './publish-schema.ts'
import {oneOf, strict} from './strict.ts'

const ref = refSchema.meta({description: 'Reference of a KPI.'})
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
  sum: expression.meta({description: 'What is added up: whole numbers or DECIMAL, so that the order does not matter.'}),
  average: expression.meta({description: 'What is averaged; rows where it is NULL do not count.'}),
  median: expression.meta({description: 'Interpolated (continuous) median.'}),
  percentile: strict({
    of: expression,
    at: z.number().gt(0).lt(1).meta({description: 'Between 0 and 1, both excluded.'}),
  }).meta({description: 'Interpolated percentile.'}),
  min: expression.meta({description: 'Smallest value.'}),
  max: expression.meta({description: 'Largest value.'}),
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
  where: expression.optional().meta({description: 'Which child rows count.'}),
  on: name.meta({description: 'The column, of the same name in both facts, that joins them.'}),
}).meta({description: "An aggregate of another fact's rows dated in the same period; usable as a column."})

const measureShape = {
  ...optionalAggregates,
  from: name.meta({description: 'The fact that is measured.'}),
  date: name.meta({description: 'The anchor: the column that puts a row into a period.'}),
  where: expression.optional().meta({description: 'Which rows count.'}),
  dimensions: name.optional().meta({description: 'A named dimension set of the fact, instead of its default one.'}),
  without,
  per: name.optional().meta({description: 'The column whose values are the entities.'}),
  each: z.record(name, inner).optional().meta({description: 'Aggregates of each entity, by alias.'}),
  having: expression.optional().meta({description: 'Condition on the aliases of `each`.'}),
  related: z
    .record(name, related)
    .optional()
    .meta({description: 'Aggregates of child rows dated in the same period, by alias.'}),
}
const narrowingShape = {
  kpi: ref.meta({description: 'The measure that is narrowed.'}),
  where: expression.optional().meta({description: 'A further condition, joined to those of the measure with and.'}),
  without,
}
const stockShape = {
  stock: name.meta({description: 'The fact whose rows stand at the start of the period.'}),
  enters: name.meta({description: 'When a row enters; it counts from the next period on.'}),
  leaves: name.meta({description: 'When a row leaves; NULL while it stays.'}),
  where: expression.optional().meta({description: 'Which rows count.'}),
  dimensions: name.optional().meta({description: 'A named dimension set of the fact, instead of its default one.'}),
  without,
}

export const measureSchema = strict(measureShape)
export const narrowingSchema = strict(narrowingShape)
export const stockSchema = strict(stockShape)
const operand = z.union([ref, measureSchema, narrowingSchema, stockSchema])
const ratioShape = {
  numerator: operand.meta({description: 'What is divided.'}),
  denominator: operand.meta({description: 'What it is divided by; where it is 0, the ratio is NULL.'}),
  without,
}
const formulaShape = {
  formula: expression.meta({description: 'SQL arithmetic over the parts.'}),
  parts: z.record(name, operand).meta({description: 'What the names in the formula stand for.'}),
  without,
}
const ratioSchema = strict(ratioShape)
const formulaSchema = strict(formulaShape)
export type RatioInput = z.infer<typeof ratioSchema>
export type FormulaInput = z.infer<typeof formulaSchema>
export type MeasureInput = z.infer<typeof measureSchema>
export type NarrowingInput = z.infer<typeof narrowingSchema>
export type StockInput = z.infer<typeof stockSchema>

const UNITS = ['count', 'fraction', 'seconds', 'money', 'score', 'number'] as const
const named = {
  family: name.meta({description: 'Its family: the wide mart and the section of the site where it stands.'}),
  name: texts.meta({description: 'What it is called.'}),
  description: texts.meta({description: 'What it says, what dates it and whether it can still change, for readers.'}),
  owner: z.string().optional().meta({description: 'Who answers for it.'}),
  tags: z.array(z.string()).optional().meta({description: 'Words of your own; `headline` puts a KPI on the overview.'}),
  status: oneOf(['implemented', 'draft'])
    .default('implemented')
    .meta({description: 'A draft works like any other and is marked as one; it needs a `note`.'}),
  note: texts.optional().meta({description: 'What a reader should know besides.'}),
  aliases: z.array(refSchema).optional().meta({
    description: 'Former references; they still answer on the command line, in pages and as macros, with a warning.',
  }),
  deprecated: strict({
    since: z.iso.date().meta({description: 'The day from which it should no longer be used.'}),
    use: refSchema.optional().meta({description: 'What to use instead.'}),
    note: texts.optional().meta({description: 'Why, or how the other differs.'}),
  })
    .optional()
    .meta({description: 'It still answers, with a warning; `status` says `deprecated` wherever it is shown.'}),
}
const bounds = {
  min: z.number().optional().meta({description: 'It should not be less.'}),
  max: z.number().optional().meta({description: 'It should not be more.'}),
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
  fixed: z.boolean().meta({description: 'Once its period is over, nothing that happens later changes the value.'}),
  unit: oneOf(UNITS).meta({description: 'How values are written.'}),
  better: oneOf(['higher', 'lower']).optional().meta({description: 'Which direction is good news.'}),
  target: strict({
    ...bounds,
    by: z
      .record(name, z.record(z.string(), strict(bounds)))
      .optional()
      .meta({description: 'Other targets for values of a dimension: `{project: {p1: {min: 0.8}}}`.'}),
  })
    .optional()
    .meta({description: 'Between which values it should lie.'}),
  companion: ref.optional().meta({description: 'KPI shown together with this one.'}),
  missing: strict({
    when: ref.meta({description: 'A KPI that counts.'}),
    text: texts.meta({description: 'For example "not tracked".'}),
  })
    .optional()
    .meta({description: 'What it means that there is no value although another KPI is not 0.'}),
  anomalies: valueAnomalies
    .optional()
    .meta({description: 'Watches the total: values out of line with its own history are reported.'}),
  highlighted: z.boolean().default(false).meta({description: 'Shown among the first.'}),
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

const line = strict({
  kpi: ref,
  only: z
    .record(name, z.string())
    .optional()
    .meta({description: 'Only this value of a dimension: `{source: direct}`.'}),
  name: texts.optional().meta({description: 'Instead of the name of the KPI.'}),
})
const step = strict({
  name: texts,
  sum: z.array(ref).min(1).meta({description: 'KPIs whose values are added.'}),
  rates: z.array(ref).default([]).meta({description: 'KPIs that say how many get this far.'}),
})
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
    dimensions: name.optional().meta({description: 'A named dimension set of the fact, instead of its default one.'}),
    histogram: expression.meta({description: 'What is sorted into slots; NULL falls into none.'}),
    scale: name.meta({description: 'The scale that has the slots.'}),
    share: expression.optional().meta({description: 'A condition: the share of each slot’s rows that satisfy it.'}),
    share_name: texts.optional().meta({description: 'What that share is called.'}),
  }),
  donut: strict({
    ...named,
    ...promise,
    donut: z.union([ref, measureSchema, narrowingSchema]).meta({description: 'What is divided into slices.'}),
    by: name.meta({description: 'The dimension whose values are the slices.'}),
  }),
  lines: strict({...named, ...promise, lines: z.array(line).min(1)}),
  funnel: strict({...named, ...promise, funnel: z.array(step).min(2)}),
  table: strict({
    ...named,
    ...promise,
    table: name.meta({description: 'Name of the mart.'}),
    by: z
      .union([name, z.array(name).min(1)])
      .meta({description: 'The dimension whose values are the rows; of several, the reader chooses.'}),
    model: name.optional().meta({description: 'The model that holds the attributes.'}),
    key: name.optional().meta({description: "The model's column that holds the dimension's value."}),
    attributes: z
      .record(name, texts)
      .default({})
      .meta({description: 'Columns of the model that are shown, with their headings.'}),
    columns: z.array(ref).min(1).meta({description: 'KPIs, a column each.'}),
    also: z
      .record(name, z.record(ref, z.union([measureSchema, narrowingSchema, stockSchema, ratioSchema, formulaSchema])))
      .default({})
      .meta({description: 'A dimension that the KPIs lack: how each column is calculated by it.'}),
  }),
  matrix: strict({
    ...named,
    ...promise,
    matrix: name.meta({description: 'Name of the mart.'}),
    kpi: ref,
    rows: name.meta({description: 'The dimension whose values are the rows.'}),
    columns: name.meta({description: 'The dimension whose values are the columns.'}),
  }),
  scatter: strict({
    ...named,
    ...promise,
    scatter: name.meta({description: 'Name of the mart.'}),
    by: z.union([name, z.array(name).min(1)]).meta({description: 'The dimension whose values are the points.'}),
    x: ref,
    y: ref,
    size: ref,
  }),
  bars: strict({
    ...named,
    ...promise,
    bars: name.meta({description: 'Name of the mart.'}),
    groups: z
      .array(
        strict({
          name: texts,
          bars: z
            .array(
              strict({
                kpi: ref,
                by: name.optional().meta({description: 'A bar for each value of this dimension.'}),
                name: texts.optional().meta({description: 'Instead of the name of the KPI.'}),
              }),
            )
            .min(1),
        }),
      )
      .min(1)
      .meta({description: 'Bars of one unit, side by side.'}),
  }),
  list: strict({
    ...named,
    ...promise,
    list: name.meta({description: 'The model whose rows are listed.'}),
    date: name.meta({description: 'The column that dates a row; the latest come first.'}),
    columns: z.record(name, texts).meta({description: 'Columns that are shown, with their headings.'}),
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
  version: z.literal(1).meta({description: 'Version of the language.'}),
  timezone: z.string().meta({description: 'IANA time zone in which days begin, e.g. Europe/Paris.'}),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'expected an ISO 4217 code such as EUR')
    .meta({description: 'ISO 4217 code for the unit `money`.'}),
  languages: z
    .array(z.string().regex(/^[a-z]{2}$/, 'expected an ISO 639-1 code such as en'))
    .min(1)
    .meta({description: 'ISO 639-1 codes, the default first; every name and description has all of them.'}),
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
  })
    .prefault({})
    .meta({description: 'Folders, relative to the project.'}),
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
      personal: z.boolean().default(false).meta({
        description: 'The values are people: the site shows them under pseudonyms unless `publish.names` has it.',
      }),
    }),
  ),
  publish: publishSchema,
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
