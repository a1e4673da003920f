import {existsSync} from 'node:fs'
import {basename, join} from 'node:path'
import type {Listener} from '../execute/events.ts'
import {lockTarget} from '../publish/lock.ts'
import {type Asked, unchangedSince} from '../publish/unchanged.ts'
import {currentVersion, linkEntries} from '../publish/versions.ts'
import {isAsPublished, workingCopy} from '../publish/working-copy.ts'
import {hasManifest} from '../results/manifest.ts'
import type {Found} from './build-types.ts'
import {ENTRIES} from './version.ts'

/** The summary of a build that has nothing to do, as far as can be told without reading the project; undefined where it can't. */
export async function nothingToDo(asked: Asked, listen: Listener): Promise<Found | undefined> {
  const {target} = asked
  const version = currentVersion(target)
  if (version === undefined || existsSync(workingCopy(target))) return undefined
  if (!existsSync(join(target, 'compiled')) || !hasManifest(target)) return undefined
  const summary = await unchangedSince<Found>(asked)
  if (summary?.version !== basename(version) || !isAsPublished(version)) return undefined
  const lock = await lockTarget(target)
  try {
    if (currentVersion(target) !== version) return undefined // a build has ended meanwhile
    linkEntries(target, ENTRIES)
  } finally {
    lock.close()
  }
  listen({type: 'start', stale: 0, total: summary.total})
  return summary
}
