import {z} from 'zod'
import {freshnessSchema, rowAnomalies} from './monitor-schemas.ts'
import {NAME} from './names.ts'
import {oneOf, strict} from './strict.ts'

const name = z.string().regex(NAME, 'expected a name in lower case: letters, digits, underscores')

/** SQL types that a source or fact column may have; TIMESTAMP always holds UTC. */
export const TYPE = /^(VARCHAR|BOOLEAN|INTEGER|BIGINT|DATE|TIME|TIMESTAMP|DOUBLE|DECIMAL\(\d+,\s?\d+\))$/
const type = z
  .string()
  .regex(TYPE, 'expected VARCHAR, BOOLEAN, INTEGER, BIGINT, DATE, TIME, TIMESTAMP, DOUBLE or DECIMAL(p,s)')
  .meta({description: 'SQL type. TIMESTAMP holds UTC.'})

const severity = oneOf(['error', 'warn']).meta({description: '`error` stops publication, `warn` reports.'})
const testOptions = {
  name: name.optional().meta({description: 'Name of the test; otherwise made of what it tests.'}),
  severity: severity.optional(),
  threshold: z.int().min(0).optional().meta({description: 'Failing rows that are tolerated; 0 by default.'}),
}
const rowTests = {
  expression: z.string().optional().meta({description: 'SQL that must hold for every row; NULL counts as holding.'}),
  unique: z.array(name).optional().meta({description: 'Columns that together identify a row.'}),
  row_count: strict({min: z.int().optional(), max: z.int().optional()}).optional(),
}
/** A test of a whole source or model. */
export const rowTest = strict({...rowTests, ...testOptions})
/** A test of one column; `not_null` and `unique` may stand alone. */
export const columnTest = z.union([
  oneOf(['not_null', 'unique']),
  strict({
    not_null: z.literal(true).optional(),
    unique: z.literal(true).optional(),
    accepted_values: z.array(z.string()).optional(),
    relationships: strict({to: name.meta({description: 'A model.'}), column: name}).optional(),
    expression: rowTests.expression,
    ...testOptions,
  }),
])
export type RowTestInput = z.infer<typeof rowTest>
export type ColumnTestInput = z.infer<typeof columnTest>

const column = {
  type,
  description: z.string().min(1),
  nullable: z.boolean().default(false).meta({description: 'Whether it may be empty.'}),
  values: z.array(z.string()).optional().meta({description: 'The only values allowed.'}),
  references: z
    .string()
    .regex(/^\w+\.\w+$/, 'expected SOURCE.COLUMN')
    .optional(),
  min: z.number().optional().meta({description: 'Smallest value expected.'}),
  max: z.number().optional().meta({description: 'Largest value expected.'}),
  severity: severity.optional().meta({description: 'Of its values, reference and range; `error` by default.'}),
}

/** Of a source or model, for selectors and readers of the manifest. */
const responsible = {
  owner: z.string().optional().meta({description: 'Who answers for it; selected with `owner:NAME`.'}),
  tags: z.array(z.string().min(1)).default([]).meta({description: 'Words of your own; selected with `tag:WORD`.'}),
}

const arrival = z.union([name, strict({column: name, where: z.string()})])
const replay = strict({
  created: z
    .string()
    .meta({description: 'Column that says since when the row exists; `none` for sources without history.'}),
  events: z
    .record(name, z.array(arrival))
    .default({})
    .meta({description: 'Timestamps that arrive later, each with the columns that arrive with it.'}),
  no_history: z
    .array(name)
    .default([])
    .meta({description: 'Columns without a date of their own; they stay as they are.'}),
})

