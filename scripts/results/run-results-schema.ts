import {z} from 'zod'

/** Raised when a field is removed or means something else; new fields may come at any time. */
export const RUN_RESULTS_VERSION = 1

const seconds = z.number().meta({description: 'Seconds.'})
const problem = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  file: z.string().optional(),
  line: z.int().optional(),
  column: z.int().optional(),
  hint: z.string().optional(),
})

const result = z.object({
  unique_id: z
    .string()
    .meta({description: 'As in the manifest; `unit_test.…` and `example.…` for those of `kpi test`.'}),
  status: z.enum(['success', 'error', 'skipped', 'pass', 'warn', 'fail']).meta({
    description: 'Of sources and nodes: success, error or skipped. Of tests: pass, warn, fail, error or skipped.',
  }),
  execution_time: seconds,
  timing: z.array(z.object({name: z.string(), started_at: z.iso.datetime(), completed_at: z.iso.datetime()})),
  adapter_response: z
    .object({rows_affected: z.int().optional().meta({description: 'Rows that it has, or that were read.'})})
    .meta({description: 'What DuckDB said.'}),
  message: z.string().nullable().meta({description: 'Why it failed, was skipped, or warns.'}),
  failures: z.int().nullable().meta({description: 'Rows that break the rule of a data test.'}),
  fingerprint: z.string().optional().meta({description: 'What a node was made from: its statement and all upstream.'}),
})
export type RunResult = z.infer<typeof result>

/** The arguments of a run, so that `kpi retry` can repeat it. */
const args = z.object({
  which: z.enum(['build', 'test']),
  select: z.array(z.string()).readonly(),
  exclude: z.array(z.string()).readonly(),
  sources: z.string().optional(),
  as_of: z.string().optional(),
  on_bad_rows: z.enum(['fail', 'quarantine']).optional(),
  full: z.boolean().optional(),
  fail_fast: z.boolean().optional(),
})
export type RunArguments = z.infer<typeof args>

/** `target/run-results.json`: what the last `kpi build`, `kpi test` or `kpi retry` did. */
export const runResultsSchema = z.object({
  metadata: z.object({
    schema_version: z.literal(RUN_RESULTS_VERSION),
    kpi_version: z.string(),
    generated_at: z.iso.datetime(),
    invocation_id: z.string().meta({description: 'Unique to the run.'}),
  }),
  args,
  exit_status: z.int().meta({description: 'That of the command: 0, or 1 for a failed run.'}),
  elapsed_time: seconds,
  peak_memory: z.int().meta({description: 'The largest resident size of the process, in bytes.'}),
  version: z
    .string()
    .nullable()
    .meta({description: 'Of a build that did not fail: the version that is published after it.'}),
  published: z.boolean().meta({description: 'Whether the run published that version.'}),
  data_end: z.string().nullable().meta({description: 'The data’s last instant, UTC.'}),
  results: z
    .array(result)
    .meta({description: 'Only of what was read, computed or tested; what was up to date is not there.'}),
  warnings: z
    .array(z.object({unique_id: z.string(), failures: z.int(), message: z.string()}))
    .meta({description: 'Data tests that warn, also those that an earlier run has found.'}),
  quarantined: z
    .array(z.object({unique_id: z.string(), rows: z.int()}))
    .meta({description: 'Rows that could not be read and are set aside.'}),
  restated: z
    .array(z.object({unique_id: z.string(), reason: z.enum(['data', 'definition', 'both']), figures: z.int()}))
    .optional()
    .meta({description: 'KPIs of which the run published other values for settled periods, and why.'}),
  problems: z.array(problem).meta({description: 'What the command told of a failed run.'}),
})
export type RunResults = z.infer<typeof runResultsSchema>
