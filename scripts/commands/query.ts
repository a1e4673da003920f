import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {loadProject, type Project} from '../compile/load.ts'
import {EXIT, fault, ProblemError} from '../core/problem.ts'
import {settle} from '../core/settings.ts'
import {type Answer, answer} from '../query/answer.ts'
import {type Question, understand} from '../query/request.ts'
import {compileStatement, type Statement} from '../query/statement.ts'
import {type Database, openDatabase} from '../sql/duckdb.ts'

export interface QueryArguments extends Question {
  readonly project?: string
  readonly target?: string
}

/** `kpi query`: exact values for any period, from the published warehouse. */
export async function query(options: QueryArguments): Promise<{project: Project; answers: Answer[]}> {
  const place = settle(options)
  const project = await loadProject(place.project)
  const asked = understand(options, project)
  const database = await openPublished(place.target)
  try {
    return {project, answers: await answer(database, project, asked)}
  } finally {
    database.close()
  }
}

/** `kpi query --sql`: the statement and what is bound to it. */
export async function querySql(options: QueryArguments): Promise<Statement> {
  const project = await loadProject(settle(options).project)
  return compileStatement(project, understand(options, project))
}

/** Opens the published warehouse for reading; a problem (status 1) before the first build. */
export async function openPublished(target: string): Promise<Database> {
  const file = join(target, 'warehouse.duckdb')
  if (!existsSync(file)) throw new ProblemError([fault('not-built', `there is no warehouse in ${target}`, {hint: 'run kpi build first'})], EXIT.failed)
  return openDatabase(file, {access_mode: 'READ_ONLY'})
}