/** `sources.yml`. */
export const sourcesSchema = strict({
  sources: z.record(
    name,
    strict({
      description: z.string().min(1),
      path: z.string().meta({description: 'CSV, Parquet or NDJSON file or glob, relative to the project.'}),
      key: z.array(name).min(1).meta({description: 'Columns that identify a row.'}),
      ...responsible,
      columns: z.record(name, strict(column)),
      tests: z.array(rowTest).default([]),
      replay,
      freshness: freshnessSchema.optional().meta({description: 'How old its latest row may be.'}),
      anomalies: rowAnomalies.optional().meta({description: 'Watches how many rows it gets.'}),
      sample_by: name.optional().meta({
        description: 'The column whose values are drawn when a target builds on a share of the entities.',
      }),
    }),
  ),
})
export type SourceInput = z.infer<typeof sourcesSchema>['sources'][string]
export type ColumnInput = SourceInput['columns'][string]

const dimensionSet = z.record(name, name).meta({description: 'Dimension → column.'})

/** The `.yml` beside models. */
export const modelsSchema = strict({
  models: z.record(
    name,
    strict({
      description: z.string().min(1).meta({description: 'Ends in "One row per …".'}),
      ...responsible,
      grain: z.array(name).min(1).optional().meta({description: 'Columns that identify a row.'}),
      columns: z
        .record(name, strict({type, description: z.string().min(1), tests: z.array(columnTest).default([])}))
        .optional(),
      tests: z.array(rowTest).default([]),
      anomalies: rowAnomalies.optional().meta({description: 'Watches how many rows it has per period.'}),
      dimensions: dimensionSet.optional().meta({description: 'The default dimension set.'}),
      dimension_sets: z.record(name, dimensionSet).optional().meta({description: 'Further dimension sets, by name.'}),
    }),
  ),
})
export type ModelInput = z.infer<typeof modelsSchema>['models'][string]

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
const row = z.record(z.string(), scalar)
const iso = z.iso.date()

/** Golden examples: rows in, values out. */
export const examplesSchema = strict({
  defaults: z.record(name, row).default({}).meta({description: 'Per source, values for columns that rows leave out.'}),
  examples: z.array(
    strict({
      name: z.string().min(1),
      given: z
        .record(name, z.array(row))
        .meta({description: 'Rows per source; `repeat: N` writes a row N times, `{n}` in its texts counting from 1.'}),
      expect: z
        .array(
          strict({
            kpi: z.string().optional().meta({description: 'The KPI …'}),
            component: z.string().optional().meta({description: '… or histogram that is looked at.'}),
            on: iso.optional().meta({description: 'One day …'}),
            from: iso.optional().meta({description: '… or a period: its first day …'}),
            to: iso.optional().meta({description: '… and its last, included.'}),
            where: z
              .record(name, z.array(z.string()))
              .optional()
              .meta({description: 'Only these values of a dimension.'}),
            hours: z.string().optional().meta({description: 'Only this time of day, e.g. 09:00-19:00.'}),
            weekdays: z.string().optional().meta({description: 'Only these days of the week, e.g. mon-fri.'}),
            value: z.number().nullable().optional().meta({description: 'The value expected; `null` for none.'}),
            by: name.optional().meta({description: 'The dimension of `values`.'}),
            values: z
              .record(z.string(), z.number().nullable())
              .optional()
              .meta({description: 'The values expected, by value of the dimension; those not named are 0 or NULL.'}),
            slots: z
              .record(z.string(), z.number())
              .optional()
              .meta({description: 'Counts of a histogram by slot, from 0; slots not named hold 0.'}),
          }),
        )
        .min(1),
    }),
  ),
})
export type ExamplesInput = z.infer<typeof examplesSchema>

/** Unit tests of models: rows in, rows out. */
export const modelTestsSchema = strict({
  defaults: z.record(name, row).default({}),
  tests: z.array(
    strict({
      name: z.string().min(1),
      model: name,
      given: z.record(name, z.array(row)),
      expect: z.array(row).meta({description: 'Every row of the model, in any order, with the columns that matter.'}),
    }),
  ),
})
export type ModelTestsInput = z.infer<typeof modelTestsSchema>
