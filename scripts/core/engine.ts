import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {version as databaseVersion} from '@duckdb/node-api'

let known: string | undefined

/** The engine's version and the database's: another one may compute other values from the same statements, so everything is computed anew. */
export function dataEngine(): string {
  known ??= `${packageVersion()} ${databaseVersion()}`
  return known
}

/** The engine's version, down to its sources: another one may render the site differently. */
export function siteEngine(): string {
  return `${packageVersion()} ${process.env.KPI_ENGINE ?? ''}`
}

function packageVersion(): string {
  return (JSON.parse(readFileSync(join(process.env.KPI_ROOT!, 'package.json'), 'utf8')) as {version: string}).version
}
