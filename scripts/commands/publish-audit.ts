import {basename} from 'node:path'
import type {AuditResult} from '../audit/audit.ts'
import {notesOf} from '../audit/notes.ts'
import {withNotes, writeAudit} from '../audit/record.ts'
import {readRecords} from '../audit/records.ts'
import type {Compiled} from '../compile/project.ts'
import {type Problem, ProblemError} from '../core/problem.ts'
import type {Place} from '../core/settings.ts'
import {lockTarget} from '../publish/lock.ts'
import {currentVersion} from '../publish/versions.ts'
import {republish} from './republish.ts'

/** What became of an audit's results. */
export type Kept =
  /** `published`: whether another version was published, or the results are those that it has. */
  | {readonly kind: 'published'; readonly version: string; readonly published: boolean}
  /** A build has published another version meanwhile: the results are on record for the next build. */
  | {readonly kind: 'recorded'; readonly version: string}
  /** The results could not be kept, or not published; why. */
  | {readonly kind: 'failed'; readonly problems: readonly Problem[]}

/**
 * Puts the results of an audit of the version `audited` on the target's record, and publishes that version once more with them. Another
 * build at work, or a target that can't be written, are told as data: what was found is told all the same.
 */
export async function publishAudit(
  compiled: Compiled,
  place: Place,
  audited: string,
  result: AuditResult,
  tell: (problem: Problem) => void,
): Promise<Kept> {
  try {
    const lock = await lockTarget(place.target)
    try {
      const before = readRecords(place.target, tell)
      const {kpis} = compiled.project.definitions
      await writeAudit(place.target, withNotes(before.audit, notesOf(compiled, result), kpis))
      const now = currentVersion(place.target)
      if (now !== audited) return {kind: 'recorded', version: now === undefined ? '' : basename(now)}
      const {version, published} = await republish(compiled, place, readRecords(place.target)) // as later builds read them
      return {kind: 'published', version, published}
    } finally {
      lock.close()
    }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return {kind: 'failed', problems: error.problems}
  }
}
