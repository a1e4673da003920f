import type {Source} from '../catalog/models.ts'
import type {Project} from '../compile/load.ts'
import {dataEngine} from '../core/engine.ts'
import {fingerprint} from '../core/hash.ts'
import {EXIT, type Problem, ProblemError} from '../core/problem.ts'
import type {Sample} from '../core/settings.ts'
import {subject} from '../plan/inputs.ts'
import {type Database, identifier, literal} from '../sql/duckdb.ts'
import {type FilePrints, filePrints} from '../warehouse/file-prints.ts'
import {loadSource} from '../warehouse/load.ts'
import type {BadRow} from '../warehouse/loading.ts'
import {type Location, locate} from '../warehouse/locate.ts'
import {noteSample, samplingOf} from '../warehouse/sampling.ts'
import type {Listener} from './events.ts'
import {noteInputs} from './inputs.ts'
import {observer} from './observe.ts'
import type {State} from './state.ts'

export interface PreparedSources {
  /** Of each source: its files' content and its declaration, and of a sample what decides which of its rows are left. */
  readonly fingerprints: ReadonlyMap<string, string>
  /** Of each source: what its fingerprint is made of, by what it is called. */
  readonly inputs: ReadonlyMap<string, Readonly<Record<string, string>>>
  /** The data's last instant: the latest timestamp in any source, as text; empty where there is none. */
  readonly dataEnd: string
  readonly locations: ReadonlyMap<string, Location>
  /** Loads those of the named sources that are not loaded yet. */
  load(names: ReadonlySet<string>): Promise<void>
}

export interface SourceOptions {
  readonly sources?: string
  readonly asOf?: string
  readonly onBadRows?: 'fail' | 'quarantine'
  /** Note what monitors need to know of them. */
  readonly watch?: boolean
  /** Only this part of them. */
  readonly sample?: Sample
  /** Fingerprints of files; where none are given, every file is read. */
  readonly prints?: FilePrints
  readonly listen: Listener
}

/**
 * Finds every source, fingerprints it, loads those whose content has changed since the last build (all problems at once, status 1)
 * and works out the data's last instant: the latest timestamp of any source, or `asOf`. `meta.data_end` is written.
 */
export async function prepareSources(
  database: Database,
  project: Project,
  state: State,
  options: SourceOptions,
): Promise<PreparedSources> {
  const problems: Problem[] = []
  const sampling = options.sample === undefined ? undefined : samplingOf(project, options.sample)
  const all = [...project.declarations.sources.values()]
  const locations = new Map<string, Location>()
  for (const source of all) {
    const location = await locate(database, source, project.folder, options.sources, problems)
    if (location) locations.set(source.name, location)
  }
  stop(problems, options.listen)

  const prints = new Map<string, string>()
  const inputs = new Map<string, Readonly<Record<string, string>>>()
  const files = options.prints ?? filePrints()
  for (const source of all) {
    const made = await sourceInputs(source, locations.get(source.name)!, options, files)
    inputs.set(source.name, made)
  }
  for (const [name, rows] of sampling?.inputs(inputs) ?? []) inputs.set(name, {...inputs.get(name)!, sample: rows})
  for (const [name, made] of inputs) prints.set(name, fingerprint(...Object.entries(made).flat()))
  files.save()
  const watching = options.watch ? await observer(database, project) : undefined

  const dataEndNow = () => {
    const ends = all.map(source => state.sources.get(source.name)?.endsAt).filter(each => typeof each === 'string')
    return options.asOf ?? ends.sort().at(-1) ?? ''
  }
  const loaded = new Set<string>()
  const load = async (wanted: ReadonlySet<string>) => {
    const names = sampling === undefined ? wanted : sampling.withParents(wanted)
    const before = new Set(loaded)
    for (const source of all) {
      if (!names.has(source.name) || loaded.has(source.name)) continue
      const started = performance.now()
      const location = locations.get(source.name)!
      const sound = problems.length
      const bad = await loadSource(
        database,
        source,
        location,
        {project, asOf: options.asOf, onBadRows: options.onBadRows ?? 'fail'},
        problems,
      )
      if (problems.slice(sound).some(problem => problem.severity === 'error')) continue
      await setAside(database, source.name, bad)
      loaded.add(source.name)
      const moments = Object.entries(source.columns)
        .filter(([, column]) => column.type === 'TIMESTAMP')
        .map(([name]) => `max(${identifier(name)})`)
      const latest =
        moments.length === 0
          ? 'cast(null as timestamp)'
          : moments.length === 1
            ? moments[0]
            : `greatest(${moments.join(', ')})`
      const {created} = source.replay
      const [row] = await database.rows<{rows: number; ends_at: string | null; created_until: string | null}>(
        `select count(*) as rows, cast(${latest} as varchar) as ends_at,
           ${created === 'none' ? 'null' : `cast(cast(max(${identifier(created)}) as timestamp) as varchar)`} as created_until
         from sources.${identifier(source.name)}`,
      )
      state.sources.set(source.name, {
        fingerprint: prints.get(source.name)!,
        rows: row!.rows,
        endsAt: row!.ends_at,
        createdUntil: row!.created_until,
      })
      await watching?.note(database, source, prints.get(source.name)!)
      options.listen({type: 'source', name: source.name, rows: row!.rows, ms: performance.now() - started})
    }
    stop(problems, options.listen)
    const whole = new Set([...loaded].filter(name => !before.has(name)))
    for (const [name, rows] of (await sampling?.cut(database, whole, dataEndNow())) ?? [])
      state.sources.set(name, {...state.sources.get(name)!, rows})
  }
  await load(
    new Set([
      ...all.map(source => source.name).filter(name => state.sources.get(name)?.fingerprint !== prints.get(name)),
      ...(watching?.missing(prints) ?? []),
    ]),
  )

  const dataEnd = dataEndNow()
  const rows = all.map(source => {
    const {fingerprint: print, rows: count, endsAt, createdUntil} = state.sources.get(source.name)!
    const [ends, created] = [endsAt, createdUntil].map(at => (at === null ? 'null' : `timestamp ${literal(at)}`))
    return `(${literal(source.name)}, ${literal(print)}, ${count}, ${ends}, ${created})`
  })
  await database.run(
    `begin; delete from meta.sources; insert into meta.sources (name, fingerprint, row_count, ends_at, created_until) values ${rows.join(', ')}; commit`,
  )
  await database.run(noteInputs([...inputs].map(([name, made]) => [subject.source(name), made])))
  await writeDataEnd(database, project, dataEnd)
  await writeSettings(database, project, options)
  await noteSample(database, options.sample)
  return {fingerprints: prints, inputs, locations, dataEnd, load}
}

