import type {Source} from '../catalog/models.ts'
import {fault} from '../core/problem.ts'
import {identifier, literal} from '../sql/duckdb.ts'
import {EXPECTED, fileList, finished, firstLine, type Loader, readType, SHOWN} from './loading.ts'

function requiredColumns(source: Source): string[] {
  return Object.entries(source.columns)
    .filter(([, column]) => !column.nullable)
    .map(([column]) => column)
}

/** Parquet and NDJSON: columns have types of their own and are cast; a value that can't be is told with its row's number. */
export const loadTyped: Loader = async (database, source, location, _present, options, file, problems) => {
  const name = identifier(source.name)
  const columns = Object.entries(source.columns)
  const text = columns.map(([column]) => `${literal(column)}: 'VARCHAR'`).join(', ')
  const reader =
    location.format === 'parquet'
      ? `read_parquet(${fileList(location)}, union_by_name = true)`
      : `read_json(${fileList(location)}, format = 'newline_delimited', columns = {${text}})`
  const cast = columns.map(
    ([column, {type}]) => `cast(${identifier(column)} as ${readType(type)}) as ${identifier(column)}`,
  )
  const kind = location.format === 'parquet' ? 'view' : 'table'
  const before = problems.length
  try {
    await database.run(
      `create or replace ${kind} sources.${name} as ${finished(source, `(select\n${cast.join(',\n')}\nfrom ${reader})`, options)}`,
    )
    const required = requiredColumns(source).map(
      column => `count(*) - count(${identifier(column)}) as ${identifier(column)}`,
    )
    const [empty] =
      required.length === 0
        ? [{}]
        : await database.rows<Record<string, number>>(`select ${required.join(', ')} from sources.${name}`)
    for (const [column, count] of Object.entries(empty as Record<string, number>)) {
      if (count > 0)
        problems.push(
          fault(
            'bad-row',
            `${source.name}: ${column}: empty in ${count.toLocaleString('en-GB')} row${count === 1 ? '' : 's'}, and a value is required`,
            {file},
          ),
        )
    }
  } catch (error) {
    for (const [column, {type}] of columns) {
      const wrong = await database
        .rows<{number: number; value: string}>(
          `select numbered.number, cast(numbered.value as varchar) as value from (select row_number() over () as number, ${identifier(column)} as value from ${reader}) as numbered where numbered.value is not null and try_cast(numbered.value as ${readType(type)}) is null limit ${SHOWN}`,
        )
        .catch(() => []) // the file itself can't be read: told below
      for (const row of wrong)
        problems.push(
          fault(
            'bad-row',
            `${source.name}: ${column}: "${row.value}" in row ${row.number} is not ${EXPECTED[type] ?? type}`,
            {file},
          ),
        )
    }
    if (problems.length === before)
      problems.push(
        fault('unreadable-source', `source "${source.name}": ${file} cannot be read: ${firstLine(error)}`, {file}),
      )
  }
  return []
}
