import {existsSync, mkdirSync, readFileSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {AUDIT_MARTS} from '../audit/marts.ts'
import type {Compiled} from '../compile/project.ts'
import {RESTATEMENTS} from '../execute/history.ts'
import {type Database, literal} from '../sql/duckdb.ts'
import {reuseFile} from './versions.ts'

/** Writes facts and marts as `<folder>/<schema>/<name>.parquet`, rows in the order of their grain; those that are unchanged are taken from `previous`. */
export async function writeParquet(
  database: Database,
  compiled: Compiled,
  unchanged: (node: string) => boolean,
  folder: string,
  previous: string | undefined,
): Promise<void> {
  const tables = compiled.nodes.filter(node => node.kind === 'table' && node.layer !== 'meta')
  const kept = {name: RESTATEMENTS.name, layer: 'marts', relation: `marts.${RESTATEMENTS.name}`}
  for (const node of [...tables, kept]) {
    const name = `${node.relation.replace('.', '/')}.parquet`
    const to = join(folder, name)
    const old = previous === undefined ? undefined : join(previous, name)
    if (old !== undefined && unchanged(node.name) && existsSync(old)) {
      reuseFile(old, to)
      continue
    }
    mkdirSync(join(folder, node.layer), {recursive: true})
    const grain =
      node === kept ? RESTATEMENTS.order : (compiled.project.declarations.models.get(node.name)?.grain ?? [])
    await copyTo(database, node.relation, grain, to)
  }
}

/** Writes the marts of the audit beside them: as `<folder>/marts/<name>.parquet`; those that say the same are taken from `previous`. */
export async function writeAuditParquet(
  database: Database,
  folder: string,
  previous: string | undefined,
): Promise<void> {
  mkdirSync(join(folder, 'marts'), {recursive: true})
  for (const {name, columns, keys} of AUDIT_MARTS) {
    const to = join(folder, 'marts', `${name}.parquet`)
    await copyTo(database, `marts.${name}`, Object.keys(columns).slice(0, keys), to)
    const old = previous && join(previous, 'marts', `${name}.parquet`)
    if (old === undefined || !existsSync(old) || !readFileSync(old).equals(readFileSync(to))) continue
    rmSync(to)
    reuseFile(old, to)
  }
}

async function copyTo(database: Database, relation: string, order: readonly string[], file: string): Promise<void> {
  const rows = `select * from ${relation}${order.length === 0 ? '' : ` order by ${order.join(', ')}`}`
  await database.run(`copy (${rows}) to ${literal(file)} (format parquet, compression zstd)`)
}
