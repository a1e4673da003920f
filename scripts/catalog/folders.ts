import {statSync} from 'node:fs'
import {join} from 'node:path'
import {fault, type Problem} from '../core/problem.ts'
import type {Catalog} from './catalog.ts'

/**
 * Whether the folders are there without which nothing can be compiled; one that isn't is a problem, at the place in the catalog that
 * names it.
 */
export function checkFolders(project: string, {paths, yaml}: Catalog, problems: Problem[]): boolean {
  const needed = [
    ...paths.models.map((folder, i) => ({what: 'models', folder, path: ['paths', 'models', i]})),
    ...paths.macros.map((folder, i) => ({what: 'macros', folder, path: ['paths', 'macros', i]})),
    {what: 'templates of marts', folder: paths.templates, path: ['paths', 'templates']},
  ]
  const told = new Set<string>()
  for (const {what, folder, path} of needed) {
    if (told.has(folder) || isFolder(join(project, folder))) continue
    told.add(folder)
    const isNamed = hasKey(yaml.data, path)
    problems.push(
      fault('missing-folder', `${what}: there is no folder ${folder} in the project`, {
        ...(isNamed ? yaml.place(path) : {}),
        hint: isNamed
          ? 'paths are relative to the project'
          : `make it, or say in ${yaml.file} where it is: paths: {${String(path[1])}: …}`,
      }),
    )
  }
  return told.size === 0
}

function isFolder(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isDirectory() ?? false
}

function hasKey(data: unknown, path: readonly (string | number)[]): boolean {
  let at = data
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !(key in at)) return false
    at = (at as Record<string | number, unknown>)[key]
  }
  return true
}
