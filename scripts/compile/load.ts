import {join} from 'node:path'
import type {Catalog} from '../catalog/catalog.ts'
import {checkPublish} from '../catalog/check-publish.ts'
import type {Definitions} from '../catalog/definitions.ts'
import {checkFolders} from '../catalog/folders.ts'
import {type Declarations, readDeclarations} from '../catalog/models.ts'
import {type NeededColumn, neededColumns} from '../catalog/needed-columns.ts'
import {readCatalog} from '../catalog/read-catalog.ts'
import {resolveCatalog} from '../catalog/resolve.ts'
import {resolveSettings} from '../catalog/settings.ts'
import {fault, type Problem, ProblemError, refuse} from '../core/problem.ts'
import type {Place, Settings} from '../core/settings.ts'
import {type Database, openSmall} from '../sql/duckdb.ts'
import {readTemplate} from './template-files.ts'
import type {TemplateName} from './template-names.ts'
import {readTemplates, type Templates} from './templates.ts'
import type {Toolbox} from './writers.ts'

/** A project read and checked: the catalog's definitions, the models' declarations and the templates. No data is touched. */
export interface Project {
  /** Absolute. */
  readonly folder: string
  readonly settings: Settings
  readonly catalog: Catalog
  readonly declarations: Declarations
  readonly definitions: Definitions
  readonly templates: Templates
  readonly tools: Toolbox
  /** The columns of facts that the statements of KPIs and components read. */
  readonly needed: readonly NeededColumn[]
  /** Text of one of the templates; throws a problem (status 2) where there is none. */
  templateText(name: TemplateName): string
}

/**
 * Reads a project with the settings of its place, or by its folder alone with those of its settings file; throws every problem of its
 * files at once (status 2).
 */
export async function loadProject(at: string | Place): Promise<Project> {
  const problems: Problem[] = []
  const folder = typeof at === 'string' ? at : at.project
  const settings = (typeof at === 'string' ? undefined : at.settings) ?? resolveSettings({project: folder}, {}).settings
  const catalog = readCatalog(folder, problems)
  if (!catalog) throw new ProblemError(problems)
  const isThere = checkFolders(folder, catalog, problems)
  if (!isThere) throw new ProblemError(problems) // whatever else is missing is missing for this reason
  const declarations = readDeclarations(folder, catalog.paths, problems)
  const templates = readTemplates(
    catalog.paths.macros.map(each => join(folder, each)),
    folder,
    problems,
  )
  const parser = await openSmall()
  try {
    const definitions = await resolveCatalog(catalog, declarations, templates.macros, parser, problems)
    problems.push(...(await reservedNames(catalog, parser)))
    refuse(problems)
    const needed = neededColumns(catalog, definitions, definitions.expressions, declarations, templates.macros)
    checkPublish(catalog, declarations, needed, problems)
    refuse(problems)
    const tools = {templates, declarations, expressions: definitions.expressions, timezone: catalog.timezone}
    const texts = new Map<TemplateName, string>()
    const templateText = (name: TemplateName) => {
      if (!texts.has(name)) texts.set(name, readTemplate({folder, catalog}, name))
      return texts.get(name)!
    }
    return {folder, settings, catalog, declarations, definitions, templates, tools, needed, templateText}
  } finally {
    parser.close()
  }
}

/** Names that become columns, relations or parameters must not be SQL's reserved words. */
async function reservedNames(catalog: Catalog, parser: Database): Promise<Problem[]> {
  const rows = await parser.rows<{word: string}>(
    "select keyword_name as word from duckdb_keywords() where keyword_category = 'reserved'",
  )
  const reserved = new Set(rows.map(row => row.word))
  const names = [
    ...Object.keys(catalog.dimensions).map(name => [name, ['dimensions', name]] as const),
    ...Object.keys(catalog.families).map(name => [name, ['families', name]] as const),
  ]
  return names
    .filter(([name]) => reserved.has(name))
    .map(([name, path]) =>
      fault('reserved-name', `${path.join('.')}: "${name}" is a reserved word of SQL`, {
        ...catalog.yaml.keyPlace(path),
        hint: `for example ${name}s`,
      }),
    )
}
