import {join} from 'node:path'
import {expect, test} from 'vitest'
import {loadProject} from '../../scripts/compile/load.ts'
import {type Compiled, compileProject} from '../../scripts/compile/project.ts'
import {type BuildResult, build} from '../../scripts/execute/build.ts'
import {readInputs} from '../../scripts/execute/inputs.ts'
import {openState, readKinds, readState} from '../../scripts/execute/state.ts'
import {planWork} from '../../scripts/plan/plan.ts'
import {type Database, openDatabase, openSmall} from '../../scripts/sql/duckdb.ts'
import {temporaryFolder} from '../e2e/command-line.ts'
import {editings, PLAIN, type Standing, writeProject} from './edits.ts'
import {check, TIMEOUT} from './run.ts'

const folder = temporaryFolder()
const listen = () => undefined

/** Everything that a database holds for its readers: rows of marts in their order, others in any; macros; the bookkeeping. */
async function contentOf(database: Database): Promise<Record<string, unknown>> {
  const tables = await database.rows<{name: string}>(
    `select schema_name || '.' || table_name as name from duckdb_tables()
     where database_name = current_database() and schema_name in ('facts', 'marts', 'meta') and table_name not in ('sources', 'inputs', 'tests')
     order by name`,
  )
  const found: Record<string, unknown> = {}
  for (const {name} of tables) {
    const rows = await database.rows(
      `select columns(*)::varchar from ${name}${name.startsWith('marts.') ? '' : ' order by all'}`,
    )
    found[name] = rows.map(row => JSON.stringify(row))
  }
  found.macros = await database.rows(
    `select function_name as name, macro_definition as text from duckdb_functions() where schema_name = 'marts' and not internal order by name`,
  )
  return found
}

/** What the plan says before a build must be what that build then does. */
async function planned(database: Database, compiled: Compiled, after: () => Promise<BuildResult>) {
  const {nodes, measures, parts, calendar} = await openState(database)
  const built = {
    ...{nodes: new Map(nodes), measures: new Map(measures), parts, calendar},
    kinds: await readKinds(database),
    inputs: await readInputs(database),
  }
  const result = await after()
  const sources = new Map(
    [...result.fingerprints.made].flatMap(([name, print]) =>
      name.startsWith('source:') ? [[name.slice('source:'.length), print] as const] : [],
    ),
  )
  const {work} = planWork(compiled, {sources, dataEnd: result.dataEnd}, built, undefined)
  const names = work.build.map(node => node.name)
  const moved = calendar !== '' && (await readState(database)).calendar !== calendar
  expect(result.rebuilt.filter(name => !names.includes(name))).toEqual(moved ? expect.arrayContaining([]) : [])
  if (moved) expect(result.rebuilt.filter(name => !names.includes(name) && !work.perhaps.includes(name))).toEqual([])
  expect(names.filter(name => !result.rebuilt.includes(name))).toEqual([])
  for (const node of work.build) {
    const reasons = [...node.reasons, ...(node.parts ?? []).flatMap(part => part.reasons)]
    expect(reasons, node.name).not.toEqual([])
    for (const part of node.parts ?? []) expect(part.reasons, `${node.name} ${part.name}`).not.toEqual([])
    // what is stale always has a cause: an unknown one would be told as another engine
    expect(
      reasons.map(reason => reason.input),
      node.name,
    ).not.toContain('engine')
  }
}

test(
  'after any edits, a build that does only what is stale gives what one from nothing gives, and does what was planned',
  () =>
    check(editings(), 1, async standings => {
      const database = await openDatabase()
      try {
        for (const standing of [PLAIN, ...standings]) {
          const project = writeProject(join(folder, 'project'), standing)
          const compiled = compileProject(await loadProject(project))
          const incremental = () => build(database, compiled, {listen, failures: join(folder, 'failures')})
          if (standing.broken) {
            await expect(incremental()).rejects.toThrow('broken')
            for (const name of ['sources', 'staging']) await database.run(`detach database if exists ${name}`)
            continue
          }
          await planned(database, compiled, incremental)
          await expectSame(database, compiled, standing)
        }
      } finally {
        database.close()
      }
    }),
  TIMEOUT,
)

async function expectSame(database: Database, compiled: Compiled, standing: Standing): Promise<void> {
  const whole = await openSmall()
  try {
    await build(whole, compiled, {listen, failures: join(folder, 'failures')})
    const [is, shouldBe] = [await contentOf(database), await contentOf(whole)]
    expect(Object.keys(is)).toEqual(Object.keys(shouldBe))
    expect(Object.keys(is).length).toBeGreaterThan(20)
    for (const [name, rows] of Object.entries(shouldBe)) {
      // group names are numbered in the order of the catalog: which is how a measure was computed, not what
      if (name === 'meta.nodes') continue
      expect(is[name], `${name} of ${JSON.stringify(standing)}`).toEqual(rows)
    }
  } finally {
    whole.close()
  }
}
