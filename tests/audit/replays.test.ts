import {mkdirSync, renameSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {auditGroups} from '../../scripts/audit/groups.ts'
import type {Instant} from '../../scripts/audit/instants.ts'
import {findMoves, prepareMoves} from '../../scripts/audit/moves.ts'
import {openReplays} from '../../scripts/audit/replays.ts'
import {isZeroWhenEmpty} from '../../scripts/compile/combine.ts'
import {loadProject} from '../../scripts/compile/load.ts'
import {type Compiled, compileProject} from '../../scripts/compile/project.ts'
import {addDays} from '../../scripts/core/days.ts'
import {build} from '../../scripts/execute/build.ts'
import {type Database, openDatabase, openSmall} from '../../scripts/sql/duckdb.ts'
import {ROOT, temporaryFolder} from '../e2e/command-line.ts'
import {writeSmallSources} from '../e2e/demonstration.ts'
import {LIBRARY} from '../engine/library.ts'

// The audit computes only what can have changed. Here everything is computed, by builds as of each instant, and must say the same.

const folder = temporaryFolder()
const listen = () => undefined

interface Stored {
  readonly key: string
  readonly kpi_ref: string
  readonly value: number | null
}

/** Every figure of periods that end by a day. */
async function figures(database: Database, next: string): Promise<Map<string, Stored>> {
  const rows = await database.rows<Stored>(
    `select concat_ws(' ', kpi_ref, grain, period_start, dimension, dimension_value) as key, kpi_ref, value
     from marts.kpi_values where period_end <= date '${next}'`,
  )
  return new Map(rows.map(row => [row.key, row]))
}

/** What differs between a build as of an instant and today's: a missing row is 0 for counts and sums, NULL otherwise. */
async function byBuild(
  compiled: Compiled,
  today: Database,
  sources: string | undefined,
  at: Instant,
): Promise<string[]> {
  const past = await openSmall()
  try {
    await build(past, compiled, {...(sources === undefined ? {} : {sources}), asOf: at.utc, listen})
    const [then, now] = [await figures(past, at.next), await figures(today, at.next)]
    const empty = (ref: string) => (isZeroWhenEmpty(compiled.project.definitions.kpis.get(ref)!.term) ? 0 : null)
    return [...new Set([...then.keys(), ...now.keys()])]
      .flatMap(key => {
        const [a, b] = [then.get(key), now.get(key)]
        const ref = (a ?? b)!.kpi_ref
        const values = [a ? a.value : empty(ref), b ? b.value : empty(ref)]
        return values[0] === values[1] ? [] : [`${key}: ${values[0]} → ${values[1]}`]
      })
      .sort()
  } finally {
    past.close()
  }
}

/** The same, as the audit finds it. */
async function byAudit(compiled: Compiled, target: string, sources: string | undefined, instants: readonly Instant[]) {
  const kpis = [...compiled.project.definitions.kpis.values()]
  const groups = auditGroups(compiled.project, kpis)
  const facts = new Set(groups.flatMap(group => group.footprints.map(footprint => footprint.fact)))
  const replays = await openReplays(compiled, facts, target, {sources, listen})
  try {
    await prepareMoves(replays, groups, kpis)
    for (const instant of instants) {
      await replays.to(instant)
      await findMoves(compiled.project, replays, groups, kpis, instant)
    }
    const rows = await replays.database.rows<{day: string; move: string[]; value_then: number; value_now: number}>(
      `select cast(day as varchar) as day, concat_ws(' ', kpi_ref, grain, period_start, dimension, dimension_value) as move, value_then, value_now
       from audit.moves`,
    )
    const of = (day: string) =>
      rows.filter(row => row.day === day).map(row => `${row.move}: ${row.value_then} → ${row.value_now}`)
    return new Map(instants.map(({day}) => [day, of(day).sort()]))
  } finally {
    replays.close()
  }
}

const CASES = [
  {name: 'the library', project: LIBRARY, days: ['2026-03-08', '2026-03-31'], small: 0},
  {name: 'the first days of the demonstration', project: ROOT, days: ['2025-10-05'], small: 9},
] as const

// the second project takes a minute: KPI_RUNS=2 has it looked at, too
const FEW = Number(process.env.KPI_RUNS ?? 1) > 1 ? CASES : CASES.slice(0, 1)

describe.each(FEW)('figures of $name', ({name, project, days, small}) => {
  test('that moved after their period are those that full builds as of each day tell', {timeout: 300_000}, async () => {
    const target = join(folder, String(small))
    const sources = small === 0 ? undefined : join(folder, 'sources')
    if (sources) await writeSmallSources(small, {[sources]: () => 'parquet with time zone'})
    const compiled = compileProject(await loadProject(project))
    const file = join(folder, `${small}.duckdb`)
    const first = await openDatabase(file)
    await build(first, compiled, {...(sources === undefined ? {} : {sources}), listen})
    first.close()
    mkdirSync(target)
    renameSync(file, join(target, 'warehouse.duckdb'))
    const today = await openDatabase(join(target, 'warehouse.duckdb'), {access_mode: 'READ_ONLY', threads: '1'})
    const instants: Instant[] = []
    for (const day of days) {
      const next = addDays(day, 1)
      const utc = compiled.project.templates.macro('utc_time', {
        moment: `timestamp '${next} 00:00:00'`,
        timezone: compiled.project.catalog.timezone,
      })
      const [row] = await today.rows<{utc: string}>(`select cast(${utc} as varchar) as utc`)
      instants.push({day, next, utc: row!.utc})
    }
    const audited = await byAudit(compiled, target, sources, instants)
    let moved = 0
    for (const instant of instants) {
      const built = await byBuild(compiled, today, sources, instant)
      moved += built.length
      expect(audited.get(instant.day), `${name}, end of ${instant.day}`).toEqual(built)
    }
    today.close()
    expect(moved).toBeGreaterThan(days.length) // there was something to find
  })
})
