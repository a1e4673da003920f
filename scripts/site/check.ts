import type {Project} from '../compile/load.ts'
import {readAssets} from './assets.ts'
import {loadCustomPages} from './custom/load.ts'
import {loadPages} from './load-pages.ts'
import {loadTheme} from './theme/theme.ts'

/** Reads everything in `reports/` from which the site is made; throws what is wrong with it (status 2). */
export async function checkReports(project: Project): Promise<void> {
  const {default: pages} = await loadPages(project)
  await loadCustomPages(project, pages)
  loadTheme(project, (await readAssets(project)).style)
}
