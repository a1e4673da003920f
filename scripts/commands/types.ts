import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {loadProject, type Project} from '../compile/load.ts'
import {compileProject} from '../compile/project.ts'
import {refuse} from '../core/problem.ts'
import {settle} from '../core/settings.ts'
import {martColumns, TYPES_FILE, typesText} from '../site/types.ts'
import type {Database} from '../sql/duckdb.ts'
import {bindProject} from '../verify/check.ts'

/** A project's module of types: where it belongs, relative to the project, and what it should hold. */
export interface Types {
  readonly file: string
  readonly text: string
  readonly isFresh: boolean
}

/** `kpi types`: the types of a project's names and marts. Throws what is wrong with the project (status 2). */
export async function types(options: {project?: string}): Promise<Types> {
  const compiled = compileProject(await loadProject(settle(options)))
  let found: Types | undefined
  const problems = await bindProject(compiled, async database => {
    found = await typesIn(compiled.project, database)
  })
  refuse(problems)
  return found!
}

/** Writes the module into a project's folder where it is not fresh. */
export function writeTypes(folder: string, {file, text, isFresh}: Types): void {
  if (isFresh) return
  const path = join(folder, file)
  mkdirSync(dirname(path), {recursive: true})
  writeFileSync(path, text)
}

/** Keeps the module of a project that has pages in TypeScript current; `database` has the project's marts. */
export async function refreshTypes(project: Project, database: Database): Promise<void> {
  const reports = join(project.folder, project.catalog.paths.reports)
  if (['pages.ts', 'pages', TYPES_FILE].some(name => existsSync(join(reports, name))))
    writeTypes(project.folder, await typesIn(project, database))
}

async function typesIn(project: Project, database: Database): Promise<Types> {
  const file = join(project.catalog.paths.reports, TYPES_FILE)
  const text = typesText(project, await martColumns(database))
  return {file, text, isFresh: read(join(project.folder, file)) === text}
}

function read(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
