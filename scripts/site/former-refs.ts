import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {aliasesOf, presentRefs} from '../catalog/aliases.ts'
import type {Catalog} from '../catalog/catalog.ts'
import type {Problem} from '../core/problem.ts'
import type {Page, PagesModule, Section} from './pages.ts'

/** Pages with the present references in place of former ones. */
export function withPresentRefs(module: PagesModule, catalog: Pick<Catalog, 'kpis' | 'components'>): PagesModule {
  const aliases = aliasesOf(catalog)
  if (aliases.size === 0) return module
  const one = (ref: string) => aliases.get(ref) ?? ref
  const section = (each: Section): Section => ({
    ...each,
    ...(each.highlights ? {highlights: each.highlights.map(one)} : {}),
    ...(each.cards && !('family' in each.cards) ? {cards: each.cards.map(one)} : {}),
    ...(each.charts ? {charts: each.charts.map(one)} : {}),
    ...(each.tables ? {tables: each.tables.map(one)} : {}),
    ...(each.chosen ? {chosen: each.chosen.map(one)} : {}),
    ...(each.when === undefined ? {} : {when: one(each.when)}),
  })
  const page = (each: Page): Page =>
    each.sections === 'headlines' ? each : {...each, sections: each.sections.map(section)}
  return {...module, default: module.default.map(page)}
}

/** Warnings of the reports' TypeScript: references in quotes that are former or deprecated, each at its place. */
export function outdatedRefs(folder: string, catalog: Catalog): Problem[] {
  const {reports} = catalog.paths
  if (!existsSync(join(folder, reports))) return []
  const files = readdirSync(join(folder, reports), {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts') && entry.name !== 'types.ts')
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
  return files.flatMap(file =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .flatMap((line, i) =>
        [...line.matchAll(/(['"`])([A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+)\1/g)].flatMap(({index, 2: ref}) =>
          presentRefs(catalog, [ref!]).warnings.map(
            (each): Problem => ({...each, file, line: i + 1, column: index + 2, length: ref!.length}),
          ),
        ),
      ),
  )
}
