import type {Compiled} from '../compile/project.ts'
import type {Sample} from '../core/settings.ts'
import {MEMORY} from '../execute/memory.ts'
import {literal, openDatabase} from '../sql/duckdb.ts'
import {compareCatalogs, findRenamed} from './catalogs.ts'
import {findCauses} from './causes.ts'
import {compareHistograms} from './histograms.ts'
import {compareRelations, type RelationChange} from './relations.ts'
import {type Difference, judge, type KpiChange, type Otherwise, type Side} from './report.ts'
import {compareValues} from './values.ts'
import type {Warehouse} from './warehouse.ts'

export interface Comparison {
  readonly before: Warehouse & {readonly side: Pick<Side, 'what' | 'name' | 'commit'>; readonly isWrittenInto: boolean}
  /** Built from `compiled`. */
  readonly after: Warehouse
  readonly compiled: Compiled
  /** Refs to compare; undefined for everything. */
  readonly chosen: ReadonlySet<string> | undefined
  /** Refs whose values must not move. */
  readonly guarded: ReadonlySet<string>
  readonly tolerance: number
  /** Where what does not fit into memory is put. */
  readonly scratch: string
}

/** What a comparison reports itself, ref by ref. */
const REPORTED = ['kpi_values', 'kpi_catalog', 'kpi_histograms']

/** Compares two finished warehouses, in DuckDB: every KPI's values, the catalogs, the histograms, the tables. */
export async function compareWarehouses(comparison: Comparison): Promise<Difference> {
  const {before, after, compiled, chosen, guarded, tolerance} = comparison
  const isChosen = (ref: string) => chosen === undefined || chosen.has(ref)
  const database = await openDatabase(':memory:', {...MEMORY, temp_directory: comparison.scratch})
  try {
    await database.run(`attach ${literal(before.file)} as before (read_only)`)
    await database.run(`attach ${literal(after.file)} as after (read_only)`)
    const catalogs = await compareCatalogs(database)
    const [removed, added] = [without(catalogs.before, catalogs.after), without(catalogs.after, catalogs.before)]
    const renamed = await findRenamed(database, catalogs, removed, added)
    const both = [...catalogs.after.keys()].filter(ref => catalogs.before.has(ref) && isChosen(ref))
    const values = await compareValues(database, both, tolerance)
    const otherwise = differences(comparison)
    const why = findCauses(
      compiled,
      {state: before.state, dataEnd: before.dataEnd ?? ''},
      after.state,
      catalogs,
      otherwise.some(each => each.kind === 'timezone'),
    )
    const kpis = judge(catalogs, values, renamed, why, isChosen)
    const histograms = (await compareHistograms(database)).filter(each => isChosen(each.ref))
    const relations = await compareRelations(database, (schema, name) => keyOf(compiled, schema, name))
    const count = (change: KpiChange['change']) => kpis.filter(each => each.change === change).length
    const compared = new Set([...catalogs.before.keys(), ...catalogs.after.keys()].filter(isChosen)).size
    const renames = count('renamed')
    return {
      before: {...before.side, ...saysOf(before)},
      after: {what: 'project', name: '', commit: null, ...saysOf(after)},
      otherwise,
      tolerance,
      summary: {
        kpis: compared - renames,
        moved: count('moved'),
        new: count('new'),
        removed: count('removed'),
        renamed: renames,
        redefined: count('redefined'),
        basis: count('basis'),
        settled: count('settled'),
        described: count('described'),
        unchanged: compared - renames - kpis.length,
      },
      kpis,
      histograms,
      relations: chosenRelations(compiled, relations, chosen),
      failed: [
        ...kpis.flatMap(({ref, change, renamed_from: from}) =>
          change === 'moved' || change === 'removed' ? [ref] : from === null ? [] : [from],
        ),
        ...histograms.filter(each => each.change !== 'new').map(each => each.ref),
      ]
        .filter(ref => guarded.has(ref))
        .sort(),
    }
  } finally {
    database.close()
  }
}

function without<T>(these: ReadonlyMap<string, T>, those: ReadonlyMap<string, T>): string[] {
  return [...these.keys()].filter(ref => !those.has(ref))
}

function saysOf({dataEnd, settings}: Warehouse): Pick<Side, 'data_end' | 'timezone' | 'as_of'> {
  return {data_end: dataEnd, timezone: settings.timezone ?? null, as_of: settings.asOf ?? null}
}

/** A sample as the settings file has it. */
function sampleOf(sample: Sample | undefined): string | null {
  const {days, share} = sample ?? {}
  const said = [
    ...(days === undefined ? [] : [`last ${days} days`]),
    ...(share === undefined ? [] : [`share ${share}`]),
  ]
  return said.length === 0 ? null : said.join(', ')
}

/** What makes values move besides the project. */
function differences({before, after}: Comparison): Otherwise[] {
  const found: Otherwise[] = []
  const say = (kind: Otherwise['kind'], was: string | null, is: string | null, names: readonly string[] = [], of = 0) =>
    found.push({kind, before: was, after: is, names, of})
  if (before.isWrittenInto) say('written_into', before.file, null)
  const {timezone, asOf, onBadRows} = before.settings
  if (timezone !== undefined && timezone !== after.settings.timezone)
    say('timezone', timezone, after.settings.timezone ?? null)
  const isOtherInstant = asOf !== undefined && asOf !== (after.settings.asOf ?? null)
  if (isOtherInstant) say('as_of', asOf, after.settings.asOf ?? null)
  if (onBadRows !== undefined && onBadRows !== after.settings.onBadRows)
    say('bad_rows', onBadRows, after.settings.onBadRows ?? null)
  const [was, is] = [before.settings.sample, after.settings.sample].map(sampleOf)
  if (was !== is) say('sample', was ?? null, is ?? null)
  const both = [...after.state.sources].filter(([name]) => before.state.sources.has(name))
  const names = both
    .filter(([name, source]) => before.state.sources.get(name)!.fingerprint !== source.fingerprint)
    .map(([name]) => name)
    .sort()
  if (names.length > 0 && !isOtherInstant) say('sources', before.dataEnd, after.dataEnd, names, both.length)
  return found
}

/** The declared key of a mart; facts are compared by their columns and number of rows alone. */
function keyOf(compiled: Compiled, schema: string, name: string): readonly string[] {
  if (schema !== 'marts' || REPORTED.includes(name)) return []
  return compiled.project.declarations.models.get(name)?.grain ?? []
}

/** Without those that are reported ref by ref, unless their columns differ; of a selection, the charts' own. */
function chosenRelations(
  compiled: Compiled,
  relations: readonly RelationChange[],
  chosen: ReadonlySet<string> | undefined,
): RelationChange[] {
  const owners = new Map(
    [...compiled.project.definitions.components].map(([ref, each]) => [
      `marts.${String((each as Partial<Record<string, unknown>>)[each.form])}`,
      ref,
    ]),
  )
  return relations.filter(({name, columns}) => {
    if (chosen !== undefined) return chosen.has(owners.get(name) ?? '')
    const isReported = REPORTED.some(each => name === `marts.${each}`)
    return !isReported || Object.values(columns).some(list => list.length > 0)
  })
}
