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
  /** Only the facts, which alone read sources, and not what is computed from them. */
  facts?: 'facts',
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'kpi-property-'))
  const database = await openDatabase(':memory:', {threads: '1'}) // a few rows are not worth sharing
  try {
    writeSources(compiled, sources, folder)
    await build(database, compiled, {
      sources: folder,
      listen: () => undefined,
      ...(facts === undefined ? {} : {only: beforeMarts(compiled)}),
      ...(asOf === undefined ? {} : {asOf: new Date(asOf).toISOString().replace('T', ' ').replace(/Z$/, '')}),
    })
    return await use(database)
  } finally {
    database.close()
    rmSync(folder, {recursive: true, force: true})
  }
}

/** Names of staging models and facts; nothing else reads a source. */
function beforeMarts(compiled: Compiled): Set<string> {
  const early = compiled.nodes.filter(node => ['staging', 'facts'].includes(node.layer))
  const names = new Set(early.map(node => node.name))
  for (const node of compiled.nodes)
    if (!names.has(node.name))
      for (const read of node.upstream)
        if (read.startsWith('source:') || compiled.nodes.some(each => each.name === read && each.layer === 'staging'))
          throw new Error(`${node.name} reads ${read}`)
  return names
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
