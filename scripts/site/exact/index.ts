import {projectScript} from '../../browser/project-image.ts'
import type {Project} from '../../compile/load.ts'
import type {Database} from '../../sql/duckdb.ts'
import type {People} from '../people.ts'
import {engineFiles, type SiteFile} from './engine-files.ts'
import {factsFile} from './facts-file.ts'

/** What the site publishes for exact figures. */
export interface PublishedFacts {
  readonly tables: number
  readonly columns: number
  readonly rows: number
}

/** Everything that the browser needs for any period and filters, below `assets/`; nothing where the project publishes no facts. */
export async function exactFiles(
  database: Database,
  project: Project,
  people: People,
): Promise<{readonly files: readonly SiteFile[]; readonly published?: PublishedFacts}> {
  if (!project.catalog.publish.exact) return {files: []}
  const {bytes, tables, columns, rows} = await factsFile(database, project, people)
  const files = await engineFiles(bytes)
  return {files: [...files, ['project.js', projectScript(project)]], published: {tables, columns, rows}}
}
