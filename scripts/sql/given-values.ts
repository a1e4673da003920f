import {type Bindings, literal, replaceNames} from './literals.ts'

/**
 * Values for statements that are planned once. DuckDB plans a statement with parameters anew at each run when it reads a table (measured
 * with 1.4.3 and 1.5.5; https://github.com/duckdb/duckdb/issues/17237, https://github.com/duckdb/duckdb/pull/20885), but not one without:
 * the values stand in a table of one row, which is written before each run.
 */
const TABLE = 'temp.given_values'

/** Makes the table, once per connection. */
export const CREATE_GIVEN = `create temp table given_values as select '' as given`

/** Between values, between the texts of a list, and in place of NULL and of an empty list. */
const [VALUES, TEXTS, ABSENT] = ['\u001d', '\u001e', '\u001f']
const RESERVED = new RegExp(`[${VALUES}${TEXTS}${ABSENT}]`)

/** A statement that reads its values from the table, and the one that writes them there. */
export interface GivenStatement {
  /** The same whatever the values. */
  readonly text: string
  readonly give: string
}

/**
 * A statement of texts and lists of texts whose values are read from the table. An empty list is NULL. None where a value has
 * characters that stand between values. What the table says of its contents (smallest, largest) can't enter a plan: it doesn't pass
 * string_split. Throws an Error where the statement names a value that isn't given.
 */
export function withGiven(sql: string, bindings: Bindings): GivenStatement | undefined {
  const names: string[] = []
  const text = replaceNames(sql, bindings, (value, name) => {
    if (!names.includes(name)) names.push(name)
    const one = `nullif(string_split(given, '${VALUES}')[${names.indexOf(name) + 1}], '${ABSENT}')`
    return `(select ${Array.isArray(value) ? `string_split(${one}, '${TEXTS}')` : one} from ${TABLE})`
  })
  const values = names.map(name => bindings[name]!)
  if (values.flat().some(value => RESERVED.test(String(value)))) return undefined
  const given = values.map(value => {
    if (value === null || (Array.isArray(value) && value.length === 0)) return ABSENT
    return Array.isArray(value) ? value.join(TEXTS) : String(value)
  })
  return {text, give: `update ${TABLE} set given = ${literal(given.join(VALUES))}`}
}
