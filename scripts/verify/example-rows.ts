import type {Source} from '../catalog/models.ts'
import type {Project} from '../compile/load.ts'
import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import type {YamlFile, YamlPath} from '../core/yaml-file.ts'
import {identifier, literal} from '../sql/duckdb.ts'

type Scalar = string | number | boolean | null
export type GivenRow = Readonly<Record<string, Scalar>>

/** The insert statement of an example's rows for a source; `repeat: N` writes a row N times, `{n}` in its texts counting from 1. */
export function insertRows(
  source: Source,
  rows: readonly GivenRow[],
  defaults: GivenRow,
  project: Project,
  at: {yaml: YamlFile; path: YamlPath},
  problems: Problem[],
): string | undefined {
  const columns = Object.keys(source.columns)
  const before = problems.length
  const values = rows.flatMap((row, i) => {
    const path = [...at.path, i]
    for (const column of Object.keys(row)) {
      if (column !== 'repeat' && !columns.includes(column)) {
        problems.push(
          fault('unknown-column', `source "${source.name}" has no column "${column}"`, {
            ...at.yaml.keyPlace([...path, column]),
            hint: suggestion(column, columns, 'columns'),
          }),
        )
      }
    }
    const full = {...defaults, ...row}
    for (const [column, {nullable}] of Object.entries(source.columns)) {
      if (!nullable && (full[column] === undefined || full[column] === null)) {
        problems.push(
          fault('missing-value', `${source.name}: the row has no "${column}"`, {
            ...at.yaml.place(path),
            hint: `give it, or a default under defaults.${source.name}`,
          }),
        )
      }
    }
    const times = row.repeat === undefined ? 1 : Number(row.repeat)
    return Array.from({length: times}, (_, n) => {
      const cells = columns.map(column => cell(full[column] ?? null, source.columns[column]!.type, n + 1, project))
      return `(${cells.join(', ')})`
    })
  })
  if (problems.length > before || values.length === 0) return undefined
  return `insert into sources.${identifier(source.name)} values ${values.join(', ')}`
}

/** A timestamp with a `Z` is UTC; without one it is a local time of the catalog's time zone. */
function cell(value: Scalar, type: string, n: number, project: Project): string {
  if (value === null) return `cast(null as ${type})`
  const text = String(value).replaceAll('{n}', String(n))
  if (type !== 'TIMESTAMP') return `cast(${literal(text)} as ${type})`
  if (/Z$/.test(text)) return `timezone('UTC', cast(${literal(text)} as timestamptz))`
  return project.templates
    .macro('utc_time', {moment: `cast(${literal(text)} as timestamp)`, timezone: project.catalog.timezone})
    .trim()
}
