import type {Project} from './load.ts'
import {type TemplateName, templateFile} from './template-names.ts'

/** Renders one of the templates in the project's `templates` folder. */
export function renderTemplate(project: Project, name: TemplateName, context: object): string {
  return project.templates.render({file: templateFile(project, name), text: project.templateText(name)}, context)
}
