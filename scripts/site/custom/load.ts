import {existsSync, readdirSync} from 'node:fs'
import {basename, join} from 'node:path'
import type {Project} from '../../compile/load.ts'
import {fault, type Problem, refuse} from '../../core/problem.ts'
import {suggestion} from '../../core/suggest.ts'
import {type Imported, importModule} from '../import-module.ts'
import type {Page, Refs, Texts} from '../pages.ts'
import type {CustomPage} from './page.ts'

/** A page written in TypeScript, with its file. */
export interface LoadedPage {
  /** The file's name: pages are called after it. */
  readonly id: string
  readonly file: string
  readonly page: CustomPage<Refs, unknown>
  readonly blame: Imported<unknown>['blame']
}

/** The pages of `reports/pages/`, by name; throws what is wrong with them (status 2). Files that begin with `_` are theirs to share. */
export async function loadCustomPages(project: Project, pages: readonly Page[]): Promise<LoadedPage[]> {
  const folder = join(project.catalog.paths.reports, 'pages')
  if (!existsSync(join(project.folder, folder))) return []
  const files = readdirSync(join(project.folder, folder))
    .filter(name => name.endsWith('.ts') && !/^_|\.d\.ts$/.test(name))
    .sort()
  const loaded = await Promise.all(
    files.map(async (name): Promise<LoadedPage> => {
      const file = join(folder, name)
      const {module, blame} = await importModule<{default: CustomPage<Refs, unknown>}>(project.folder, file)
      return {id: basename(name, '.ts'), file, page: module.default, blame}
    }),
  )
  const known = [...pages.map(page => page.id), ...loaded.map(each => each.id)]
  refuse(loaded.flatMap(each => check(each, pages, known, project.catalog.languages)))
  return loaded
}

function check(
  {id, file, page}: LoadedPage,
  pages: readonly Page[],
  known: readonly string[],
  languages: readonly string[],
): Problem[] {
  const at = {file, line: 1, column: 1}
  const problems: Problem[] = []
  if (typeof page?.render !== 'function')
    return [fault('no-page', `${file} has no default export with "title" and "render"`, at)]
  if (!/^[a-z][a-z0-9_]*$/.test(id) || id === 'index')
    problems.push(
      fault(
        'wrong-page-id',
        `${file}: a page's file is named in lower case (letters, digits, underscores), and not index`,
        at,
      ),
    )
  if (pages.some(other => other.id === id))
    problems.push(fault('duplicate-page', `page "${id}" is described in pages.ts, too`, at))
  if (page.after !== undefined && !known.includes(page.after))
    problems.push(
      fault('unknown-page', `page "${id}": there is no page "${page.after}" that it could follow`, {
        ...at,
        hint: suggestion(page.after, known, 'pages'),
      }),
    )
  for (const [what, texts] of [
    ['title', page.title ?? {}],
    ['lead', page.lead],
  ] as [string, Texts | undefined][]) {
    const missing = texts === undefined ? [] : languages.filter(language => !texts[language])
    if (missing.length > 0)
      problems.push(fault('missing-language', `page "${id}": its ${what} has no text for ${missing.join(', ')}`, at))
  }
  return problems
}

/** All pages in the order of the menu; those written in TypeScript have no sections. */
export function inMenu(pages: readonly Page[], custom: readonly LoadedPage[]): Page[] {
  const all = [...pages]
  const rest = [...custom]
  while (rest.length > 0) {
    // a page may follow another one of these; of two that follow each other, the first by name comes last
    const next = Math.max(
      0,
      rest.findIndex(({page}) => page.after === undefined || all.some(each => each.id === page.after)),
    )
    const [{id, page}] = rest.splice(next, 1) as [LoadedPage]
    const before = all.findIndex(each => each.id === page.after)
    const {title, lead} = page
    all.splice(before < 0 ? all.length : before + 1, 0, {
      id,
      title,
      ...(lead === undefined ? {} : {lead}),
      sections: [],
    })
  }
  return all
}
