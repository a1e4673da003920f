import {copyFileSync, existsSync, rmSync} from 'node:fs'
import {basename, join} from 'node:path'
import type {Compiled} from '../compile/project.ts'
import {warning} from '../core/problem.ts'
import type {Listener} from '../execute/events.ts'
import {HISTORY, writeRestatements} from '../execute/history.ts'
import {readInputs} from '../execute/inputs.ts'
import {readState} from '../execute/state.ts'
import type {Fingerprints} from '../plan/fingerprints.ts'
import {type Database, literal} from '../sql/duckdb.ts'
import {type Former, type Reason, reasonsFor} from './reasons.ts'
import {readSettings, type Settings} from './settings.ts'
import {FORMER, findSuperseded, type Renewed} from './superseded.ts'

/** Figures of settled periods that a version publishes with another value than the one before it. */
export interface Restated {
  readonly figures: number
  /** The KPIs that they belong to, those with the most first. */
  readonly kpis: readonly {readonly ref: string; readonly reason: Reason; readonly figures: number}[]
}

/** A version that is about to be published. */
export interface Publishing {
  readonly version: string
  readonly fingerprints: Fingerprints
  /** The folder of the version that is published; none before the first. */
  readonly before: string | undefined
  /** Where a copy of its warehouse may lie for a while. */
  readonly scratch: string
  readonly listen: Listener
}

/** What an attached version says of itself. */
interface Published extends Former {
  readonly settings: Settings
  /** How many publications its history counts. */
  readonly publications: number
  readonly refs: ReadonlySet<string>
}

/**
 * Carries the history of the published version over into a built database and adds the values that are replaced now, and why. The
 * same again where a build that had done so was interrupted. Nothing is replaced by a version whose data end earlier, or where either
 * is built on a sample: these are other questions, not other answers. Gives what was restated, and whether the mart of restatements
 * is another than the published one.
 */
export async function keepHistory(
  database: Database,
  compiled: Compiled,
  publishing: Publishing,
): Promise<{readonly restated: Restated; readonly isChanged: boolean}> {
  const {before, fingerprints, listen} = publishing
  const none = {figures: 0, kpis: []}
  if (before === undefined) return {restated: none, isChanged: true}
  const file = join(before, 'warehouse.duckdb')
  const copy = join(publishing.scratch, 'published.duckdb')
  try {
    let former = await attach(database, file)
    if (former === undefined && existsSync(file)) {
      // somebody may hold a lock on it
      copyFileSync(file, copy)
      former = await attach(database, copy)
    }
    if (former === undefined) {
      listen({type: 'problem', problem: unreadable(file)})
      return {restated: none, isChanged: true}
    }
    await carryOver(database, former.publications)
    const was = former.state.parts.get('kpi_values')
    const is = fingerprints.parts.get('kpi_values') ?? new Map<string, string>()
    const renewed = pairs(compiled, former.refs).filter(({ref, former: name}) => is.get(ref) !== was?.get(name))
    if (renewed.length === 0 || !(await isLater(database, former))) return {restated: none, isChanged: false}
    await findSuperseded(database, renewed)
    const restated = await note(database, compiled, renewed, former, publishing)
    return {restated, isChanged: restated.figures > 0}
  } finally {
    await database.run(`detach database if exists ${FORMER}`)
    if (existsSync(copy)) rmSync(copy)
  }
}

/** Attaches a published warehouse and reads what it says of itself; undefined where it can't be read. */
async function attach(database: Database, file: string): Promise<Published | undefined> {
  try {
    await database.run(`attach ${literal(file)} as ${FORMER} (read_only)`)
    const reader = await database.another()
    try {
      await reader.run(`use ${FORMER}`)
      const [end] = await reader.rows<{ends_at: string | null}>(
        'select cast(ends_at as varchar) as ends_at from meta.data_end',
      )
      const settings = await readSettings(reader)
      const refs = await reader.rows<{ref: string}>('select kpi_ref as ref from marts.kpi_catalog')
      const [last] = (await hasHistory(reader))
        ? await reader.rows<{last: number}>('select coalesce(max(publication), 0) as last from meta.publications')
        : []
      return {
        state: await readState(reader),
        inputs: await readInputs(reader),
        dataEnd: settings.asOf ?? end?.ends_at ?? '',
        settings,
        publications: last?.last ?? 0,
        refs: new Set(refs.map(each => each.ref)),
      }
    } finally {
      reader.close()
    }
  } catch {
    // it is locked, damaged or of an engine that noted less: what is lost by it is told
    await database.run(`detach database if exists ${FORMER}`)
    return undefined
  }
}

