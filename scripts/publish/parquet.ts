import {existsSync, mkdirSync} from 'node:fs'
import {join} from 'node:path'
import type {Compiled} from '../compile/project.ts'
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
  for (const node of compiled.nodes) {
    if (node.kind !== 'table' || node.layer === 'meta') continue
    const name = `${node.relation.replace('.', '/')}.parquet`
    const to = join(folder, name)
    const old = previous === undefined ? undefined : join(previous, name)
    if (old !== undefined && unchanged(node.name) && existsSync(old)) {
      reuseFile(old, to)
      continue
    }
    mkdirSync(join(folder, node.layer), {recursive: true})
    const grain = compiled.project.declarations.models.get(node.name)?.grain ?? []
    const order = grain.length === 0 ? '' : ` order by ${grain.join(', ')}`
    await database.run(
      `copy (select * from ${node.relation}${order}) to ${literal(to)} (format parquet, compression zstd)`,
    )
  }
}
