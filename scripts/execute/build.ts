import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {type MeasureNode, measuresSql} from '../compile/marts.ts'
import {type CompiledNode, PERIODS} from '../compile/nodes.ts'
import type {Compiled} from '../compile/project.ts'
import {GRAINS} from '../core/days.ts'
import {EXIT, fault, type Problem, ProblemError, refuse} from '../core/problem.ts'
import type {Sample} from '../core/settings.ts'
import {type Fingerprints, fingerprints} from '../plan/fingerprints.ts'
import {subject} from '../plan/inputs.ts'
import {within} from '../plan/select.ts'
import {isStale} from '../plan/stale.ts'
import {connections} from '../sql/connections.ts'
import {type Database, literal} from '../sql/duckdb.ts'
import {checkColumns} from '../warehouse/contracts.ts'
import type {FilePrints} from '../warehouse/file-prints.ts'
import type {Listener} from './events.ts'
import {BuildError, concernsAll, failuresOf, testsOf} from './failure.ts'
import {noteInputsOf} from './inputs.ts'
import {replaceParts} from './parts.ts'
import {runTasks} from './schedule.ts'
import {prepareSources} from './sources.ts'
import {noteMeasures, noteNode, noteParts, openState, readCalendar, type State} from './state.ts'
import {type TestWarning, testPhase} from './test-phase.ts'

export interface BuildResult {
  readonly fingerprints: Fingerprints
  /** Names of the nodes that were rebuilt. */
  readonly rebuilt: readonly string[]
  /** Names of the stale nodes that were not selected. */
  readonly left: readonly string[]
  readonly dataEnd: string
  /** Rules that some rows break without stopping the build, from this build or, where nothing changed, an earlier one. */
  readonly warnings: readonly TestWarning[]
  /** Rows that are set aside, by source. */
  readonly quarantined: readonly {readonly source: string; readonly rows: number}[]
}

export interface BuildOptions {
  readonly sources?: string
  /** Build everything as it stood at this UTC instant. */
  readonly asOf?: string
  /** Note what monitors need to know of sources. */
  readonly watch?: boolean
  /** Build on this part of the sources. */
  readonly sample?: Sample
  /** Rows that can't be read stop the build (the default), or are set aside in `meta.quarantine`. */
  readonly onBadRows?: 'fail' | 'quarantine'
  /** Where the failing rows of data tests are kept; without one, data tests don't run. */
  readonly failures?: string
  /** Folder for scratch files; without one, sources are held in memory. */
  readonly scratch?: string
  /** Fingerprints of the sources' files, so that those that are as they were are not read. */
  readonly prints?: FilePrints
  /** Names of the only nodes to bring up to date, everything upstream included. */
  readonly only?: ReadonlySet<string>
  /** Names of nodes that are not built, nor what reads them while they are stale. */
  readonly excluded?: ReadonlySet<string>
  /** Begin nothing more once something has failed. */
  readonly failFast?: boolean
  readonly listen: Listener
}

/** Nodes computed at once: enough to fill the gaps of small ones; each already uses every processor, and has to share the memory. */
const AT_ONCE = 2

/**
 * Brings a build database up to date with the compiled project and its sources: only what is stale is computed. What fails skips only
 * what reads it; then a `BuildError` has all that failed, and what was computed is kept.
 */
