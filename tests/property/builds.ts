import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Compiled} from '../../scripts/compile/project.ts'
import {build} from '../../scripts/execute/build.ts'
import {type Database, openDatabase} from '../../scripts/sql/duckdb.ts'
import type {Scalar, SourceRow, Sources} from './contract.ts'

/** Builds everything in memory from sources written as CSV files, and hands the database over. */
export async function withBuild<T>(
  compiled: Compiled,
  sources: Sources,
  asOf: number | undefined,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'kpi-property-'))
  const database = await openDatabase()
  try {
    writeSources(compiled, sources, folder)
    await build(database, compiled, {
      sources: folder,
      listen: () => undefined,
      ...(asOf === undefined ? {} : {asOf: new Date(asOf).toISOString().replace('T', ' ').replace(/Z$/, '')}),
    })
    return await use(database)
  } finally {
    database.close()
    rmSync(folder, {recursive: true, force: true})
  }
}

/** One file per declared source, without rows where there are none. */
function writeSources(compiled: Compiled, sources: Sources, folder: string): void {
  mkdirSync(folder, {recursive: true})
  for (const source of compiled.project.declarations.sources.values()) {
    const columns = Object.keys(source.columns)
    const lines = ((sources[source.name] ?? []) as readonly SourceRow[]).map(row =>
      columns.map(column => field(row[column] ?? null)).join(','),
    )
    writeFileSync(join(folder, `${source.name}.csv`), `${[columns.join(','), ...lines].join('\n')}\n`)
  }
}

function field(value: Scalar): string {
  const text = value === null ? '' : String(value)
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
