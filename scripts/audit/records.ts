import type {Problem} from '../core/problem.ts'
import {readRecord, type TestRecord} from '../verify/record.ts'
import {type AuditRecord, readAudit} from './record.ts'

/** What a target keeps of `kpi test` and `kpi audit`, and every version shows. */
export interface Records {
  readonly tests: TestRecord
  readonly audit: AuditRecord
}

/** The results on record in a target. Those of audits that can't be read are told as a warning, and count as none. */
export function readRecords(target: string, tell?: (problem: Problem) => void): Records {
  return {tests: readRecord(target), audit: readAudit(target, tell)}
}
