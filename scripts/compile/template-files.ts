import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Catalog} from '../catalog/catalog.ts'
import {fault, ProblemError} from '../core/problem.ts'
import {type TemplateName, templateFile} from './template-names.ts'

/** A template's text; a problem (status 2) where there is none. */
export function readTemplate(
  {folder, catalog}: {readonly folder: string; readonly catalog: Catalog},
  name: TemplateName,
): string {
  const file = templateFile({catalog}, name)
  try {
    return readFileSync(join(folder, file), 'utf8')
  } catch {
    throw new ProblemError([
      fault('missing-template', `the template ${file} does not exist`, {hint: 'see "paths.templates" in the catalog'}),
    ])
  }
}
