import {type Database, identifier, literal} from '../sql/duckdb.ts'
import type {SIDES} from './values.ts'

type Name = (typeof SIDES)[number]

/** What a side's catalog says of a KPI. */
export interface Entry {
  readonly ref: string
  readonly family: string
  readonly kind: string
  readonly unit: string
  readonly formula: string
  readonly column: string
  readonly isFixed: boolean
  readonly dependsOn: readonly string[]
}

export interface Catalogs {
  readonly before: ReadonlyMap<string, Entry>
  readonly after: ReadonlyMap<string, Entry>
  /** Of refs that both have, the columns of `marts.kpi_catalog` that differ. */
  readonly differing: ReadonlyMap<string, readonly string[]>
}

/** Reads `marts.kpi_catalog` of both sides, and compares the columns that both have. */
export async function compareCatalogs(database: Database): Promise<Catalogs> {
  const columns = await commonColumns(database, 'marts', 'kpi_catalog')
  const checks = columns
    .filter(name => name !== 'kpi_ref')
    .map(
      name =>
        `case when former.${identifier(name)} is distinct from present.${identifier(name)} then ${literal(name)} end`,
    )
  const rows = await database.rows<{ref: string; columns: string[]}>(`
    select present.kpi_ref as ref, list_filter([${checks.join(', ')}], name -> name is not null) as columns
    from before.marts.kpi_catalog as former
    inner join after.marts.kpi_catalog as present on former.kpi_ref = present.kpi_ref
    order by present.kpi_ref`)
  return {
    before: await entries(database, 'before'),
    after: await entries(database, 'after'),
    differing: new Map(rows.filter(row => row.columns.length > 0).map(row => [row.ref, row.columns])),
  }
}

async function entries(database: Database, side: Name): Promise<Map<string, Entry>> {
  const rows = await database.rows<Entry>(`
    select
      catalog.kpi_ref as ref, catalog.family, catalog.kind, catalog.unit, catalog.formula, catalog.column_name as column,
      catalog.is_fixed as "isFixed", catalog.depends_on as "dependsOn"
    from ${side}.marts.kpi_catalog as catalog
    order by catalog.kpi_ref`)
  return new Map(rows.map(row => [row.ref, row]))
}

/**
 * New KPIs that hold the very values of a removed one, of the same kind: renamed ones. Gives new → removed; nothing where several would
 * do, or where no value says which is which.
 */
export async function findRenamed(
  database: Database,
  catalogs: Catalogs,
  removed: readonly string[],
  added: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (removed.length === 0 || added.length === 0) return new Map()
  const contents = (side: Name, refs: readonly string[]) =>
    database.rows<{ref: string; content: string}>(`
      select
        stored.kpi_ref as ref,
        concat_ws(' ', count(*), bit_xor(hash(stored.grain, stored.period_start, stored.dimension, stored.dimension_value, stored.value, stored.sample_size))) as content
      from ${side}.marts.kpi_values as stored
      where stored.kpi_ref in (${refs.map(literal).join(', ')})
      group by stored.kpi_ref
      having count(*) filter (where stored.value <> 0) > 0
      order by stored.kpi_ref`)
  const key = ({ref, content}: {ref: string; content: string}, side: Name) =>
    `${catalogs[side].get(ref)?.kind} ${content}`
  const unique = (rows: readonly {ref: string; content: string}[], side: Name) => {
    const byKey = new Map<string, string | undefined>()
    for (const row of rows) byKey.set(key(row, side), byKey.has(key(row, side)) ? undefined : row.ref)
    return byKey
  }
  const former = unique(await contents('before', removed), 'before')
  const present = unique(await contents('after', added), 'after')
  return new Map(
    [...present].flatMap(([content, ref]) => {
      const old = former.get(content)
      return ref === undefined || old === undefined ? [] : [[ref, old] as const]
    }),
  )
}

/** Names of the columns that a relation has on both sides, in the order of the later one. */
export async function commonColumns(database: Database, schema: string, table: string): Promise<string[]> {
  const rows = await database.rows<{name: string}>(`
    select present.column_name as name
    from duckdb_columns() as present
    inner join duckdb_columns() as former
      on former.database_name = 'before' and former.schema_name = present.schema_name
      and former.table_name = present.table_name and former.column_name = present.column_name
    where present.database_name = 'after' and present.schema_name = ${literal(schema)} and present.table_name = ${literal(table)}
    order by present.column_index`)
  return rows.map(row => row.name)
}
