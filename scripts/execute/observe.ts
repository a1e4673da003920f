import type {Source} from '../catalog/models.ts'
import type {Project} from '../compile/load.ts'
import {type Database, identifier, literal} from '../sql/duckdb.ts'

/** Per source and dating column: rows and the latest instant of each local day (NULL: no date), as they were when the source was read. */
const TABLE = `create table if not exists meta.source_days (
  source varchar, column_name varchar, fingerprint varchar, day date, row_count bigint, latest timestamp)`

/** What monitors need to know of sources, noted while these are loaded: a later build need not read them again. */
export interface Observer {
  /** Sources that are watched and whose notes are not of these contents. */
  missing(prints: ReadonlyMap<string, string>): readonly string[]
  /** Notes a loaded source, in place of what was noted before. */
  note(database: Database, source: Source, print: string): Promise<void>
}

/** Reads what is noted of a project's sources. */
export async function observer(database: Database, project: Project): Promise<Observer> {
  await database.run(TABLE)
  const rows = await database.rows<{source: string; column_name: string; fingerprint: string}>(
    'select distinct source, column_name, fingerprint from meta.source_days',
  )
  const noted = new Set(rows.map(row => `${row.source}\t${row.column_name}\t${row.fingerprint}`))
  const {sources} = project.declarations
  const watched = [...sources.values()].filter(source => columnsOf(source).length > 0).map(source => source.name)
  const gone = [...new Set(rows.map(row => row.source))].filter(name => !watched.includes(name))
  if (gone.length > 0)
    await database.run(`delete from meta.source_days where source in (${gone.map(literal).join(', ')})`)
  return {
    missing: prints =>
      watched.filter(name =>
        columnsOf(sources.get(name)!).some(column => !noted.has(`${name}\t${column}\t${prints.get(name)}`)),
      ),
    note: async (connection, source, print) => {
      await connection.run(
        [
          'begin',
          `delete from meta.source_days where source = ${literal(source.name)}`,
          ...columnsOf(source).map(
            column => `insert into meta.source_days\n${daysSql(project, source, column, print)}`,
          ),
          'commit',
        ].join(';\n'),
      )
    },
  }
}

/** The columns by which a source is watched. */
function columnsOf({freshness, anomalies, replay: {created}}: Source): string[] {
  return [...new Set([freshness, anomalies].flatMap(each => (each ? [each.column ?? created] : [])))]
}

function daysSql(project: Project, source: Source, column: string, print: string): string {
  const {timezone} = project.catalog
  const name = identifier(column)
  const macro = (macroName: string, moment: string) => project.templates.macro(macroName, {moment, timezone}).trim()
  const isDate = source.columns[column]!.type === 'DATE'
  const [day, latest] = isDate
    ? [name, macro('utc_time', `cast(max(${name}) as timestamp)`)]
    : [`cast(${macro('local_time', name)} as date)`, `max(${name})`]
  const key = [source.name, column, print].map(literal).join(', ')
  return `select ${key}, ${day} as day, count(*), ${latest}\nfrom sources.${identifier(source.name)} group by all\nunion all select ${key}, null, 0, null`
}
