import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Compiled} from '../../scripts/compile/project.ts'
import {build} from '../../scripts/execute/build.ts'
import {type Database, identifier, openSmall} from '../../scripts/sql/duckdb.ts'
import type {Scalar, SourceRow, Sources} from './contract.ts'

export interface BuildOf {
  /** An instant in milliseconds. */
  readonly asOf?: number | undefined
  /** Only the facts, which alone read sources, and not what is computed from them. */
  readonly only?: 'facts' | undefined
}

/** Builds in memory from sources written as CSV files, and hands the database over. */
export async function withBuild<T>(
  compiled: Compiled,
  sources: Sources,
  options: BuildOf,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'kpi-property-'))
  try {
    writeSources(compiled, sources, folder)
    return await withBuildFrom(compiled, folder, options, use)
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

/** Builds in memory from a folder of sources, and hands the database over. */
export async function withBuildFrom<T>(
  compiled: Compiled,
  sources: string,
  {asOf, only}: BuildOf,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openSmall()
  try {
    await build(database, compiled, {
      sources,
      listen: () => undefined,
      ...(only === undefined ? {} : {only: beforeMarts(compiled)}),
      ...(asOf === undefined ? {} : {asOf: new Date(asOf).toISOString().replace('T', ' ').replace(/Z$/, '')}),
    })
    return await use(database)
  } finally {
    database.close()
  }
}

/** Every row of every fact and mart, written out; by table. */
export async function contents(database: Database): Promise<Map<string, string[]>> {
  const tables = await database.rows<{schema: string; name: string}>(
    "select schema_name as schema, table_name as name from duckdb_tables() where schema_name in ('facts', 'marts') order by all",
  )
  const written = new Map<string, string[]>()
  for (const {schema, name} of tables) {
    const rows = await database.rows<{row: string}>(
      `select cast(to_json(t) as varchar) as row from ${schema}.${identifier(name)} as t order by all`,
    )
    written.set(
      `${schema}.${name}`,
      rows.map(each => each.row),
    )
  }
  return written
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
