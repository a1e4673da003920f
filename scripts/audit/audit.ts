import type {Kpi} from '../catalog/definitions.ts'
import type {Compiled} from '../compile/project.ts'
import {addDays} from '../core/days.ts'
import type {Problem} from '../core/problem.ts'
import type {Settings} from '../core/settings.ts'
import type {Listener} from '../execute/events.ts'
import type {Database} from '../sql/duckdb.ts'
import {type Evidence, evidenceOf} from './evidence.ts'
import {type AuditGroup, auditGroups} from './groups.ts'
import type {Instant} from './instants.ts'
import {findMoves, prepareMoves} from './moves.ts'
import {openReplays, type Replays} from './replays.ts'
import {type Settling, settlingOf} from './settling.ts'
import {tooEarly} from './too-early.ts'
import {type Verdict, verdictsOf} from './verdicts.ts'

/** What can't be put back to how it was: it is taken as it is today. */
export interface Unreplayed {
  readonly source: string
  /** Its columns without a history; none where the source as a whole has none. */
  readonly columns: readonly string[]
  readonly isWhole: boolean
}

export interface Cause extends Verdict {
  /** The rows that made its example differ, by measure and fact. */
  readonly evidence: readonly Evidence[]
  /** KPIs that only inherit it. */
  readonly heirs: readonly string[]
}

export interface AuditResult {
  /** The days at whose end the past was replayed, ascending. */
  readonly days: readonly string[]
  readonly verdicts: readonly Verdict[]
  /** Broken promises, each with those that only inherit it. */
  readonly causes: readonly Cause[]
  readonly unreplayed: readonly Unreplayed[]
  /** Of each `settles_after` that is too short. */
  readonly warnings: readonly Problem[]
  /** How fluctuating KPIs came to their final values. */
  readonly settling: readonly Settling[]
}

export interface AuditOptions {
  readonly sources?: string | undefined
  readonly onBadRows?: 'fail' | 'quarantine' | undefined
  readonly settings?: Settings | undefined
  readonly kpis: readonly Kpi[]
  /** Chooses the days, given the first of the data and the last that ended before the data do. */
  days(firstDay: string, lastDay: string): readonly string[]
  readonly listen: Listener
}

/**
 * Checks what the catalog promises: puts the data back to how they were at the end of past days, and compares the figures of all periods
 * that were over by then with today's, which are read from the published warehouse. Nothing is written to it.
 */
export async function audit(compiled: Compiled, target: string, options: AuditOptions): Promise<AuditResult> {
  const {project} = compiled
  const {kpis, listen} = options
  const groups = auditGroups(project, kpis)
  const facts = new Set(groups.flatMap(group => group.footprints.map(footprint => footprint.fact)))
  const replays = await openReplays(compiled, facts, target, options)
  try {
    const {database} = replays
    const instants = await instantsOf(compiled, database, options)
    await prepareMoves(replays, groups, kpis)
    for (const [i, instant] of instants.entries()) {
      const started = performance.now()
      await replays.to(instant)
      await findMoves(project, replays, groups, kpis, instant)
      const ms = performance.now() - started
      listen({type: 'stage', name: `replay of ${instant.day}`, ms, detail: `${i + 1} of ${instants.length}`})
    }
    const verdicts = await verdictsOf(database, kpis)
    return {
      days: instants.map(instant => instant.day),
      verdicts,
      causes: await causesOf(compiled, replays, groups, verdicts, instants),
      unreplayed: unreplayed(compiled),
      warnings: tooEarly(project, verdicts),
      settling: await settlingOf(database, kpis),
    }
  } finally {
    replays.close()
  }
}

/** The instants at which the chosen local days end. */
async function instantsOf(
  {project}: Compiled,
  database: Database,
  {days}: Pick<AuditOptions, 'days'>,
): Promise<Instant[]> {
  const [span] = await database.rows<{first: string | null; last: string | null}>(`
    select
        cast((select min(period_start) from today.meta.periods where grain = 'day') as varchar) as first,
        cast(cast((select ends_at_local - interval 1 microsecond from today.meta.data_end) as date) as varchar) as last`)
  if (!span?.first || !span.last) return []
  const chosen = days(span.first, addDays(span.last, -1))
  const instants: Instant[] = []
  for (const day of chosen) {
    const next = addDays(day, 1)
    const utc = project.templates.macro('utc_time', {
      moment: `timestamp '${next} 00:00:00'`,
      timezone: project.catalog.timezone,
    })
    const [row] = await database.rows<{utc: string}>(`select cast(${utc} as varchar) as utc`)
    instants.push({day, next, utc: row!.utc})
  }
  return instants
}

/** Broken promises that are not inherited, with the rows behind them. */
async function causesOf(
  {project}: Compiled,
  replays: Replays,
  groups: readonly AuditGroup[],
  verdicts: readonly Verdict[],
  instants: readonly Instant[],
): Promise<Cause[]> {
  const broken = verdicts.filter(each => each.example !== null)
  const roots = broken.filter(each => each.inherits.length === 0)
  const evidence = new Map<string, Evidence[]>()
  const changing = new Set(groups.flatMap(group => group.measures.map(measure => measure.id)))
  for (const instant of instants) {
    const here = roots.filter(each => each.example!.day === instant.day)
    if (here.length === 0) continue
    await replays.to(instant)
    for (const {kpi, example} of here) {
      const {period_start: start, period_end: end, dimension, dimension_value: value} = example!
      const found: Evidence[] = []
      for (const measure of kpi.measures.filter(each => changing.has(each.id)))
        found.push(...(await evidenceOf(replays.database, project, measure, {start, end, dimension, value})))
      evidence.set(kpi.ref, found)
    }
  }
  return roots.map(root => ({
    ...root,
    evidence: evidence.get(root.kpi.ref) ?? [],
    heirs: broken.filter(each => each.inherits.includes(root.kpi.ref)).map(each => each.kpi.ref),
  }))
}

/** Sources and columns that have no history. */
export function unreplayed({project}: Pick<Compiled, 'project'>): Unreplayed[] {
  return [...project.declarations.sources.values()].flatMap(({name, replay}) => {
    const isWhole = replay.created === 'none'
    const columns = replay.no_history ?? []
    return isWhole || columns.length > 0 ? [{source: name, columns, isWhole}] : []
  })
}
