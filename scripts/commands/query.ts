import {existsSync} from 'node:fs'
import {join} from 'node:path'
import type {Kpi} from '../catalog/definitions.ts'
import {loadProject, type Project} from '../compile/load.ts'
import {compileProject} from '../compile/project.ts'
import {EXIT, fault, ProblemError} from '../core/problem.ts'
import {type Place, type PlaceOptions, type Sample, settle} from '../core/settings.ts'
import {build} from '../execute/build.ts'
import {withUpstream} from '../plan/select.ts'
import {type Answer, answer} from '../query/answer.ts'
import {type Question, understand} from '../query/request.ts'
import {compileStatement, type Statement} from '../query/statement.ts'
import {type Database, openDatabase} from '../sql/duckdb.ts'
import {readSample} from '../warehouse/sampling.ts'
import {instant} from './instant.ts'

export interface QueryArguments extends Question, PlaceOptions {
  /** Answer as it would have been answered at this instant; the facts are built anew from the sources. */
  readonly asOf?: string
}

export interface QueryResult {
  readonly project: Project
  readonly answers: readonly Answer[]
  /** The data's last instant in local time; periods that end later may still fill. */
  readonly dataEnd: string | null
  /** The part of the sources on which the warehouse was built; none where on all. */
  readonly sample?: Sample
  /** Names of the breakdown's values, where the catalog says where they are found. */
  readonly labels: ReadonlyMap<string, string>
}

/** `kpi query`: exact values for any period, from the published warehouse or as of an instant. */
export async function query(options: QueryArguments): Promise<QueryResult> {
  const place = settle(options)
  const project = await loadProject(place)
  const asked = understand(options, project)
  const database =
    options.asOf === undefined
      ? await openPublished(place.target, place.settings?.limits)
      : await factsAsOf(project, asked.kpis, place, instant(options.asOf))
  try {
    const answers = await answer(database, project, asked)
    const [end] = await database.rows<{ends_at: string | null}>(
      'select cast(ends_at_local as varchar) as ends_at from meta.data_end',
    )
    const sample = await readSample(database)
    return {
      project,
      answers,
      dataEnd: end?.ends_at ?? null,
      labels: await labelsOf(database, project, asked.by),
      ...(sample ? {sample} : {}),
    }
  } finally {
    database.close()
  }
}

/** `kpi query --sql`: the statement and what is bound to it. */
export async function querySql(options: QueryArguments): Promise<Statement> {
  const project = await loadProject(settle(options))
  return compileStatement(project, understand(options, project))
}

async function labelsOf(database: Database, project: Project, by: string | undefined): Promise<Map<string, string>> {
  const labels = by === undefined ? undefined : project.catalog.dimensions[by]?.labels
  if (!labels) return new Map()
  const rows = await database
    .rows<{key: string; label: string}>(
      `select cast(${labels.key} as varchar) as key, cast(${labels.label} as varchar) as label from facts.${labels.model}`,
    )
    .catch(() => []) // facts built for an instant leave out models that no KPI reads; ids are shown then
  return new Map(rows.map(row => [row.key, row.label]))
}

/** The facts that KPIs need as they stood at an instant, in memory. */
async function factsAsOf(project: Project, kpis: readonly Kpi[], place: Place, asOf: string): Promise<Database> {
  const compiled = compileProject(project)
  const facts = kpis.flatMap(kpi =>
    kpi.measures.flatMap(measure => [measure.fact, ...measure.related.map(rows => rows.fact)]),
  )
  const database = await openDatabase(':memory:', {...place.settings?.limits})
  await build(database, compiled, {
    sources: place.sources,
    asOf,
    ...(place.settings?.sample ? {sample: place.settings.sample} : {}),
    only: withUpstream(compiled.nodes, facts),
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
