import {type AuditResult, audit as runAudit} from '../audit/audit.ts'
import {defaultDays, spreadDays} from '../audit/instants.ts'
import {checkWritable} from '../audit/record.ts'
import type {Kpi} from '../catalog/definitions.ts'
import {loadProject, type Project} from '../compile/load.ts'
import {type Compiled, compileProject} from '../compile/project.ts'
import {isDay} from '../core/days.ts'
import {EXIT, fault, type Problem, ProblemError, refuse} from '../core/problem.ts'
import {type PlaceOptions, settle} from '../core/settings.ts'
import {suggestion} from '../core/suggest.ts'
import type {Listener} from '../execute/events.ts'
import {readState} from '../execute/state.ts'
import {fingerprints} from '../plan/fingerprints.ts'
import {staleSince} from '../plan/stale.ts'
import {currentVersion} from '../publish/versions.ts'
import {readNote} from '../publish/working-copy.ts'
import {checkReports} from '../site/check.ts'
import {type Kept, publishAudit} from './publish-audit.ts'
import {openPublished} from './queried.ts'

export interface AuditArguments extends PlaceOptions {
  readonly onBadRows?: 'fail' | 'quarantine'
  /** Local days, at whose end the past is replayed; without any, the default ones. */
  readonly at?: readonly string[]
  /** So many days, spread over the data, instead. */
  readonly samples?: number
  /** Refs of KPIs, with `*`, and names of families; without any, all. */
  readonly select?: readonly string[]
  /** False: neither keep nor publish what is found. */
  readonly publish?: boolean
}

export interface AuditSummary extends AuditResult {
  readonly project: Project
  /** What became of the results; none where they were not to be kept. */
  readonly kept?: Kept
  readonly ms: number
}

/**
 * `kpi audit`: replays the past and checks what the catalog promises of it. What it finds is kept in the target and published, unless it is
 * told not to. Throws where results could not be kept (status 1) before it begins.
 */
export async function audit(options: AuditArguments, listen: Listener): Promise<AuditSummary> {
  const started = performance.now()
  const place = settle(options)
  const compiled = compileProject(await loadProject(place))
  const kpis = chosenKpis(compiled.project, options.select ?? [])
  const {at, samples, onBadRows} = options
  checkDays(at ?? [])
  const isKept = options.publish !== false
  if (isKept) await checkReports(compiled.project)
  const audited = await checkPublished(compiled, place.target)
  if (isKept) await checkWritable(place.target)
  const result = await runAudit(compiled, place.target, {
    sources: place.sources,
    onBadRows,
    settings: place.settings,
    kpis,
    listen,
    days: (firstDay, lastDay) => {
      if (at) return [...new Set(at)].filter(day => inside(day, firstDay, lastDay)).sort()
      return samples === undefined ? defaultDays(firstDay, lastDay) : spreadDays(samples, firstDay, lastDay)
    },
  })
  const tell = (problem: Problem) => listen({type: 'problem', problem})
  const kept = isKept && result.days.length > 0 ? await publishAudit(compiled, place, audited, result, tell) : undefined
  return {...result, project: compiled.project, ...(kept ? {kept} : {}), ms: performance.now() - started}
}

/** A day at whose end there is a past to look at; else a problem (status 2). */
function inside(day: string, firstDay: string, lastDay: string): boolean {
  if (day >= firstDay && day <= lastDay) return true
  throw new ProblemError([
    fault('day-outside-data', `--at: ${day} has no later data to compare with, or none before it`, {
      hint: `days that can be replayed: ${firstDay} to ${lastDay}`,
    }),
  ])
}

function checkDays(days: readonly string[]): void {
  refuse(
    days
      .filter(day => !isDay(day))
      .map(day => fault('wrong-date', `--at: "${day}" is not a date`, {hint: 'write it as 2026-03-31'})),
  )
}

/** The KPIs that selectors name; one that names none is a problem (status 2). */
function chosenKpis({definitions, catalog}: Project, select: readonly string[]): Kpi[] {
  const all = [...definitions.kpis.values()]
  if (select.length === 0) return all
  const problems: Problem[] = []
  const chosen = new Set<Kpi>()
  for (const selector of select) {
    const pattern = new RegExp(`^${selector.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`)
    const found = all.filter(kpi => pattern.test(kpi.ref) || kpi.input.family === selector)
    if (found.length === 0) {
      const known = [...definitions.kpis.keys(), ...Object.keys(catalog.families)]
      problems.push(
        fault('empty-selection', `--select: "${selector}" is no KPI and no family`, {
          hint: suggestion(selector, known, 'KPIs and families'),
        }),
      )
    }
    for (const kpi of found) chosen.add(kpi)
  }
  refuse(problems)
  return all.filter(kpi => chosen.has(kpi))
}

/** Today's figures are the published ones: they must be what the project says now (status 1). Gives the published version. */
async function checkPublished(compiled: Compiled, target: string): Promise<string> {
  const database = await openPublished(target)
  try {
    const state = await readState(database)
    const version = currentVersion(target)!
    const {data_end: dataEnd} = readNote(version)
    const sources = new Map([...state.sources].map(([name, source]) => [name, source.fingerprint]))
    const {nodes} = staleSince(compiled, fingerprints(compiled, {sources, dataEnd, calendar: state.calendar}), state)
    if (nodes.length === 0) return version
  } finally {
    database.close()
  }
  throw new ProblemError(
    [
      fault('stale-warehouse', 'the warehouse was built before the catalog or the models changed', {
        hint: 'run kpi build first',
      }),
    ],
    EXIT.failed,
  )
}
