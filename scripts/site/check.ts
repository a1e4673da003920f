import type {Project} from '../compile/load.ts'
import {readAssets} from './assets.ts'
import {loadPages} from './load-pages.ts'
import {loadTheme} from './theme/theme.ts'

/** Reads everything in `reports/` from which the site is made; throws what is wrong with it (status 2). */
export async function checkReports(project: Project): Promise<void> {
  await loadPages(project)
  loadTheme(project, (await readAssets(project)).style)
}
