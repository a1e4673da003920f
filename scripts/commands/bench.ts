import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {combineContext} from '../compile/combine.ts'
import {loadProject} from '../compile/load.ts'
import {type MeasureNode, measuresSql} from '../compile/marts.ts'
import {type Compiled, compileProject} from '../compile/project.ts'
import {renderTemplate} from '../compile/render-template.ts'
import {GRAINS} from '../core/days.ts'
import {settle} from '../core/settings.ts'
import {MEMORY} from '../execute/memory.ts'
import {prepareSources} from '../execute/sources.ts'
import {openState} from '../execute/state.ts'
import {type Database, literal, openDatabase} from '../sql/duckdb.ts'
import {build} from './build.ts'

/** Times in milliseconds; `peak` is the process's largest resident size in bytes. */
export interface BenchResult {
  /** A whole build from nothing: reading, tests, models, marts, Parquet, site. */
  readonly build: number
  readonly stages: Readonly<Record<string, number>>
  /** The same compiled statements, one after another on one connection, nothing else. */
  readonly straight: number
  /** The measures and KPIs in groups, as a build computes them, and one statement per KPI and grain. */
  readonly grouped: number
  /** Null where it was not asked for. */
  readonly perKpi: number | null
  readonly rows: number
  readonly peak: number
}

/** `kpi bench`: what a build costs beside its own SQL run straight through DuckDB, and beside one query per KPI. */
export async function bench(options: {project?: string; sources?: string; perKpi: boolean}): Promise<BenchResult> {
  const place = settle(options)
  const folder = mkdtempSync(join(tmpdir(), 'kpi-bench-'))
  try {
    const stages: Record<string, number> = {}
    let rows = 0
    const summary = await build({...options, target: join(folder, 'build')}, event => {
      if (event.type === 'source') rows += event.rows
      if (event.type === 'stage' || event.type === 'source') {
        const name = event.type === 'stage' ? event.name : 'reading'
        stages[name] = (stages[name] ?? 0) + event.ms
      }
    })
    const compiled = compileProject(await loadProject(place))
    const file = join(folder, 'straight.duckdb')
    const straight = await timed(() => runStraight(compiled, place.sources, file, folder))
    const database = await openDatabase(file, MEMORY)
    try {
      const grouped = await timed(() => runGrouped(database, compiled))
      const perKpi = options.perKpi ? await timed(() => runPerKpi(database, compiled)) : null
      return {build: summary.ms, stages, straight, grouped, perKpi, rows, peak: process.resourceUsage().maxRSS * 1024}
    } finally {
      database.close()
    }
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

async function runStraight(
  compiled: Compiled,
  sources: string | undefined,
  file: string,
  folder: string,
): Promise<void> {
  const database = await openDatabase(file, MEMORY)
  const state = await openState(database)
  await database.run("attach ':memory:' as staging")
  await database.run(`attach ${literal(join(folder, 'sources.duckdb'))} as sources`)
  await prepareSources(database, compiled.project, state, {sources, listen: () => undefined})
  for (const node of compiled.nodes) {
    if (node.kind === 'measures') {
      const {group} = node as MeasureNode
      for (const grain of GRAINS)
        await database.run(`insert into meta.measure_values\n${measuresSql(compiled.project, group, grain)}`)
    } else if (node.kind === 'macro') await database.run(node.sql)
    else await database.run(`create ${node.kind} ${node.relation} as\n${node.sql}`)
  }
  await database.run('checkpoint')
  database.close()
}

/** What a build does between facts and marts.kpi_values: the KPIs' measures only, not those of charts. */
async function runGrouped(database: Database, compiled: Compiled): Promise<void> {
  const {kpis} = compiled.project.definitions
  const wanted = new Map<string, Set<string>>()
  for (const kpi of kpis.values())
    for (const {id} of kpi.measures) wanted.set(id, new Set([...(wanted.get(id) ?? []), ...kpi.dimensions]))
  await database.run('create temp table grouped as select * from meta.measure_values limit 0')
  for (const node of compiled.nodes) {
    if (node.kind !== 'measures') continue
    const group = (node as MeasureNode).group.flatMap(each => {
      const dimensions = wanted.get(each.measure.id)
      return dimensions ? [{...each, dimensions: each.dimensions.filter(name => dimensions.has(name))}] : []
    })
    if (group.length === 0) continue
    for (const grain of GRAINS)
      await database.run(`insert into grouped\n${measuresSql(compiled.project, group, grain)}`)
  }
  await database.run(
    `create temp table grouped_values as\n${compiled.nodes.find(node => node.name === 'kpi_values')!.sql}`,
  )
}

/** The same KPIs, each by itself: its measures for every grain, then its values. */
async function runPerKpi(database: Database, compiled: Compiled): Promise<void> {
  const {project} = compiled
  await database.run('create temp table alone as select * from meta.measure_values limit 0')
  for (const kpi of project.definitions.kpis.values()) {
    await database.run('delete from alone')
    for (const measure of kpi.measures) {
      const wanted = [{measure, dimensions: kpi.dimensions}]
      for (const grain of GRAINS) await database.run(`insert into alone\n${measuresSql(project, wanted, grain, true)}`)
    }
    const combine = combineContext([kpi], project.tools, true, (_, measure) => measure.id)
    const promises = [{ref: kpi.ref, fluctuates_by: [], days: 0}]
    const sql = renderTemplate(project, 'kpi_values', {combine, promises}).replace(
      'from meta.measure_values as stored',
      'from alone as stored',
    )
    await database.run(`create or replace temp table alone_values as\n${sql}`)
  }
}