/** What a source is made from, in words, each with its fingerprint. */
async function sourceInputs(
  source: Source,
  {format, files}: Location,
  {asOf, onBadRows = 'fail'}: SourceOptions,
  prints: FilePrints,
): Promise<Readonly<Record<string, string>>> {
  const columns = Object.entries(source.columns).map(([name, {type, nullable}]) => [name, type, nullable])
  return {
    'file content': fingerprint(format, ...(await Promise.all(files.map(prints.of)))),
    declaration: fingerprint(JSON.stringify([columns, source.replay.created])),
    '--on-bad-rows': onBadRows,
    '--as-of': asOf === undefined ? '' : fingerprint(asOf, JSON.stringify(source.replay)),
    'engine version': dataEngine(),
  }
}

/** Writes the rows of a source that could not be read to the quarantine, in place of those of an earlier build. */
async function setAside(database: Database, source: string, rows: readonly BadRow[]): Promise<void> {
  await database.run(`delete from meta.quarantine where source = ${literal(source)}`)
  for (let i = 0; i < rows.length; i += 1000) {
    const values = rows
      .slice(i, i + 1000)
      .map(
        row =>
          `(${[row.source, row.file].map(literal).join(', ')}, ${row.line}, ${[row.raw, row.reason].map(literal).join(', ')})`,
      )
    await database.run(`insert into meta.quarantine (source, file, line, raw_text, reason) values ${values.join(', ')}`)
  }
}

/** Writes `meta.data_end`, one row: the data's last instant, in UTC and in local time. */
export async function writeDataEnd(database: Database, project: Project, dataEnd: string): Promise<void> {
  const moment = dataEnd === '' ? 'cast(null as timestamp)' : `timestamp ${literal(dataEnd)}`
  const local = project.templates.macro('local_time', {moment, timezone: project.catalog.timezone})
  await database.run(`create or replace table meta.data_end as select ${moment} as ends_at, ${local} as ends_at_local`)
}

/** Writes `meta.settings`, one row: with which options the warehouse is built, so that another can be built alike. */
async function writeSettings(
  database: Database,
  project: Project,
  {sources, asOf, onBadRows = 'fail'}: {sources?: string; asOf?: string; onBadRows?: string},
): Promise<void> {
  const said = [project.catalog.timezone, asOf, onBadRows, sources].map(text =>
    text === undefined ? 'cast(null as varchar)' : literal(text),
  )
  const columns = ['timezone', 'as_of', 'on_bad_rows', 'sources'].map((name, i) => `${said[i]} as ${name}`)
  await database.run(`create or replace table meta.settings as select ${columns.join(', ')}`)
}

/** Warnings are told; errors stop. */
function stop(problems: Problem[], listen: Listener): void {
  if (problems.some(problem => problem.severity === 'error')) throw new ProblemError(problems, EXIT.failed)
  for (const problem of problems.splice(0)) listen({type: 'problem', problem})
}
