import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Project} from '../compile/load.ts'
import {fault, ProblemError, refuse} from '../core/problem.ts'
import {withPresentRefs} from './former-refs.ts'
import {importModule} from './import-module.ts'
import {checkPages, defaultPages, type PagesModule} from './pages.ts'

/** The project's `pages.ts`, checked against the catalog, or pages made from the catalog's families; throws every problem of the file (status 2). */
export async function loadPages(project: Project): Promise<PagesModule> {
  const file = join(project.catalog.paths.reports, 'pages.ts')
  const absolute = join(project.folder, file)
  if (!existsSync(absolute)) return defaultPages(project.catalog)
  const {module} = await importModule<PagesModule>(project.folder, file)
  if (!Array.isArray(module.default)) {
    throw new ProblemError([
      fault('no-pages', `${file} has no default export with the list of pages`, {file, line: 1, column: 1}),
    ])
  }
  const present = withPresentRefs(module, project.catalog)
  refuse(checkPages(present, project.catalog, file, readFileSync(absolute, 'utf8')))
  return present
}
