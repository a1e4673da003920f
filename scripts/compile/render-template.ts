import type {Catalog} from '../catalog/catalog.ts'
import type {Project} from './load.ts'
import type {TemplateName} from './models.ts'

/** Renders one of the templates in the project's `templates` folder. */
export function renderTemplate(project: Project, name: TemplateName, context: object): string {
  return project.templates.render({file: templateFile(project, name), text: project.templateText(name)}, context)
}

/** Path of a template, relative to the project. */
export function templateFile({catalog}: {readonly catalog: Catalog}, name: TemplateName): string {
  return `${catalog.paths.templates.replace(/\/+$/, '')}/${name}.sql`
}
