import type {Source} from '../catalog/models.ts'
import type {Project} from '../compile/load.ts'
import {fingerprint} from '../core/hash.ts'
import {fault, ProblemError} from '../core/problem.ts'
import type {Sample} from '../core/settings.ts'
import {type Database, identifier, literal} from '../sql/duckdb.ts'

/**
 * Which rows a sample leaves of each source: those created in the last days of the data, those whose key's hash lies in the share, and
 * of what refers to another source, rows whose row there is left. So references stay whole, and the same data give the same rows.
 */
export interface Sampling {
  /** The sources, and before them all that they refer to as far as that is cut. */
  withParents(names: ReadonlySet<string>): ReadonlySet<string>
  /** Of sources, by all that they are read from, what besides decides which rows are left; those that stay whole are left out. */
  inputs(read: ReadonlyMap<string, object>): Map<string, string>
  /** Cuts loaded sources, in the right order; gives how many rows are left of each that is cut. */
  cut(database: Database, names: ReadonlySet<string>, dataEnd: string): Promise<Map<string, number>>
}

/** How a project's sources are sampled. Throws where no source says what is drawn (status 2). */
export function samplingOf(project: Project, sample: Sample): Sampling {
  const sources = [...project.declarations.sources.values()]
  if (sample.share !== undefined && !sources.some(source => source.sample_by !== undefined))
    throw new ProblemError([
      fault('no-sample-key', 'the sample is a share of entities, but no source says which', {
        hint: 'give sources a "sample_by" in sources.yml: the column whose values are drawn',
      }),
    ])
  const parents = parentsOf(sources)
  const isCutItself = (source: Source) =>
    (sample.days !== undefined && source.replay.created !== 'none') ||
    (sample.share !== undefined && source.sample_by !== undefined)
  const order = inOrder(sources, parents)
  const cut = new Set<string>()
  for (const source of order)
    if (isCutItself(source) || parents.get(source.name)!.some(({parent}) => cut.has(parent))) cut.add(source.name)
  const ancestors = (name: string): string[] =>
    parents
      .get(name)!
      .filter(({parent}) => cut.has(parent))
      .flatMap(({parent}) => [parent, ...ancestors(parent)])
  return {
    withParents: names => new Set([...names].flatMap(name => (cut.has(name) ? [name, ...ancestors(name)] : [name]))),
    inputs: read =>
      new Map(
        sources
          .filter(source => cut.has(source.name))
          .map(({name, sample_by: key}) => {
            // the end of the data is the end of any source
            const others = sample.days === undefined ? ancestors(name) : [...read.keys()].sort()
            const from = others.map(each => [
              each,
              project.declarations.sources.get(each)?.sample_by,
              parents.get(each),
              read.get(each),
            ])
            return [name, fingerprint(JSON.stringify([sample, key, parents.get(name), from]))]
          }),
      ),
    cut: async (database, names, dataEnd) => {
      const left = new Map<string, number>()
      for (const source of order) {
        if (!names.has(source.name) || !cut.has(source.name)) continue
        const references = parents.get(source.name)!.filter(({parent}) => cut.has(parent))
        const conditions = [
          ...createdLately(project, source, sample, dataEnd),
          ...drawn(source, sample),
          ...references.map(
            ({column, parent, key}) =>
              `(${identifier(column)} is null or ${identifier(column)} in (select ${identifier(key)} from sources.${identifier(parent)}))`,
          ),
        ]
        left.set(source.name, await keepRows(database, source.name, conditions.join('\n  and ')))
      }
      return left
    },
  }
}

interface Parent {
  readonly column: string
  readonly parent: string
  readonly key: string
}

