import {z} from 'zod'

/** Raised when a field is removed or means something else; new fields may come at any time. */
export const MANIFEST_VERSION = 1

const depends = z.object({nodes: z.array(z.string())}).meta({description: 'The `unique_id`s of what it is made from.'})
const base = {
  unique_id: z.string(),
  name: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  owner: z.string().nullable(),
  original_file_path: z.string().meta({description: 'The file it is written in, relative to the project.'}),
}
const columns = z
  .record(z.string(), z.object({name: z.string(), data_type: z.string(), description: z.string()}))
  .meta({description: 'The columns that are declared.'})
const checksum = z
  .object({name: z.literal('sha256'), checksum: z.string()})
  .meta({description: 'Of the compiled statement (of measures, of that for months): the first 16 digits.'})

const node = z.object({
  ...base,
  resource_type: z.enum(['model', 'measures', 'macro', 'test']).meta({
    description: 'A model or mart; measures computed together; a table macro; a data test.',
  }),
  schema: z
    .string()
    .nullable()
    .meta({description: 'Of the warehouse: staging, facts, meta or marts. None for a test.'}),
  relation_name: z.string().nullable().meta({description: 'What it is in the warehouse; none for a test.'}),
  config: z.object({
    materialized: z.enum(['view', 'table', 'measures', 'macro', 'test']),
    severity: z.enum(['error', 'warn']).optional().meta({description: 'Of a test.'}),
    threshold: z.int().optional().meta({description: 'Of a test: failing rows that are tolerated.'}),
  }),
  depends_on: depends,
  columns,
  compiled_path: z.string().meta({description: 'Relative to the target; of measures, a folder with a file per grain.'}),
  checksum,
})
const source = z.object({
  ...base,
  resource_type: z.literal('source'),
  path: z.string().meta({description: 'Where its data lie unless --sources says otherwise.'}),
  columns,
})
const metric = z.object({
  ...base,
  resource_type: z.literal('metric'),
  label: z.string().meta({description: 'Its name in the catalog’s first language.'}),
  type: z.string().meta({description: 'The aggregate, `ratio`, `formula` or `stock`.'}),
  family: z.string(),
  unit: z.string(),
  dimensions: z.array(z.string()),
  column_name: z.string().meta({description: 'Of its column in the family’s mart, and of its macro.'}),
  depends_on: depends,
})
const exposure = z.object({
  ...base,
  resource_type: z.literal('exposure'),
  label: z.string(),
  type: z.string().meta({description: 'The form of the chart or table: `histogram`, `lines`, `table`, …'}),
  family: z.string(),
  depends_on: depends,
})

const byId = <T extends z.ZodType>(schema: T) => z.record(z.string(), schema)

/** `target/manifest.json`: what the project consists of, as the last command compiled it. */
export const manifestSchema = z.object({
  metadata: z.object({schema_version: z.literal(MANIFEST_VERSION), kpi_version: z.string()}),
  nodes: byId(node).meta({description: 'By `unique_id`, each after those it reads; tests last.'}),
  sources: byId(source),
  metrics: byId(metric).meta({description: 'The KPIs.'}),
  exposures: byId(exposure).meta({description: 'The charts and tables of the catalog.'}),
  parent_map: byId(z.array(z.string())),
  child_map: byId(z.array(z.string())),
})
export type Manifest = z.infer<typeof manifestSchema>
