import type {Source} from '../catalog/models.ts'
import type {Project} from '../compile/load.ts'
import {identifier, literal} from '../sql/duckdb.ts'

/**
 * A source as it stood at an instant: rows created later don't exist, events later than it have not happened, nor has what
 * arrived with them. Declared per source in `replay`; this is the one place where it is applied.
 * @param rows the SQL of the source's rows, columns as declared
 * @param asOf a UTC timestamp such as `2026-03-31 22:00:00`
 */
export function replaySql(source: Source, rows: string, asOf: string, project: Project): string {
  const instant = `timestamp ${literal(asOf)}`
  const {created, events} = source.replay
  const columns = Object.keys(source.columns).map(column => {
    const name = identifier(column)
    if (column in events) return `case when ${name} <= ${instant} then ${name} end as ${name}`
    const later = Object.entries(events).flatMap(([event, arrivals]) =>
      arrivals.flatMap(arrival => {
        if (typeof arrival === 'string') return arrival === column ? [`${identifier(event)} > ${instant}`] : []
        return arrival.column === column
          ? [`(${arrival.where}) and (${identifier(event)} is null or ${identifier(event)} > ${instant})`]
          : []
      }),
    )
    return later.length === 0
      ? name
      : `case when not coalesce(${later.join(' or ')}, false) then ${name} end as ${name}`
  })
  const known =
    created === 'none' ? '' : `\nwhere ${identifier(created)} <= ${moment(source, created, instant, project)}`
  return `select\n    ${columns.join(',\n    ')}\nfrom (${rows}) as replayed${known}`
}

/** What a creation column is compared with: the instant itself, or for a DATE the local day that had begun. */
function moment(source: Source, column: string, instant: string, project: Project): string {
  if (source.columns[column]!.type !== 'DATE') return instant
  return `cast(${project.templates.macro('local_time', {moment: instant, timezone: project.catalog.timezone}).trim()} as date)`
}

/** Reads `--as-of`: an instant with its zone; undefined where it is none. Gives it in UTC as `2026-03-31 22:00:00.000`. */
export function parseInstant(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined
  const date = new Date(text)
  return Number.isNaN(date.getTime())
    ? undefined
    : date
        .toISOString()
        .replace('T', ' ')
        .replace(/(\.000)?Z$/, '')
}
