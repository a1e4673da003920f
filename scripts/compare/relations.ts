import {AUDIT_MARTS} from '../audit/marts.ts'
import {RESTATEMENTS} from '../execute/history.ts'
import {type Database, identifier, literal} from '../sql/duckdb.ts'
import {commonColumns} from './catalogs.ts'

/** A fact or mart that both sides have and that is not the same, or that only one has. */
export interface RelationChange {
  /** `marts.branch_activity`. */
  readonly name: string
  readonly change: 'new' | 'removed' | 'changed'
  readonly columns: {
    readonly added: readonly string[]
    readonly removed: readonly string[]
    /** Those of another type: `amount: DOUBLE → DECIMAL(18,2)`. */
    readonly retyped: readonly string[]
  }
  /** How many rows there are; null on the side that lacks it. */
  readonly rows: {readonly before: number | null; readonly after: number | null}
  /** Rows by the declared key, where both sides have its columns. */
  readonly keys?: {
    readonly key: readonly string[]
    readonly added: number
    readonly removed: number
    readonly changed: number
  }
}

interface Relation {
  readonly schema: string
  readonly name: string
  readonly before: readonly Column[] | null
  readonly after: readonly Column[] | null
  readonly rows_before: number | null
  readonly rows_after: number | null
}

interface Column {
  readonly name: string
  readonly type: string
}

/**
 * Compares the facts and marts of both sides: which there are, their columns and types, how many rows they have, and, of those that
 * `keyOf` names a key for, which rows are new, gone or changed.
 */
export async function compareRelations(
  database: Database,
  keyOf: (schema: string, name: string) => readonly string[],
): Promise<RelationChange[]> {
  const found: RelationChange[] = []
  for (const relation of await relations(database)) {
    const {schema, name, before, after, rows_before, rows_after} = relation
    const rows = {before: rows_before, after: rows_after}
    const columns = before && after ? compareColumns(before, after) : {added: [], removed: [], retyped: []}
    const key = before && after ? keyOf(schema, name) : []
    const has = (side: readonly Column[]) => key.every(each => side.some(column => column.name === each))
    const keys =
      key.length > 0 && has(before!) && has(after!) ? await compareRows(database, schema, name, key) : undefined
    const moved = keys !== undefined && keys.added + keys.removed + keys.changed > 0
    const change = before === null ? 'new' : after === null ? 'removed' : 'changed'
    const isSame =
      change === 'changed' &&
      !moved &&
      rows.before === rows.after &&
      Object.values(columns).every(list => list.length === 0)
    if (!isSame) found.push({name: `${schema}.${name}`, change, columns, rows, ...(moved ? {keys} : {})})
  }
  return found
}

/** What `kpi audit` has found and what a target has published is no part of what a project makes of its data. */
const KEPT = [...AUDIT_MARTS.map(({name}) => name), RESTATEMENTS.name].map(literal).join(', ')
const isMade = `not (listed.schema_name = 'marts' and listed.table_name in (${KEPT}))`

async function relations(database: Database): Promise<Relation[]> {
  const side = (name: 'before' | 'after') => `
    select
      listed.schema_name, listed.table_name,
      list({name: listed.column_name, type: listed.data_type} order by listed.column_index) as columns
    from duckdb_columns() as listed
    where listed.database_name = ${literal(name)} and listed.schema_name in ('facts', 'marts') and ${isMade}
    group by listed.schema_name, listed.table_name`
  const rows = await database.rows<Omit<Relation, 'rows_before' | 'rows_after'>>(`
    with former as (${side('before')}), present as (${side('after')})
    select
      coalesce(former.schema_name, present.schema_name) as schema,
      coalesce(former.table_name, present.table_name) as name,
      former.columns as before,
      present.columns as after
    from former
    full outer join present on former.schema_name = present.schema_name and former.table_name = present.table_name
    order by 1, 2`)
  const counts = rows.map(({schema, name, before, after}) => {
    const count = (side: string, columns: unknown) =>
      columns === null ? 'null' : `(select count(*) from ${side}.${schema}.${identifier(name)})`
    return `select ${count('before', before)} as rows_before, ${count('after', after)} as rows_after`
  })
  if (counts.length === 0) return []
  const counted = await database.rows<Pick<Relation, 'rows_before' | 'rows_after'>>(
    `${counts.map((sql, i) => `select * from (${sql}, ${i} as position)`).join(' union all ')} order by position`,
  )
  return rows.map((row, i) => ({...row, rows_before: counted[i]!.rows_before, rows_after: counted[i]!.rows_after}))
}

function compareColumns(before: readonly Column[], after: readonly Column[]): RelationChange['columns'] {
  const types = new Map(before.map(column => [column.name, column.type]))
  const names = new Set(after.map(column => column.name))
  return {
    added: after.filter(column => !types.has(column.name)).map(column => column.name),
    removed: before.filter(column => !names.has(column.name)).map(column => column.name),
    retyped: after
      .filter(column => types.has(column.name) && types.get(column.name) !== column.type)
      .map(({name, type}) => `${name}: ${types.get(name)} → ${type}`),
  }
}

/** Rows by key; a row has changed where any column that both sides have differs. */
async function compareRows(
  database: Database,
  schema: string,
  name: string,
  key: readonly string[],
): Promise<RelationChange['keys']> {
  const table = `${schema}.${identifier(name)}`
  const values = (await commonColumns(database, schema, name)).filter(column => !key.includes(column))
  const differs = values.map(column => `former.${identifier(column)} is distinct from present.${identifier(column)}`)
  const [counts] = await database.rows<{added: number; removed: number; changed: number}>(`
    select
      count(*) filter (where former.is_there is null) as added,
      count(*) filter (where present.is_there is null) as removed,
      count(*) filter (where former.is_there and present.is_there and (${differs.join(' or ') || 'false'})) as changed
    from (select *, true as is_there from before.${table}) as former
    full outer join (select *, true as is_there from after.${table}) as present
      on ${key.map(column => `former.${identifier(column)} is not distinct from present.${identifier(column)}`).join(' and ')}`)
  return {key, ...counts!}
}
