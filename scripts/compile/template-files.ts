import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fault, ProblemError} from '../core/problem.ts'
import type {Project} from './load.ts'
import type {TemplateName} from './models.ts'

/** Renders one of the templates in the project's `templates` folder. */
export function renderTemplate(project: Project, name: TemplateName, context: object): string {
  return project.templates.render({file: templateFile(project, name), text: readTemplate(project, name)}, context)
}

/** A template's text; a problem (status 2) where there is none. */
export function readTemplate(project: Project, name: TemplateName): string {
  const file = templateFile(project, name)
  try {
    return readFileSync(join(project.folder, file), 'utf8')
  } catch {
    throw new ProblemError([
      fault('missing-template', `the template ${file} does not exist`, {hint: 'see "paths.templates" in the catalog'}),
    ])
  }
}

/** Path of a template, relative to the project. */
export function templateFile(project: Project, name: TemplateName): string {
  return join(project.catalog.paths.templates, `${name}.sql`)
}
