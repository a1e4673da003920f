import {isHidden} from '../catalog/catalog.ts'
import type {Project} from '../compile/load.ts'
import {type Database, identifier, literal} from '../sql/duckdb.ts'

/** Pseudonyms of the people whose names the project does not publish: `1`, `2`, … among those of the same list. */
export interface People {
  /** What stands for a value of a dimension; the value itself where the dimension is not of hidden people. Unknown people are `?`. */
  alias(dimension: string, value: string): string
  /** SQL (a table `value`, `alias`) of a hidden dimension's pseudonyms. */
  relation(dimension: string): string
}

/**
 * Draws the pseudonyms. Their order follows a hash that is salted with the fingerprints of the sources, so that nobody who lacks the
 * sources can tell who is who; the same data give the same pseudonyms, other data other ones. Leaves a temporary table behind.
 */
export async function readPeople(database: Database, project: Project): Promise<People> {
  const {dimensions} = project.catalog
  const hidden = Object.keys(dimensions).filter(name => isHidden(project.catalog, name))
  const lists = new Map<string, Set<string>>()
  for (const dimension of hidden) {
    const list = listOf(project, dimension)
    lists.set(list, lists.get(list) ?? new Set())
    for (const values of valuesOf(project, dimension)) lists.get(list)!.add(values)
  }
  const aliases = new Map<string, string>()
  if (hidden.length > 0) {
    const salt = await saltOf(database)
    const all = [...lists].flatMap(([list, selects]) =>
      [...selects].map(select => `select ${literal(list)} as list, value from (${select})`),
    )
    await database.run(
      `create or replace temp table people as
       select list, value, cast(row_number() over (partition by list order by sha256(${literal(salt)} || list || value)) as varchar) as alias
       from (${all.join(' union ')}) where value is not null`,
    )
    const rows = await database.rows<{list: string; value: string; alias: string}>(
      'select list, value, alias from temp.people',
    )
    for (const {list, value, alias} of rows) aliases.set(`${list} ${value}`, alias)
  }
  return {
    alias: (dimension, value) =>
      isHidden(project.catalog, dimension) && value !== ABSENT
        ? (aliases.get(`${listOf(project, dimension)} ${value}`) ?? '?')
        : value,
    relation: dimension => `(select value, alias from temp.people where list = ${literal(listOf(project, dimension))})`,
  }
}

/** What the marts write where a row has no value. */
const ABSENT = '(none)'

/** Dimensions with the same labels are about the same people. */
function listOf({catalog}: Project, dimension: string): string {
  const {labels} = catalog.dimensions[dimension]!
  return labels ? `${labels.model}.${labels.key}` : dimension
}

/** Selects of every value that a dimension can have. */
function valuesOf({catalog, declarations, needed}: Project, dimension: string): string[] {
  const {labels} = catalog.dimensions[dimension]!
  const columns = new Set(labels ? [`${labels.model} ${labels.key}`] : [])
  for (const {name, dimensions = {}, dimension_sets = {}} of declarations.models.values())
    for (const set of [dimensions, ...Object.values(dimension_sets)])
      if (set[dimension] !== undefined) columns.add(`${name} ${set[dimension]}`)
  for (const each of needed) if (each.people === dimension) columns.add(`${each.fact} ${each.column}`)
  return [...columns].map(each => {
    const [model, column] = each.split(' ') as [string, string]
    const layer = declarations.files.get(model)?.includes('/marts/') ? 'marts' : 'facts'
    return `select distinct cast(${identifier(column)} as varchar) as value from ${layer}.${model}`
  })
}

/** A text that only those who have the sources could know. */
export async function saltOf(database: Database): Promise<string> {
  const [row] = await database.rows<{salt: string | null}>(
    "select string_agg(fingerprint, ' ' order by name) as salt from meta.sources",
  )
  return row?.salt ?? ''
}
