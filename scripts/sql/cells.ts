/** What tells a cell from the others of its KPI (or chart): `dimension_value` is NULL in totals. */
const CELL = ['grain', 'period_start', 'dimension', 'dimension_value'] as const

/** SQL: the key of a cell that stands in either of two joined tables, the reference as `as`; `more` columns likewise. */
export function eitherCell(left: string, right: string, ref: string, as: string, more: readonly string[] = []): string {
  const either = (column: string, name = column) => `coalesce(${left}.${column}, ${right}.${column}) as ${name}`
  return [either(ref, as), ...[...CELL, ...more].map(column => either(column))].join(',\n        ')
}

/** SQL: the condition that two tables' rows are about the same cell. */
export function sameCell(left: string, right: string, ref: string): string {
  const equal = [ref, ...CELL.slice(0, -1)].map(column => `${left}.${column} = ${right}.${column}`)
  return [...equal, `${left}.dimension_value is not distinct from ${right}.dimension_value`].join('\n        and ')
}
