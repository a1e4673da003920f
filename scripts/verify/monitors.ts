import type {FreshnessMonitor, Monitor, RowMonitor, ValueMonitor} from '../compile/monitors.ts'
import type {Compiled} from '../compile/project.ts'
import type {Problem} from '../core/problem.ts'
import {type Database, identifier, literal} from '../sql/duckdb.ts'
import {type Anomaly, judge, type Point} from './anomaly.ts'
import {describeAge, describeAnomaly} from './monitor-words.ts'

/** How a monitor came out; `unknown` where there is nothing to judge: no data, too short a history, nothing built. */
export interface MonitorResult {
  readonly monitor: Monitor
  readonly state: 'passed' | 'failed' | 'unknown'
  /** Of freshness: the latest row (UTC) and how many seconds before the end of the data it lies. */
  readonly latest?: string | null
  readonly age?: number
  /** Of anomalies: how many periods were judged, and those out of line. */
  readonly judged?: number
  readonly anomalies?: readonly Anomaly[]
  readonly problems: readonly Problem[]
  /** Milliseconds. */
  readonly ms: number
}

/** Where monitors look. */
export interface Watched {
  /** Relation of what was noted of the sources (`meta.source_days`). */
  readonly sourceDays: string
  /** The end of the sources' data, or the instant given; UTC, empty where there is none. */
  readonly dataEnd: string
  /** The end of the data that facts and marts were built from. */
  readonly builtEnd: string
}

/** Runs monitors on what is built. Problems have the severity that the project gives them; nothing is thrown for them. */
export async function runMonitors(
  database: Database,
  compiled: Compiled,
  monitors: readonly Monitor[],
  watched: Watched,
): Promise<MonitorResult[]> {
  const results: MonitorResult[] = []
  for (const monitor of monitors) {
    const started = performance.now()
    const result =
      monitor.kind === 'freshness'
        ? await runFreshness(database, monitor, watched)
        : await runAnomalies(database, compiled, monitor, watched)
    results.push({...result, ms: performance.now() - started})
  }
  return results
}

async function runFreshness(
  database: Database,
  monitor: FreshnessMonitor,
  {sourceDays, dataEnd}: Watched,
): Promise<Omit<MonitorResult, 'ms'>> {
  if (dataEnd === '') return {monitor, state: 'unknown', problems: []}
  const [row] = await database.rows<{latest: string | null; age: number | null}>(
    `select cast(max(latest) as varchar) as latest,
       date_diff('microsecond', max(latest), timestamp ${literal(dataEnd)}) / 1000000 as age
     from ${sourceDays}
     where source = ${literal(monitor.source)} and column_name = ${literal(monitor.column)}`,
  )
  const latest = row?.latest ?? null
  const age = latest === null ? Number.POSITIVE_INFINITY : Math.max(0, Number(row!.age))
  const {errorAfter = Number.POSITIVE_INFINITY, warnAfter = Number.POSITIVE_INFINITY} = monitor
  const isEmpty = latest === null
  const severity =
    age > errorAfter || (isEmpty && monitor.errorAfter !== undefined)
      ? 'error'
      : age > warnAfter || isEmpty
        ? 'warning'
        : undefined
  const about = {monitor, latest, ...(isEmpty ? {} : {age})}
  if (severity === undefined) return {...about, state: 'passed', problems: []}
  const limit = severity === 'error' ? monitor.errorAfter! : (monitor.warnAfter ?? monitor.errorAfter!)
  const message = describeAge(monitor, latest, age, limit, dataEnd)
  return {...about, state: 'failed', problems: [{code: 'stale-source', severity, message, ...monitor.place}]}
}

async function runAnomalies(
  database: Database,
  compiled: Compiled,
  monitor: RowMonitor | ValueMonitor,
  watched: Watched,
): Promise<Omit<MonitorResult, 'ms'>> {
  const points = await pointsOf(database, compiled, monitor, watched)
  const {judged, anomalies} = judge(points, monitor.kind === 'value' ? monitor.unit : 'count', monitor.rule)
  const severity = monitor.rule.severity === 'error' ? 'error' : 'warning'
  const code = monitor.kind === 'value' ? 'unusual-value' : 'unusual-row-count'
  return {
    monitor,
    state: judged === 0 ? 'unknown' : anomalies.length > 0 ? 'failed' : 'passed',
    judged,
    anomalies,
    problems: anomalies.map(each => ({code, severity, message: describeAnomaly(monitor, each), ...monitor.place})),
  }
}

/** The series of a monitor: its closed periods, the oldest first. */
async function pointsOf(
  database: Database,
  compiled: Compiled,
  monitor: RowMonitor | ValueMonitor,
  watched: Watched,
): Promise<Point[]> {
  const {grain} = monitor.rule
  if (monitor.kind === 'value')
    return database.rows<{start: string; value: number | null; sample: number}>(
      `select cast(period_start as varchar) as start, value, sample_size as sample
       from marts.kpi_values
       where kpi_ref = ${literal(monitor.ref)} and grain = ${literal(grain)} and dimension = 'total' and is_complete
       order by period_start`,
    )
  const isSource = monitor.subject.startsWith('source:')
  const end = isSource ? watched.dataEnd : watched.builtEnd
  if (end === '') return []
  const {timezone} = compiled.project.catalog
  const macro = (moment: string) => compiled.project.templates.macro('local_time', {moment, timezone}).trim()
  const days = isSource
    ? `select day, row_count as n from ${watched.sourceDays} where source = ${literal(monitor.subject.slice('source:'.length))} and column_name = ${literal(monitor.column)} and day is not null`
    : `select ${dayOf(compiled, monitor, macro)} as day, count(*) as n from ${relationOf(compiled, monitor)} where ${identifier(monitor.column)} is not null group by 1`
  // every period from the first with a row to the last that had ended, also those without rows
  return database.rows<{start: string; value: number; sample: number}>(
    `with days as (${days}),
     counted as (select cast(date_trunc(${literal(grain)}, day) as date) as start, sum(n) as n from days group by 1),
     periods as (
       select cast(unnest(generate_series(min(start), cast(${macro(`timestamp ${literal(end)}`)} as date), interval 1 ${grain})) as date) as start
       from counted
     )
     select cast(periods.start as varchar) as start, cast(coalesce(counted.n, 0) as double) as value, cast(coalesce(counted.n, 0) as bigint) as sample
     from periods left join counted on periods.start = counted.start
     where cast(periods.start + interval 1 ${grain} as timestamp) <= ${macro(`timestamp ${literal(end)}`)}
     order by periods.start`,
  )
}

function relationOf({nodes}: Compiled, {subject}: RowMonitor): string {
  return nodes.find(node => node.name === subject)!.relation
}

/** The local day of a model's column. */
function dayOf({project}: Compiled, {subject, column}: RowMonitor, local: (moment: string) => string): string {
  const isDate = project.declarations.models.get(subject)?.columns?.[column]?.type === 'DATE'
  return isDate ? identifier(column) : `cast(${local(identifier(column))} as date)`
}
