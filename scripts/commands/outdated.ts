import type {Kpi} from '../catalog/definitions.ts'
import type {Project} from '../compile/load.ts'
import {EXIT, fault, ProblemError} from '../core/problem.ts'
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

/** What a question comes to that the published facts can't answer because the models have changed since; any other error as it is. */
export function unanswerable(error: unknown, {models}: Outdated): unknown {
  if (error instanceof ProblemError || models.length === 0) return error
  const [message] = (error as Error).message.split('\n')
  return new ProblemError(
    [
      fault('stale-facts', `the published facts can't answer by the catalog as it is now: ${message}`, {
        hint: `${models.join(', ')} ${models.length === 1 ? 'has' : 'have'} changed since they were built; run kpi build`,
      }),
    ],
    EXIT.failed,
  )
}
