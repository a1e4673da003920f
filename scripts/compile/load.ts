import {join} from 'node:path'
import {type Catalog, readCatalog} from '../catalog/catalog.ts'
import type {Definitions} from '../catalog/definitions.ts'
import {type Declarations, readDeclarations} from '../catalog/models.ts'
import {resolveCatalog} from '../catalog/resolve.ts'
import {type Problem, ProblemError, refuse} from '../core/problem.ts'
import {openDatabase} from '../sql/duckdb.ts'
import {readTemplates, type Templates} from './templates.ts'
import type {Toolbox} from './writers.ts'

/** A project read and checked: the catalog's definitions, the models' declarations and the templates. No data is touched. */
export interface Project {
  /** Absolute. */
  readonly folder: string
  readonly catalog: Catalog
  readonly declarations: Declarations
  readonly definitions: Definitions
  readonly templates: Templates
  readonly tools: Toolbox
}

/** Reads a project; throws every problem of its files at once (status 2). */
export async function loadProject(folder: string): Promise<Project> {
  const problems: Problem[] = []
  const catalog = readCatalog(folder, problems)
  if (!catalog) throw new ProblemError(problems)
  const declarations = readDeclarations(folder, [...catalog.paths.models, catalog.paths.templates], problems)
  const templates = readTemplates(
    catalog.paths.macros.map(each => join(folder, each)),
    folder,
    problems,
  )
  const parser = await openDatabase()
  try {
    const definitions = await resolveCatalog(catalog, declarations, templates.macros, parser, problems)
    refuse(problems)
    const tools = {templates, declarations, expressions: definitions.expressions, timezone: catalog.timezone}
    return {folder, catalog, declarations, definitions, templates, tools}
  } finally {
    parser.close()
  }
}
