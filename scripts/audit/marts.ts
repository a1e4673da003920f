import type {Compiled} from '../compile/project.ts'
import {type Database, identifier, literal} from '../sql/duckdb.ts'
import {definitionPrint} from './definition.ts'
import type {AuditNote, AuditRecord} from './record.ts'

type Value = string | number | boolean | null | readonly string[]

/** A mart that is written from the record of the audit, beside those that are nodes of the graph. */
export interface AuditMart {
  readonly name: string
  /** Columns with DuckDB's types; the first ones, as many as `keys` says, tell the rows apart. */
  readonly columns: Readonly<Record<string, string>>
  readonly keys: number
  /** Rows in the order of the columns. */
  rows(record: AuditRecord, compiled: Compiled): readonly (readonly Value[])[]
}

/** What was observed of a KPI, at its worst. */
export type Observation = 'unchanged' | 'moved' | 'broken' | 'not_compared'

export function observationOf({compared, moved, broken}: AuditNote): Observation {
  if (compared === 0) return 'not_compared'
  return broken > 0 ? 'broken' : moved > 0 ? 'moved' : 'unchanged'
}

/** Whether what was audited is what the project says now. */
export function isCurrent(compiled: Compiled, {kpi_ref: ref, definition}: AuditNote): boolean {
  const kpi = compiled.project.definitions.kpis.get(ref)
  return kpi !== undefined && definitionPrint(compiled, kpi) === definition
}

/** The marts of the audit. */
export const AUDIT_MARTS: readonly AuditMart[] = [
  {
    name: 'kpi_audit',
    keys: 1,
    columns: {
      kpi_ref: 'VARCHAR',
      promise: 'VARCHAR',
      fluctuates_by: 'VARCHAR[]',
      observation: 'VARCHAR',
      compared: 'BIGINT',
      moved: 'BIGINT',
      largest_change: 'DOUBLE',
      last_moved_days: 'INTEGER',
      settles_after_days: 'INTEGER',
      settles_too_early: 'BOOLEAN',
      replays: 'INTEGER',
      first_day: 'DATE',
      last_day: 'DATE',
      broken_figures: 'BIGINT',
      example_day: 'DATE',
      example_grain: 'VARCHAR',
      example_period_start: 'DATE',
      example_period_end: 'DATE',
      example_dimension: 'VARCHAR',
      example_dimension_value: 'VARCHAR',
      example_value_then: 'DOUBLE',
      example_value_now: 'DOUBLE',
      inherits: 'VARCHAR[]',
      heirs: 'VARCHAR[]',
      evidence: 'VARCHAR',
      is_current_definition: 'BOOLEAN',
    },
    rows: ({kpis}, compiled) =>
      kpis.map(note => {
        const {example} = note
        return [
          note.kpi_ref,
          note.promise,
          note.fluctuates_by,
          observationOf(note),
          note.compared,
          note.moved,
          note.largest,
          note.last_moved_days,
          note.settles_after_days,
          note.settles_too_early,
          note.days.length,
          note.days[0] ?? null,
          note.days.at(-1) ?? null,
          note.broken,
          example?.day ?? null,
          example?.grain ?? null,
          example?.period_start ?? null,
          example?.period_end ?? null,
          example?.dimension ?? null,
          example?.dimension_value ?? null,
          example?.value_then ?? null,
          example?.value_now ?? null,
          note.inherits,
          note.heirs,
          note.evidence.length === 0 ? null : JSON.stringify(note.evidence),
          isCurrent(compiled, note),
        ]
      }),
  },
  {
    name: 'kpi_settling',
    keys: 2,
    columns: {kpi_ref: 'VARCHAR', days: 'INTEGER', share: 'DOUBLE', figures: 'BIGINT'},
    rows: ({kpis}) =>
      kpis.flatMap(({kpi_ref: ref, settling}) => settling.map(({days, share, figures}) => [ref, days, share, figures])),
  },
]

/** Writes the marts of the audit into a database; empty ones where nothing was audited. */
export async function writeAuditMarts(database: Database, compiled: Compiled, record: AuditRecord): Promise<void> {
  for (const {name, columns, rows} of AUDIT_MARTS) {
    const types = Object.values(columns)
    const written = rows(record, compiled).map(
      row => `(${row.map((value, i) => `cast(${sql(value)} as ${types[i]})`).join(', ')})`,
    )
    const declared = Object.entries(columns).map(([column, type]) => `${identifier(column)} ${type}`)
    await database.run(`create or replace table marts.${identifier(name)} (${declared.join(', ')})`)
    if (written.length > 0) await database.run(`insert into marts.${identifier(name)} values ${written.join(', ')}`)
  }
}

/** Numbers as texts, which DuckDB reads exactly. */
function sql(value: Value): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? `[${value.map(literal).join(', ')}]` : literal(String(value))
}
