import {existsSync, readFileSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {z} from 'zod'
import {writeText} from '../core/atomic-file.ts'
import {EXIT, fault, type Problem, ProblemError, warning} from '../core/problem.ts'

/** Raised when a field is removed or means something else. */
const RECORD_VERSION = 1

const day = z.iso.date()
const move = z.strictObject({
  day,
  grain: z.string(),
  period_start: day,
  period_end: day,
  dimension: z.string(),
  dimension_value: z.string().nullable(),
  value_then: z.number().nullable(),
  value_now: z.number().nullable(),
})
const changedRow = z.strictObject({
  key: z.record(z.string(), z.string().nullable()),
  columns: z
    .array(z.strictObject({name: z.string(), before: z.string().nullable(), now: z.string().nullable()}))
    .readonly(),
  before: z.boolean(),
  now: z.boolean(),
})
const evidence = z.strictObject({
  measure: z.string(),
  fact: z.string(),
  count: z.int(),
  rows: z.array(changedRow).readonly(),
})

/** What the last audit of a KPI found. Days are local; `definition` is the fingerprint of what was audited. */
const note = z.strictObject({
  kpi_ref: z.string(),
  definition: z.string(),
  /** The days at whose end the past was replayed, ascending. */
  days: z.array(day).readonly(),
  promise: z.enum(['fixed', 'fluctuating']),
  fluctuates_by: z.array(z.string()).readonly(),
  compared: z.int(),
  moved: z.int(),
  largest: z.number().nullable(),
  last_moved_days: z.int().nullable(),
  settles_after_days: z.int().nullable(),
  settles_too_early: z.boolean(),
  broken: z.int(),
  example: move.nullable(),
  inherits: z.array(z.string()).readonly(),
  /** Of a cause: the rows behind its example, and the KPIs that inherit it. */
  evidence: z.array(evidence).readonly(),
  heirs: z.array(z.string()).readonly(),
  /** How its totals came to their final values. */
  settling: z.array(z.strictObject({days: z.int(), share: z.number(), figures: z.int()})).readonly(),
})
export type AuditNote = z.infer<typeof note>

const recordSchema = z.strictObject({version: z.literal(RECORD_VERSION), kpis: z.array(note)})

/** The results of `kpi audit` that a target keeps, by KPI; in the order of their refs. */
export interface AuditRecord {
  readonly kpis: readonly AuditNote[]
}

/** Where a target keeps the results. */
export function auditFile(target: string): string {
  return join(target, 'audit.json')
}

/**
 * The results on record; none where nothing was audited. A file that can't be read as such is told as a warning, and counts as none: the
 * next audit writes it anew.
 */
export function readAudit(target: string, tell: (problem: Problem) => void = () => undefined): AuditRecord {
  const file = auditFile(target)
  if (!existsSync(file)) return {kpis: []}
  try {
    return {kpis: recordSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).kpis}
  } catch {
    tell(
      warning('audit-unreadable', `${file} is not what this version of kpi audit writes, and is left out`, {
        hint: 'run kpi audit, which writes it anew',
      }),
    )
    return {kpis: []}
  }
}

/** A record with the results of an audit in place of earlier ones of the same KPIs; those that the project has no more are forgotten. */
export function withNotes(
  before: AuditRecord,
  notes: readonly AuditNote[],
  known: {has(ref: string): boolean},
): AuditRecord {
  const all = new Map([...before.kpis, ...notes].map(each => [each.kpi_ref, each]))
  return {
    kpis: [...all.values()].filter(each => known.has(each.kpi_ref)).sort((a, b) => (a.kpi_ref < b.kpi_ref ? -1 : 1)),
  }
}

/** Keeps a record in the target; the same results give the same bytes. Throws where it can't be written (status 1). */
export async function writeAudit(target: string, {kpis}: AuditRecord): Promise<void> {
  await write(target, auditFile(target), `${JSON.stringify({version: RECORD_VERSION, kpis}, null, 2)}\n`)
}

/** Throws where results can't be kept (status 1), before they are worked for. */
export async function checkWritable(target: string): Promise<void> {
  const probe = join(target, 'audit.probe')
  await write(target, probe, '')
  rmSync(probe)
}

async function write(target: string, file: string, text: string): Promise<void> {
  try {
    await writeText(file, text)
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    throw new ProblemError(
      [
        fault(
          'audit-not-kept',
          `the results of the audit can't be kept: nothing can be written in ${target} (${code})`,
          {
            hint: 'with --no-publish the audit leaves the target as it is',
          },
        ),
      ],
      EXIT.failed,
    )
  }
}
