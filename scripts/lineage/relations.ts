import {type Dependencies, dependencies, isDirect, NONE, rescanned, union} from './dependencies.ts'

/** A column of a query or table, with what it depends on. */
export interface Column {
  readonly name: string
  readonly from: Dependencies
  /** Every value that it can have, where they are written in the query. */
  readonly values?: readonly string[]
}

/** What a query gives: its columns, what decides which rows there are, and what tells rows apart. */
export interface Relation {
  readonly columns: readonly Column[]
  readonly rows: Dependencies
  /** Sets of columns (in lower case) of whose values no two rows have the same; an empty set: there is one row at most. */
  readonly keys: readonly (readonly string[])[]
  /** Where columns are not known: what each depends on. */
  readonly open?: Dependencies
}

export function findColumn(relation: Pick<Relation, 'columns'>, name: string): Column | undefined {
  const wanted = name.toLowerCase()
  return relation.columns.find(column => column.name.toLowerCase() === wanted)
}

/** Every value that a column can have, where that is known: written in the query, or by what a condition leaves. */
export function valuesOf({values, from}: Column): readonly string[] | undefined {
  if (values) return values
  const [only, ...others] = [...from.values()].filter(each => isDirect(each.way))
  return only?.column !== undefined && only.way === 'identity' && others.length === 0
    ? only.slice?.[only.column]
    : undefined
}

/** A table as a query reads it: every column is itself. Scans are only told apart of one that holds several things. */
export function tableOf(
  name: string,
  columns: readonly string[],
  keys: Relation['keys'],
  holdsSeveral = false,
): Relation {
  const scan = holdsSeveral ? {scan: 0} : {}
  return {
    columns: columns.map(column => ({
      name: column,
      from: dependencies([{relation: name, column, way: 'identity', ...scan}]),
    })),
    rows: dependencies([{relation: name, way: 'rows', ...scan}]),
    keys,
  }
}

/** The relation with everything that it depends on changed in the same way. */
export function changed(relation: Relation, change: (from: Dependencies) => Dependencies): Relation {
  const {columns, rows, open} = relation
  return {
    ...relation,
    columns: columns.map(column => ({...column, from: change(column.from)})),
    rows: change(rows),
    ...(open && {open: change(open)}),
  }
}

/** The relation read once more: what holds for one reading need not hold for another. */
export function readAgain(relation: Relation, next: () => number): Relation {
  const numbers = new Map<number, number>()
  return changed(relation, from =>
    rescanned(from, scan => {
      if (!numbers.has(scan)) numbers.set(scan, next())
      return numbers.get(scan)!
    }),
  )
}

/** The relation with other names for its first columns. */
export function renamed(relation: Relation, names: readonly string[]): Relation {
  if (names.length === 0) return relation
  const now = new Map(relation.columns.map((column, i) => [column.name.toLowerCase(), names[i] ?? column.name]))
  return {
    ...relation,
    columns: relation.columns.map((column, i) => ({...column, name: names[i] ?? column.name})),
    keys: relation.keys.map(key => key.map(name => now.get(name)!.toLowerCase())),
  }
}

/** What all columns depend on, and `rows`. */
export function everything({columns, rows, open = NONE}: Relation): Dependencies {
  return union(...columns.map(column => column.from), rows, open)
}
