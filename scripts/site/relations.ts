import {type Kysely, sql} from 'kysely'
import type {Project} from '../compile/load.ts'
import {groupBy} from '../core/group-by.ts'
import {identifier} from '../sql/duckdb.ts'
import type {Labels, ListRow, SiteRows} from './figures.ts'
import type {Period} from './periods.ts'

/** How many rows a list shows, */
export const LATEST = 20
/** and how many are read for its file on the page of one value. */
const ALL = 100_000

/** Where a model stands in the warehouse. */
export function relationOf({declarations}: Project, model: string): string {
  return `${declarations.files.get(model)?.includes('/marts/') ? 'marts' : 'facts'}.${model}`
}

/** The latest rows of each period, the latest first, of the lists that may show rows; with `only`, of one value of a dimension that their model has. */
export async function readLists<D>(
  database: Kysely<D>,
  project: Project,
  periods: readonly Period[],
  only?: {readonly dimension: string; readonly value: string},
): Promise<SiteRows['lists']> {
  const read = new Map<string, readonly ListRow[]>()
  for (const [ref, component] of project.definitions.components) {
    if (component.form !== 'list' || !project.catalog.publish.rows.includes(ref)) continue
    const declared = project.declarations.models.get(component.list)?.columns ?? {}
    const local = (column: string) => (`${column}_local` in declared ? `${column}_local` : column)
    const columns = [...new Set([component.date, ...Object.keys(component.columns)])]
    const cells = columns.map(name => sql`cast(${nameOf(local(name))} as varchar) as ${nameOf(name)}`)
    const at = nameOf(local(component.date))
    const narrowing = only && project.declarations.models.get(component.list)?.dimensions?.[only.dimension]
    if (only && narrowing === undefined) continue
    const isOwn = narrowing === undefined ? sql`true` : sql`cast(${nameOf(narrowing)} as varchar) = ${only!.value}`
    const found: ListRow[] = []
    // presets may share their days
    for (const {start, end} of new Map(periods.map(period => [`${period.start} ${period.end}`, period])).values()) {
      // rows of one instant stand in the order of their texts, so that every build lists them alike
      const {rows} = await sql<Record<string, string | null> & {rows_of: number}>`
        select ${sql.join(cells)}, cast(count(*) over () as double) as rows_of from ${sql.raw(relationOf(project, component.list))}
        where ${at} >= cast(${start} as date) and ${at} < cast(${end} as date) and ${isOwn}
        order by ${at} desc, ${sql.join(columns.map((_, i) => sql.raw(String(i + 1))))} limit ${sql.raw(String(only ? ALL : LATEST))}`.execute(
        database,
      )
      for (const {rows_of: of, ...rest} of rows) found.push({start, end, of, cells: rest})
    }
    read.set(ref, found)
  }
  return read
}

/** The names of the dimensions' values that models hold. */
export async function readLabels<D>(database: Kysely<D>, project: Project): Promise<Labels> {
  const read = new Map<string, Map<string, string>>()
  for (const [dimension, {labels}] of Object.entries(project.catalog.dimensions)) {
    if (!labels) continue
    const {rows} = await sql<{key: string; label: string | null}>`
      select cast(${nameOf(labels.key)} as varchar) as key, cast(${nameOf(labels.label)} as varchar) as label
      from ${sql.raw(relationOf(project, labels.model))}`.execute(database)
    read.set(dimension, new Map(rows.flatMap(row => (row.label === null ? [] : [[row.key, row.label]]))))
  }
  return read
}

/** The values that the data hold of each dimension. */
export async function readValues<D>(database: Kysely<D>): Promise<SiteRows['values']> {
  const {rows} = await sql<{dimension: string; value: string}>`
    select distinct dimension, dimension_value as value from marts.kpi_values
    where grain = 'year' and dimension <> 'total' order by all`.execute(database)
  return new Map(
    [...groupBy(rows, row => row.dimension)].map(([dimension, found]) => [dimension, found.map(row => row.value)]),
  )
}

/** The attributes that tables show of a model's rows. */
export async function readAttributes<D>(database: Kysely<D>, project: Project): Promise<SiteRows['attributes']> {
  const read = new Map<string, Map<string, Record<string, string | null>>>()
  for (const [ref, component] of project.definitions.components) {
    if (component.form !== 'table' || component.model === undefined) continue
    const cells = Object.keys(component.attributes).map(
      attribute => sql`cast(${nameOf(attribute)} as varchar) as ${nameOf(attribute)}`,
    )
    const {rows} = await sql<Record<string, string | null>>`
      select cast(${nameOf(component.key!)} as varchar) as "row key", ${sql.join(cells)}
      from ${sql.raw(relationOf(project, component.model))}`.execute(database)
    read.set(ref, new Map(rows.map(({'row key': key, ...rest}) => [key!, rest])))
  }
  return read
}

function nameOf(column: string) {
  return sql.raw(identifier(column))
}