export async function build(database: Database, compiled: Compiled, options: BuildOptions): Promise<BuildResult> {
  const state = await openState(database)
  await database.run("attach ':memory:' as staging")
  const scratch = options.scratch === undefined ? undefined : join(options.scratch, 'sources.duckdb')
  if (scratch !== undefined) rmSync(scratch, {force: true})
  await database.run(`attach ${literal(scratch ?? ':memory:')} as sources`)

  const sources = await prepareSources(database, compiled.project, state, options)
  const given = {sources: sources.fingerprints, dataEnd: sources.dataEnd}
  let prints = fingerprints(compiled, {...given, calendar: state.calendar})
  // whether the calendar's readers are stale is known once it is built: until then they may be
  const open = compiled.nodes.some(node => node.name === PERIODS && isStale(node, prints, state))
  const worst = open ? fingerprints(compiled, {...given, calendar: 'not known yet'}) : prints
  // what is left out is known before the tests are chosen; views that only tests read are not
  const lacking = staleNodes(compiled, state, worst, new Set())
  const made = new Set(within(lacking, options))
  const left = lacking.filter(node => !made.has(node))
  const unmade = new Set(left.map(node => node.name))
  const tests = testPhase(compiled, state, worst, () => prints, sources, {...options, left: unmade})
  const all = staleNodes(compiled, state, worst, tests.reads)
  const stale = all.filter(node => made.has(node) || (node.kind === 'view' && !unmade.has(node.name)))
  // a view lies in memory; what may have been stale turns out to be, or not
  const needed = (node: CompiledNode) => node.kind === 'view' || isStale(node, prints, state)
  const spared = new Set<string>()
  const kept = (nodes: readonly CompiledNode[]) => nodes.filter(node => node.kind !== 'view').length
  options.listen({type: 'start', stale: kept(stale.filter(needed)), total: kept(compiled.nodes)})
  await dropObsolete(database, compiled, state)
  await sources.load(new Set([...neededSources(stale), ...tests.sources]))
  const testing = performance.now()
  const failed = await tests.runOnSources(database)
  options.listen({type: 'stage', name: 'data tests of sources', ms: performance.now() - testing})

  const pool = await connections(database, AT_ONCE)
  let done = 0
  const progress = () => ({done: ++done, stale: stale.length - spared.size})
  const outcome = await runTasks(
    [
      ...stale.map(node => ({
        name: node.name,
        after: [...node.upstream, ...node.upstream.map(testsOf)],
        run: () =>
          pool.use(async connection => {
            if (!needed(node)) {
              spared.add(node.name)
              return
            }
            const started = performance.now()
            const told = {type: 'node', name: node.name} as const
            try {
              const computed = await runNode(connection, node, compiled, state, prints)
              const ms = performance.now() - started
              if (node.name === PERIODS)
                prints = fingerprints(compiled, {...given, calendar: await readCalendar(connection)})
              options.listen({...told, status: 'success', ms, ...progress(), ...computed})
            } catch (error) {
              const ms = performance.now() - started
              options.listen({...told, status: 'error', ms, ...progress(), message: (error as Error).message})
              throw error
            }
          }),
      })),
      ...tests.tasks.map(task => ({...task, run: () => pool.use(task.run)})),
    ],
    AT_ONCE,
    {failed, concernsAll, ...(options.failFast === undefined ? {} : {failFast: options.failFast})},
  )
  pool.close()
  const warnings = await tests.finish(database)
  const quarantined = await database.rows<{source: string; rows: number}>(
    'select source, count(*) as rows from meta.quarantine group by source order by source',
  )
  await database.run('detach sources')
  await database.run('detach staging')
  await database.run('checkpoint')
  if (scratch !== undefined) rmSync(scratch, {force: true})
  const failures = failuresOf(outcome)
  for (const [name, because] of failures?.skipped ?? [])
    options.listen({type: 'node', name, status: 'skipped', ms: 0, ...progress(), message: `${because} failed`})
  const lost = new Set([...outcome.failed.keys(), ...outcome.skipped.keys()])
  const names = (nodes: readonly CompiledNode[]) => nodes.filter(node => node.kind !== 'view').map(node => node.name)
  const result: BuildResult = {
    fingerprints: prints,
    rebuilt: names(stale).filter(name => !lost.has(name) && !spared.has(name)),
    left: names(left.filter(node => isStale(node, prints, state))),
    dataEnd: sources.dataEnd,
    warnings,
    quarantined,
  }
  if (failures) throw new BuildError(failures, result)
  return result
}

/** Nodes whose fingerprint differs from what is built; staging views live in memory, so those that a stale node reads count too. */
function staleNodes(
  compiled: Compiled,
  state: State,
  prints: Fingerprints,
  tested: ReadonlySet<string>,
): CompiledNode[] {
  const stale = new Set<string>([...tested].map(name => `needs ${name}`))
  for (const node of [...compiled.nodes].reverse()) {
    if (node.kind === 'view' ? stale.has(`needs ${node.name}`) : isStale(node, prints, state)) {
      stale.add(node.name)
      for (const name of node.upstream) stale.add(`needs ${name}`)
    }
  }
  return compiled.nodes.filter(node => stale.has(node.name))
}

function neededSources(stale: readonly CompiledNode[]): string[] {
  return stale.flatMap(node =>
    node.upstream.filter(name => name.startsWith('source:')).map(name => name.slice('source:'.length)),
  )
}

