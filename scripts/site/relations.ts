import {type Kysely, sql} from 'kysely'
import type {Project} from '../compile/load.ts'
import {groupBy} from '../core/group-by.ts'
import {type Database, identifier} from '../sql/duckdb.ts'
import type {Labels, ListRow, SiteRows} from './figures.ts'
import {LATEST, type ListAnswer, listRows, listStatement, publishedLists} from './lists.ts'
import type {Period} from './periods.ts'

/** How many rows of a list are read for its file on the page of one value. */
const ALL = 100_000

/** Where a model stands in the warehouse. */
export function relationOf({declarations}: Project, model: string): string {
  return `${declarations.files.get(model)?.includes('/marts/') ? 'marts' : 'facts'}.${model}`
}

/** The latest rows of each period, the latest first, of the lists that may show rows; with `only`, of one value of a dimension that their model has. */
export async function readLists(
  database: Database,
  project: Project,
  periods: readonly Period[],
  only?: {readonly dimension: string; readonly value: string},
): Promise<SiteRows['lists']> {
  const read = new Map<string, readonly ListRow[]>()
  const where = new Map(only ? [[only.dimension, [only.value]]] : [])
  for (const list of publishedLists(project)) {
    if (only && !list.dimensions.includes(only.dimension)) continue
    const found: ListRow[] = []
    // presets may share their days
    for (const period of new Map(periods.map(each => [`${each.start} ${each.end}`, each])).values()) {
      const relation = relationOf(project, list.model)
      const {sql, bindings} = listStatement(project, list, relation, period, {where}, only ? ALL : LATEST)
      found.push(...listRows(period, await database.rows<ListAnswer>(sql, bindings)))
    }
    read.set(list.ref, found)
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
