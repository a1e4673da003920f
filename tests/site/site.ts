import {join} from 'node:path'
import {demonstration} from '../e2e/demonstration.ts'

export {ROOT} from '../e2e/command-line.ts'

export interface BuiltSite {
  /** The site's own folder, for reading only. */
  readonly site: string
  readonly warehouse: string
}

/** The site of the demonstration data, which all tests share. */
export async function buildSite(): Promise<BuiltSite> {
  const target = await demonstration()
  return {site: join(target, 'site'), warehouse: join(target, 'warehouse.duckdb')}
}
