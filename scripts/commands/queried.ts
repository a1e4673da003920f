import {existsSync} from 'node:fs'
import {join} from 'node:path'
import type {Measure} from '../catalog/definitions.ts'
import type {Project} from '../compile/load.ts'
import {PERIODS} from '../compile/nodes.ts'
import {compileProject} from '../compile/project.ts'
import {EXIT, fault, ProblemError} from '../core/problem.ts'
import type {Place} from '../core/settings.ts'
import {build} from '../execute/build.ts'
import {withUpstream} from '../plan/select.ts'
import {type Database, openDatabase} from '../sql/duckdb.ts'

/** By dimension, the names of its values. */
export async function labelsOf(
  database: Database,
  project: Project,
  dimensions: readonly string[],
): Promise<Map<string, Map<string, string>>> {
  const found = new Map<string, Map<string, string>>()
  for (const dimension of dimensions) {
    const labels = project.catalog.dimensions[dimension]?.labels
    if (!labels) continue
    const rows = await database
      .rows<{key: string; label: string}>(
        `select cast(${labels.key} as varchar) as key, cast(${labels.label} as varchar) as label from facts.${labels.model}`,
      )
      .catch(() => []) // facts built for an instant leave out models that no KPI reads; ids are shown then
    found.set(dimension, new Map(rows.map(row => [row.key, row.label])))
  }
  return found
}

/** The facts that figures are made of as they stood at an instant, in memory; the calendar, too, where the data's first day is looked at. */
export async function factsAsOf(
  project: Project,
  figures: readonly {readonly measures: readonly Measure[]}[],
  place: Place,
  asOf: string,
  withCalendar: boolean,
): Promise<Database> {
  const compiled = compileProject(project)
  const facts = figures.flatMap(figure =>
    figure.measures.flatMap(measure => [measure.fact, ...measure.related.map(rows => rows.fact)]),
  )
  const database = await openDatabase(':memory:', {...place.settings?.limits})
  await build(database, compiled, {
    sources: place.sources,
    asOf,
    ...(place.settings?.sample ? {sample: place.settings.sample} : {}),
    only: withUpstream(compiled.nodes, [...facts, ...(withCalendar ? [PERIODS] : [])]),
    listen: () => undefined,
  })
  return database
}

/** Opens the published warehouse for reading; a problem (status 1) before the first build. */
export async function openPublished(target: string, limits: Readonly<Record<string, string>> = {}): Promise<Database> {
  const file = join(target, 'warehouse.duckdb')
  if (!existsSync(file))
    throw new ProblemError(
      [fault('not-built', `there is no warehouse in ${target}`, {hint: 'run kpi build first'})],
      EXIT.failed,
    )
  return openDatabase(file, {access_mode: 'READ_ONLY', ...limits})
}
