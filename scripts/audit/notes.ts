import type {Compiled} from '../compile/project.ts'
import type {AuditResult} from './audit.ts'
import {definitionPrint} from './definition.ts'
import type {AuditNote} from './record.ts'

/** What an audit found of each KPI, as it is kept. */
export function notesOf(compiled: Compiled, {days, verdicts, causes, settling}: AuditResult): AuditNote[] {
  const byRef = new Map(causes.map(cause => [cause.kpi.ref, cause]))
  const curves = new Map(settling.map(({kpi, points}) => [kpi.ref, points]))
  return verdicts.map(verdict => {
    const {kpi} = verdict
    const cause = byRef.get(kpi.ref)
    return {
      kpi_ref: kpi.ref,
      definition: definitionPrint(compiled, kpi),
      days,
      promise: kpi.input.fixed === false ? 'fluctuating' : 'fixed',
      fluctuates_by: kpi.input.fluctuates_by ?? [],
      compared: verdict.compared,
      moved: verdict.moved,
      largest: verdict.largest,
      last_moved_days: verdict.lastMoved,
      settles_after_days: verdict.settlesAfter,
      settles_too_early: verdict.settlesTooEarly,
      broken: verdict.broken,
      example: verdict.example,
      inherits: verdict.inherits,
      evidence: cause?.evidence ?? [],
      heirs: cause?.heirs ?? [],
      settling: curves.get(kpi.ref) ?? [],
    }
  })
}
