import {z} from 'zod'
import {DURATION} from './durations.ts'
import {nameSchema as name} from './names.ts'
import {oneOf, strict} from './strict.ts'

const duration = z.string().regex(DURATION, 'expected a duration such as "24 h" or "7 days"')

/** How old a source's latest row may be, seen from the end of the data. */
export const freshnessSchema = strict({
  column: name.optional().meta({description: 'The column that dates rows; otherwise that of `replay.created`.'}),
  warn_after: duration.optional().meta({description: 'Later than that after its latest row, a source is reported.'}),
  error_after: duration.optional().meta({description: 'Later than that, `kpi test` fails.'}),
}).refine(given => given.warn_after !== undefined || given.error_after !== undefined, {
  error: 'expected "warn_after", "error_after" or both',
})
export type FreshnessInput = z.infer<typeof freshnessSchema>

/** The grains at which anomalies are looked for. */
export const MONITOR_GRAINS = ['day', 'week', 'month'] as const

const rule = {
  grain: oneOf(MONITOR_GRAINS).default('day').meta({description: 'The periods that are compared.'}),
  judge: z
    .int()
    .min(1)
    .max(100)
    .optional()
    .meta({description: 'How many of the latest closed periods are judged; 7 days, or 1 week or month.'}),
  history: z
    .int()
    .min(3)
    .max(100)
    .default(12)
    .meta({description: 'With how many earlier periods each is compared; of days, with those of its weekday.'}),
  minimum: z
    .int()
    .min(3)
    .max(100)
    .default(6)
    .meta({description: 'Where fewer of them have a value, nothing is judged.'}),
  threshold: z.number().gt(0).default(5).meta({description: 'From how many deviations on a value is an anomaly.'}),
  change: z
    .number()
    .min(0)
    .default(0.2)
    .meta({description: 'What differs by a smaller share of the usual value is none.'}),
  severity: oneOf(['error', 'warn']).default('warn').meta({description: '`error` stops publication, `warn` reports.'}),
}
/** Looks for values that are out of line with a KPI's own history. */
export const valueAnomalies = strict(rule)
/** Looks for periods with unusually many or few rows. */
export const rowAnomalies = strict({
  column: name
    .optional()
    .meta({description: 'The column that dates rows; of a source otherwise that of `replay.created`.'}),
  ...rule,
})
export type AnomalyRule = z.infer<typeof valueAnomalies>
export type RowAnomalies = z.infer<typeof rowAnomalies>
