import {z} from 'zod'
import {DURATION} from './durations.ts'
import {nameSchema as name} from './names.ts'
import {oneOf, strict} from './strict.ts'

/** Types of variables; each value becomes a literal of SQL. */
export const VARIABLE_TYPES = ['text', 'integer', 'number', 'boolean', 'date'] as const
export type VariableType = (typeof VARIABLE_TYPES)[number]

const value = z.union([z.string(), z.number(), z.boolean()])

const variable = strict({
  type: oneOf(VARIABLE_TYPES).meta({description: 'What its values are; dates are written 2026-03-01.'}),
  description: z.string().min(1).meta({description: 'What it decides.'}),
  default: value.optional().meta({description: 'Its value where none is given; without one, a value is required.'}),
  values: z.array(value).min(1).optional().meta({description: 'The only values allowed.'}),
})

/** What part of the sources a build reads. */
export const sampleSchema = strict({
  last: z
    .string()
    .regex(DURATION, 'expected a duration such as "90 days"')
    .optional()
    .meta({description: 'Only rows created in the last so many days of the data.'}),
  share: z
    .number()
    .gt(0)
    .lt(1)
    .optional()
    .meta({description: 'Only this share of the entities that sources name under `sample_by`.'}),
}).refine(sample => sample.last !== undefined || sample.share !== undefined, {
  error: 'expected "last", "share" or both',
})

const target = strict({
  description: z.string().optional().meta({description: 'What it is for.'}),
  target: z.string().optional().meta({description: 'Folder of the outputs, relative to the project.'}),
  sources: z
    .string()
    .optional()
    .meta({description: 'Folder from which every source is read, relative to the project.'}),
  sample: sampleSchema.optional().meta({description: 'Build on a sample of the sources.'}),
  variables: z.record(name, value).default({}).meta({description: 'Values of variables.'}),
  threads: z.int().min(1).optional().meta({description: 'Threads that DuckDB may use; otherwise one per processor.'}),
  memory_limit: z
    .string()
    .regex(/^\d+(\.\d+)? ?(MB|GB|MiB|GiB)$/, 'expected a size such as 4GB')
    .optional()
    .meta({description: 'Memory that DuckDB may use in a build, e.g. 4GB.'}),
})

/** `kpi-settings.yml`. */
export const settingsSchema = strict({
  default_target: z
    .string()
    .optional()
    .meta({description: 'The target where none is chosen with `--on` or `KPI_ENV`.'}),
  variables: z.record(name, variable).default({}).meta({description: 'What SQL may use as `{{var.name}}`.'}),
  targets: z.record(name, target).default({}).meta({description: 'Where and on what commands work, by name.'}),
})
export type SettingsInput = z.infer<typeof settingsSchema>
export type TargetInput = SettingsInput['targets'][string]
export type VariableInput = SettingsInput['variables'][string]
/** Part of the sources: the last days of the data, a share of the entities, or both. */
export type SampleInput = z.infer<typeof sampleSchema>
export type VariableValue = z.infer<typeof value>
