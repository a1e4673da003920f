import {join} from 'node:path'
import type {Compiled} from '../compile/project.ts'
import {EXIT, fault, ProblemError} from '../core/problem.ts'
import type {Settings} from '../core/settings.ts'
import type {Listener} from '../execute/events.ts'
import {MEMORY} from '../execute/memory.ts'
import {runTasks, type Task} from '../execute/schedule.ts'
import {prepareSources, writeDataEnd} from '../execute/sources.ts'
import {openState} from '../execute/state.ts'
import {withUpstream} from '../plan/select.ts'
import {connections} from '../sql/connections.ts'
import {type Database, identifier, literal, openDatabase} from '../sql/duckdb.ts'
import {replaySql} from '../warehouse/replay.ts'
import type {Instant} from './instants.ts'

/** The sources as a whole, beside the views that show them as they stood. */
const whole = (source: string) => identifier(`${source} as it is`)

/** Statements that run at once. */
const AT_ONCE = 2

/** A database in which the facts can be put back to how they stood at an instant, beside what is published (`today`). */
export interface Replays {
  readonly database: Database
  /** Builds the facts as they stood. */
  to(instant: Instant): Promise<void>
  /** The same statements on two connections at once. */
  parallel(works: readonly ((connection: Database) => Promise<void>)[]): Promise<void>
  close(): void
}

/**
 * Loads the sources once and attaches the published warehouse. Sources that are not those of the published build are a problem (status
 * 1): then today's values would differ for another reason.
 */
export async function openReplays(
  compiled: Compiled,
  facts: ReadonlySet<string>,
  target: string,
  options: {
    readonly sources?: string | undefined
    readonly onBadRows?: 'fail' | 'quarantine' | undefined
    readonly settings?: Settings | undefined
    readonly listen: Listener
  },
): Promise<Replays> {
  const {project} = compiled
  const database = await openDatabase(':memory:', {...MEMORY, ...options.settings?.limits})
  try {
    await database.run(`attach ${literal(join(target, 'warehouse.duckdb'))} as today (read_only)`)
    const state = await openState(database)
    await database.run("attach ':memory:' as staging")
    await database.run("attach ':memory:' as sources")
    await database.run('create schema audit')
    const {sources, onBadRows, settings, listen} = options
    const prepared = await prepareSources(database, project, state, {
      ...(sources === undefined ? {} : {sources}),
      ...(onBadRows === undefined ? {} : {onBadRows}),
      ...(settings?.sample === undefined ? {} : {sample: settings.sample}),
      listen,
    })
    checkSources(
      await database.rows('select name, fingerprint from today.meta.sources order by name'),
      prepared.fingerprints,
    )
    const views = await database.rows<{view_name: string}>(
      "select view_name from duckdb_views() where database_name = 'sources'",
    )
    for (const name of prepared.fingerprints.keys()) {
      const kind = views.some(view => view.view_name === name) ? 'view' : 'table' // Parquet files are read where they lie
      await database.run(`alter ${kind} sources.main.${identifier(name)} rename to ${whole(name)}`)
    }
  } catch (error) {
    database.close()
    throw error
  }
  const wanted = withUpstream(compiled.nodes, facts)
  const nodes = compiled.nodes.filter(
    node => wanted.has(node.name) && (node.layer === 'staging' || node.layer === 'facts'),
  )
  const pool = await connections(database, AT_ONCE)
  return {
    database,
    to: async instant => {
      for (const source of project.declarations.sources.values()) {
        const rowsOf = `select * from sources.main.${whole(source.name)}`
        await database.run(
          `create or replace view sources.main.${identifier(source.name)} as ${replaySql(source, rowsOf, instant.utc, project)}`,
        )
      }
      await writeDataEnd(database, project, instant.utc)
      await runAll(
        nodes.map(node => ({
          name: node.name,
          after: node.upstream,
          run: () =>
            pool.use(connection =>
              connection.run(
                `create or replace ${node.kind === 'view' ? 'view' : 'table'} ${node.relation} as\n${node.sql}`,
              ),
            ),
        })),
      )
    },
    parallel: works => runAll(works.map((work, i) => ({name: String(i), after: [], run: () => pool.use(work)}))),
    close: () => {
      pool.close()
      database.close()
    },
  }
}

/** Runs tasks, two at a time; throws the first failure. */
async function runAll(tasks: readonly Task[]): Promise<void> {
  const {failed} = await runTasks(tasks, AT_ONCE)
  for (const error of failed.values()) throw error
}

function checkSources(
  published: readonly {readonly name: string; readonly fingerprint: string}[],
  found: ReadonlyMap<string, string>,
): void {
  const changed = published.filter(each => found.get(each.name) !== each.fingerprint).map(each => each.name)
  if (changed.length === 0) return
  throw new ProblemError(
    [
      fault('sources-changed', `not what the published build has read: ${changed.join(', ')}`, {
        hint: 'run kpi build first, with the same --sources and --on-bad-rows, and without --as-of',
      }),
    ],
    EXIT.failed,
  )
}
