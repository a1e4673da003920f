import {execFileSync} from 'node:child_process'
import {existsSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {loadProject} from '../../scripts/compile/load.ts'
import {writeSite} from '../../scripts/site/index.ts'
import {openDatabase} from '../../scripts/sql/duckdb.ts'

export const ROOT = join(import.meta.dirname, '../..')

export interface BuiltSite {
  /** The site's own folder. */
  readonly site: string
  readonly warehouse: string
  remove(): void
}

/** Builds this project into a temporary folder; writes the site where the build has not. */
export async function buildSite(): Promise<BuiltSite> {
  const target = mkdtempSync(join(tmpdir(), 'kpi-site-'))
  const output = execFileSync('node', ['bin/kpi.mjs', 'build', '--target', target, '--format', 'json'], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 26,
  })
  const warehouse = join(target, 'warehouse.duckdb')
  let site = join(target, 'site')
  if (!existsSync(join(site, 'index.html'))) {
    const {dataEnd = '2026-10-31 22:59:40', version = 'test'} = JSON.parse(output) as Record<string, string>
    site = join(target, 'written')
    const database = await openDatabase(warehouse, {access_mode: 'READ_ONLY'})
    await writeSite(database, await loadProject(ROOT), site, {version, dataEnd})
    database.close()
  }
  return {site, warehouse, remove: () => rmSync(target, {recursive: true, force: true})}
}
