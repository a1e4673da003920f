import type {Kpi} from '../catalog/definitions.ts'
import type {Project} from '../compile/load.ts'
import {ProblemError} from '../core/problem.ts'
import {readState} from '../execute/state.ts'
import {type Outdated, outdated} from '../plan/outdated.ts'
import {currentVersion} from '../publish/versions.ts'
import {readNote} from '../publish/working-copy.ts'
import type {Database} from '../sql/duckdb.ts'

/** Says of KPIs what has changed in the project since the published warehouse was built. */
export async function outdatedSince(
  project: Project,
  kpis: readonly Kpi[],
  database: Database,
  target: string,
): Promise<Outdated> {
  const version = currentVersion(target)
  if (version === undefined) return {refs: [], models: []} // a warehouse alone does not say what it was built from
  const {nodes, sources} = await readState(database)
  return outdated(project, kpis, {
    nodes,
    sources: new Map([...sources].map(([name, source]) => [name, source.fingerprint])),
    dataEnd: readNote(version).data_end,
  })
}

/** A question that failed, with the models that have changed since the facts were published as its hint; any other error as it is. */
export function withReason(error: unknown, {models}: Outdated): unknown {
  if (!(error instanceof ProblemError) || models.length === 0) return error
  const hint = `${models.join(', ')} ${models.length === 1 ? 'has' : 'have'} changed since the facts were published; run kpi build`
  const explained = error.problems.map(problem => (problem.code === 'query-failed' ? {...problem, hint} : problem))
  return new ProblemError(explained, error.status)
}
