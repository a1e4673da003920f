import type {Compiled} from '../compile/project.ts'
import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import type {YamlFile, YamlPath} from '../core/yaml-file.ts'
import type {Database} from '../sql/duckdb.ts'
import {type GivenRow, insertRows} from './example-rows.ts'

/** Replaces the rows of every source of an empty project (see `openEmptyProject`) by those of an example; the data's last instant follows. */
export async function giveRows(
  database: Database,
  compiled: Compiled,
  given: Readonly<Record<string, readonly GivenRow[]>>,
  defaults: Readonly<Record<string, GivenRow>>,
  at: {readonly yaml: YamlFile; readonly path: YamlPath},
  problems: Problem[],
): Promise<void> {
  const {project} = compiled
  const {yaml} = at
  for (const source of project.declarations.sources.values()) await database.run(`delete from sources.${source.name}`)
  for (const [name, rows] of Object.entries(given)) {
    const place = [...at.path, name]
    const source = project.declarations.sources.get(name)
    if (!source) {
      const hint = suggestion(name, project.declarations.sources.keys(), 'sources')
      problems.push(fault('unknown-source', `there is no source "${name}"`, {...yaml.keyPlace(place), hint}))
      continue
    }
    const insert = insertRows(source, rows, defaults[name] ?? {}, project, {yaml, path: place}, problems)
    try {
      if (insert) await database.run(insert)
    } catch (error) {
      const message = (error as Error).message.split('\n')[0]
      problems.push(fault('bad-row', `source "${name}": ${message}`, yaml.place(place)))
    }
  }
  if (problems.length === 0) await setDataEnd(database, compiled)
}

/** The data's last instant: the latest timestamp of any row. */
async function setDataEnd(database: Database, compiled: Compiled): Promise<void> {
  const moments = [...compiled.project.declarations.sources.values()].flatMap(source =>
    Object.entries(source.columns)
      .filter(([, column]) => column.type === 'TIMESTAMP')
      .map(([column]) => `select max(${column}) as moment from sources.${source.name}`),
  )
  const local = compiled.project.templates
    .macro('local_time', {moment: 'latest.moment', timezone: compiled.project.catalog.timezone})
    .trim()
  await database.run(
    `delete from meta.data_end; insert into meta.data_end select latest.moment, ${local} from (select max(moments.moment) as moment from (${moments.join(' union all ')}) as moments) as latest`,
  )
}

/** Builds the named facts and dimensions, and those that they read. */
export async function materialise(database: Database, compiled: Compiled, facts: readonly string[]): Promise<void> {
  const needed = new Set(facts)
  for (const node of [...compiled.nodes].reverse())
    if (needed.has(node.name)) for (const name of node.upstream) needed.add(name)
  for (const node of compiled.nodes) {
    if (node.kind === 'table' && node.layer === 'facts' && needed.has(node.name))
      await database.run(`create or replace table ${node.relation} as\n${node.sql}`)
  }
}
