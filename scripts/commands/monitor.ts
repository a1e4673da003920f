import {monitorsOf} from '../compile/monitors.ts'
import type {Compiled} from '../compile/project.ts'
import {EXIT, ProblemError} from '../core/problem.ts'
import type {Database} from '../sql/duckdb.ts'
import {runMonitors} from '../verify/monitors.ts'

/** What a monitor has to say after a build. */
export interface MonitorNote {
  readonly name: string
  readonly severity: 'error' | 'warning'
  readonly message: string
}

/**
 * Runs every monitor on a built database. A stale source is told: it makes no figure wrong. An anomaly that the project calls an error
 * stops the build before it publishes (status 1).
 */
export async function watchBuilt(database: Database, compiled: Compiled, dataEnd: string): Promise<MonitorNote[]> {
  const watched = {sourceDays: 'meta.source_days', dataEnd, builtEnd: dataEnd}
  const results = await runMonitors(database, compiled, monitorsOf(compiled.project), watched)
  const stopping = results.filter(({monitor}) => monitor.kind !== 'freshness').flatMap(({problems}) => problems)
  const hint = 'nothing is published; with "severity: warn" it would only be told'
  if (stopping.some(({severity}) => severity === 'error'))
    throw new ProblemError(
      stopping.map(problem => (problem.severity === 'error' ? {...problem, hint} : problem)),
      EXIT.failed,
    )
  return results.flatMap(({monitor, problems}) =>
    problems.map(({severity, message}) => ({name: monitor.name, severity, message})),
  )
}