/** What each source refers to. A source that refers to itself, or back to one that refers to it, is not followed there. */
function parentsOf(sources: readonly Source[]): Map<string, Parent[]> {
  const found = new Map<string, Parent[]>(sources.map(source => [source.name, []]))
  const reaches = (from: string, to: string): boolean =>
    from === to || (found.get(from) ?? []).some(({parent}) => reaches(parent, to))
  for (const source of sources) {
    for (const [column, {references}] of Object.entries(source.columns)) {
      if (references === undefined) continue
      const [parent, key] = references.split('.') as [string, string]
      if (!reaches(parent, source.name)) found.get(source.name)!.push({column, parent, key})
    }
  }
  return found
}

/** Each source after those that it refers to. */
function inOrder(sources: readonly Source[], parents: ReadonlyMap<string, readonly Parent[]>): Source[] {
  const byName = new Map(sources.map(source => [source.name, source]))
  const done = new Set<Source>()
  const add = (source: Source) => {
    if (done.has(source)) return
    for (const {parent} of parents.get(source.name)!) add(byName.get(parent)!)
    done.add(source)
  }
  for (const source of sources) add(source)
  return [...done]
}

/** Created on one of the last local days of the data; the day on which they end is one of them. */
function createdLately(project: Project, source: Source, {days}: Sample, dataEnd: string): string[] {
  const {created} = source.replay
  if (days === undefined || created === 'none' || dataEnd === '') return []
  const {timezone} = project.catalog
  const macro = (name: string, moment: string) => project.templates.macro(name, {moment, timezone}).trim()
  const last = `cast(${macro('local_time', `timestamp ${literal(dataEnd)}`)} as date)`
  const first = `(${last} - ${days - 1})`
  const isDate = source.columns[created]!.type === 'DATE'
  return [`${identifier(created)} >= ${isDate ? first : macro('utc_time', `cast(${first} as timestamp)`)}`]
}

/** The first 32 bits of an MD5, as a share of all that there can be: the same for the same value, in every source and version. */
function drawn(source: Source, {share}: Sample): string[] {
  if (share === undefined || source.sample_by === undefined) return []
  const hash = `cast('0x' || substr(md5(cast(${identifier(source.sample_by)} as varchar)), 1, 8) as bigint)`
  return [`${hash} < ${Math.round(share * 2 ** 32)}`]
}

/** Puts a table of the rows that satisfy a condition in place of a loaded source, which may be a view. */
async function keepRows(database: Database, name: string, condition: string): Promise<number> {
  const relation = `sources.${identifier(name)}`
  const draft = identifier(`sample of ${name}`)
  await database.run(`create or replace table sources.${draft} as select * from ${relation}\nwhere ${condition}`)
  const [loaded] = await database.rows<{kind: string}>(
    "select table_type as kind from information_schema.tables where table_catalog = 'sources' and table_name = $name",
    {name},
  )
  await database.run(`drop ${loaded!.kind === 'VIEW' ? 'view' : 'table'} ${relation}`)
  await database.run(`alter table sources.${draft} rename to ${identifier(name)}`)
  const [counted] = await database.rows<{rows: number}>(`select count(*) as rows from ${relation}`)
  return counted!.rows
}

/** Writes `meta.sample`: one row where the database is built on a sample, else none. */
export async function noteSample(database: Database, sample: Sample | undefined): Promise<void> {
  const {days, share} = sample ?? {}
  await database.run(
    `create or replace table meta.sample as select cast(${days ?? 'null'} as integer) as last_days, cast(${share ?? 'null'} as double) as share${sample ? '' : ' where false'}`,
  )
}

/** The sample on which a database was built; none where it holds everything. */
export async function readSample(database: Database): Promise<Sample | undefined> {
  const [table] = await database.rows(
    "select 1 as found from duckdb_tables() where database_name = current_database() and schema_name = 'meta' and table_name = 'sample'",
  )
  if (!table) return undefined // built by an engine that knew no samples
  const [row] = await database.rows<{last_days: number | null; share: number | null}>(
    'select last_days, share from meta.sample',
  )
  if (!row) return undefined
  return {...(row.last_days === null ? {} : {days: row.last_days}), ...(row.share === null ? {} : {share: row.share})}
}