/** Runs a node in one transaction with the note that it is built. */
async function runNode(
  connection: Database,
  node: CompiledNode,
  compiled: Compiled,
  state: State,
  prints: Fingerprints,
): Promise<{measures?: number; parts?: number; rows?: number}> {
  const note = noteNode(node.name, node.relation, node.kind, prints.nodes.get(node.name)!)
  try {
    if (node.kind === 'view') {
      await connection.run(`create or replace view ${node.relation} as\n${node.sql}`)
      return {}
    }
    await connection.run('begin')
    let computed: {measures?: number; parts?: number} = {}
    if (node.kind === 'measures')
      computed = {measures: await runMeasures(connection, node as MeasureNode, compiled, state, prints)}
    else if (node.kind === 'macro') await connection.run(node.sql)
    else {
      const now = prints.parts.get(node.name)
      const parts = now && (await replaceParts(connection, node, state.parts.get(node.name), now))
      if (parts === undefined) await connection.run(`create or replace table ${node.relation} as\n${node.sql}`)
      else computed = {parts}
      if (now) await connection.run(noteParts(node.name, now))
      const broken: Problem[] = []
      await checkColumns(connection, compiled, node, broken)
      refuse(broken, EXIT.failed)
    }
    await connection.run(note)
    await connection.run(noteInputsOf(compiled, prints, state, node))
    const rows = await rowsOf(connection, node)
    await connection.run('commit')
    return {...computed, ...(rows === undefined ? {} : {rows})}
  } catch (error) {
    await connection.run('rollback').catch(() => undefined) // the statement's own error is what matters
    throw error instanceof ProblemError ? error : new ProblemError([sqlFault(node, error)], EXIT.failed)
  }
}

/** How many rows a table has, or the values of a measure group. */
async function rowsOf(connection: Database, node: CompiledNode): Promise<number | undefined> {
  if (node.kind !== 'table' && node.kind !== 'measures') return undefined
  const ids = node.kind === 'measures' ? (node as MeasureNode).group.map(each => literal(each.measure.id)) : []
  const where = ids.length === 0 ? '' : ` where measure in (${ids.join(', ')})`
  const [counted] = await connection.rows<{n: number}>(`select count(*) as n from ${node.relation}${where}`)
  return counted!.n
}

/** Computes a group's stale measures together, one scan per grain; gives how many. */
async function runMeasures(
  connection: Database,
  node: MeasureNode,
  compiled: Compiled,
  state: State,
  prints: Fingerprints,
): Promise<number> {
  const group = node.group.filter(({measure}) => state.measures.get(measure.id) !== prints.measures.get(measure.id))
  if (group.length === 0) return 0
  const ids = group.map(({measure}) => literal(measure.id)).join(', ')
  await connection.run(`delete from meta.measure_values where measure in (${ids})`)
  for (const grain of GRAINS)
    await connection.run(`insert into meta.measure_values\n${measuresSql(compiled.project, group, grain)}`)
  await connection.run(noteMeasures(group.map(({measure}) => [measure.id, prints.measures.get(measure.id)!])))
  return group.length
}

/** A statement that DuckDB refused, as a problem at its place in the compiled file. */
export function sqlFault(node: CompiledNode, error: unknown): Problem {
  const [message, ...rest] = (error as Error).message.split('\n')
  const line = Number(/LINE (\d+):/.exec(rest.join('\n'))?.[1] ?? Number.NaN)
  const prefix = 1 // `create … as` stands on a line of its own before the compiled statement
  return fault('sql-failed', `${node.name}: ${message}`, {
    file: node.file,
    ...(Number.isNaN(line)
      ? {}
      : {
          hint: `line ${Math.max(1, line - (node.kind === 'macro' ? 0 : prefix))} of its compiled statement, in target/compiled/`,
        }),
  })
}

/** Removes what the project no longer has. */
async function dropObsolete(database: Database, compiled: Compiled, state: State): Promise<void> {
  const names = new Set(compiled.nodes.map(node => node.name))
  const built = await database.rows<{name: string; relation: string; kind: string}>(
    'select name, relation, kind from meta.nodes',
  )
  for (const node of built.filter(each => !names.has(each.name))) {
    const drop =
      node.kind === 'macro'
        ? `drop macro table if exists ${node.relation}`
        : node.kind === 'table'
          ? `drop table if exists ${node.relation}`
          : ''
    await database.run(
      `begin; ${drop === '' ? '' : `${drop};`} delete from meta.nodes where name = ${literal(node.name)}; delete from meta.inputs where subject = ${literal(subject.node(node.name))} or starts_with(subject, ${literal(subject.part(node.name, ''))}); ${noteParts(node.name, new Map())}; commit`,
    )
  }
  const measures = new Set(compiled.project.definitions.measures.keys())
  const gone = [...state.measures.keys()].filter(id => !measures.has(id))
  if (gone.length > 0) {
    const list = gone.map(literal).join(', ')
    await database.run(
      `begin; delete from meta.measure_values where measure in (${list}); delete from meta.measures where measure in (${list});
       delete from meta.inputs where subject in (${gone.map(id => literal(subject.measure(id))).join(', ')}); commit`,
    )
  }
}
