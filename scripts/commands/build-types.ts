import type {Restated} from '../compare/restatements.ts'
import type {PlaceOptions, Sample} from '../core/settings.ts'
import type {BuildResult} from '../execute/build.ts'
import type {SelectorOptions} from '../plan/selector.ts'
import type {Publication} from '../site/publication.ts'
import type {MonitorNote} from './monitor.ts'

export interface BuildArguments extends SelectorOptions, PlaceOptions {
  /** ISO 8601 with its zone: build everything as it stood then. */
  readonly asOf?: string
  readonly onBadRows?: 'fail' | 'quarantine'
  /** Compute and publish everything anew, whatever is built. */
  readonly full?: boolean
  /** Begin nothing more once something has failed. */
  readonly failFast?: boolean
  /** Of what is selected, only what failed or was skipped in the last run. */
  readonly retry?: boolean
}

export interface BuildSummary {
  /** The published version; of a failed build, the one that stays published, and none before the first. */
  readonly version: string
  readonly published: boolean
  /** Stale nodes that were not selected; while there are any, nothing is published. */
  readonly left: readonly string[]
  readonly rebuilt: readonly string[]
  /** Nodes that failed, or whose data tests did; none of a build that is published. */
  readonly failed: readonly string[]
  /** Nodes that were not computed because they read one of those. */
  readonly skipped: readonly string[]
  /** What took longest of what was rebuilt, the slowest first. */
  readonly slowest: readonly {readonly name: string; readonly ms: number; readonly rows?: number}[]
  readonly total: number
  readonly dataEnd: string
  /** The part of the sources that it was built on; none where on all. */
  readonly sample?: Sample
  readonly warnings: BuildResult['warnings']
  /** Stale sources and anomalies. */
  readonly monitored: readonly MonitorNote[]
  readonly quarantined: BuildResult['quarantined']
  /** Figures of settled periods that it publishes with another value; of a build that published. */
  readonly restated?: Restated
  /** What the site shows beyond figures; of a build that published one. */
  readonly publishes?: Publication
  readonly ms: number
  /** The process's largest resident size, in bytes. */
  readonly peakMemory: number
}

/** What the engine's part of a build finds out; the rest is known when the build ends. */
export type Found = Omit<BuildSummary, 'ms' | 'peakMemory' | 'slowest'>