async function hasHistory(database: Database): Promise<boolean> {
  const tables = await database.rows(
    "select 1 as found from duckdb_tables() where database_name = current_database() and schema_name = 'meta' and table_name = 'publications'",
  )
  return tables.length > 0
}

function unreadable(file: string) {
  return warning('history-lost', `${file} can't be read: which of its values this version changes is not known`, {
    hint: 'marts.kpi_restatements does not tell of this version; the next build compares again',
  })
}

/** The present KPIs that were published before, if under a reference that they had then. */
function pairs({project}: Compiled, published: ReadonlySet<string>): Renewed[] {
  return [...project.definitions.kpis.values()].flatMap(({ref, input}) => {
    const former = [ref, ...(input.aliases ?? [])].find(each => published.has(each))
    return former === undefined ? [] : [{ref, former}]
  })
}

/** Makes a database's history that of the published version, unless it was copied with it: a new one has none, one that a build left may have more. */
async function carryOver(database: Database, publications: number): Promise<void> {
  const [own] = await database.rows<{last: number}>(
    'select coalesce(max(publication), 0) as last from meta.publications',
  )
  if (own!.last === publications) return
  await database.run('begin')
  for (const table of HISTORY) {
    await database.run(`delete from meta.${table}`)
    if (publications > 0) await database.run(`insert into meta.${table} select * from ${FORMER}.meta.${table}`)
  }
  await writeRestatements(database)
  await database.run('commit')
}

/** Whether a database is on the same question as the published version, and its data reach as far or further. */
async function isLater(database: Database, former: Published): Promise<boolean> {
  const {sample} = await readSettings(database)
  if (sample !== undefined || former.settings.sample !== undefined) return false
  const [row] = await database.rows<{is_later: boolean | null}>(
    `select present.ends_at >= former.ends_at as is_later from meta.data_end as present cross join ${FORMER}.meta.data_end as former`,
  )
  return row?.is_later ?? false
}

/** Adds what was superseded to the history, in one transaction. */
async function note(
  database: Database,
  compiled: Compiled,
  renewed: readonly Renewed[],
  former: Published,
  {version, before}: Publishing,
): Promise<Restated> {
  const found = await database.rows<{ref: string; figures: number}>(
    'select ref, count(*) filter (where is_settled) as figures from superseded group by ref order by figures desc, ref',
  )
  if (found.length === 0) return {figures: 0, kpis: []}
  const some = new Set(found.map(({ref}) => ref))
  const reasons = await reasonsFor(
    compiled,
    former,
    await readInputs(database),
    renewed.filter(({ref}) => some.has(ref)),
  )
  const values = [...reasons].map(pair => `(${pair.map(literal).join(', ')})`).join(', ')
  const number = former.publications + 1
  await database.run(`
    begin;
    insert into meta.publications
      select ${number}, ${literal(version)}, ${literal(basename(before!))}, present.ends_at, ended.ends_at
      from meta.data_end as present cross join ${FORMER}.meta.data_end as ended;
    insert into meta.superseded_values
      select ${number}, superseded.ref, grain, period_start, period_end, dimension, dimension_value, value, new_value, is_settled, reason
      from superseded inner join (values ${values}) as reasons(ref, reason) on superseded.ref = reasons.ref
      order by superseded.ref, grain, period_start, dimension, dimension_value;
    commit`)
  await writeRestatements(database)
  for (const table of ['renewed', 'differing', 'superseded']) await database.run(`drop table temp.${table}`)
  const kpis = found
    .filter(each => each.figures > 0)
    .map(({ref, figures}) => ({ref, reason: reasons.get(ref)!, figures}))
  return {figures: kpis.reduce((sum, each) => sum + each.figures, 0), kpis}
}
