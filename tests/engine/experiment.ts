import {join} from 'node:path'
import type {MeasureNode} from '../../scripts/compile/marts.ts'
import {measuresSql} from '../../scripts/compile/marts.ts'
import type {Compiled} from '../../scripts/compile/project.ts'
import {columnGraph, isEnd, withOwnRows} from '../../scripts/lineage/column-graph.ts'
import type {ColumnLineage} from '../../scripts/lineage/columns.ts'
import {partOf} from '../../scripts/lineage/graph.ts'
import {type Database, identifier, literal} from '../../scripts/sql/duckdb.ts'
import {openEmptyProject} from '../../scripts/verify/empty-project.ts'

/** A project with rows, in memory, whose sources' columns can be emptied to see what changes. */
export interface Laboratory {
  /** Everything that is looked at, with a number that changes when its values do. */
  state(): Promise<Map<string, string>>
  /** Empties a source's column, in every row or in every second one, looks, and puts everything back. */
  without(source: string, column: string, half: boolean): Promise<Map<string, string>>
  close(): void
}

/**
 * Reads the sources' files into memory (at most `rows` of each). What is looked at: the columns of facts; with `marts` also the KPIs
 * and the columns of marts, for months.
 */
export async function laboratory(
  compiled: Compiled,
  {marts, rows = 1_000_000}: {readonly marts: boolean; readonly rows?: number},
): Promise<Laboratory> {
  const {declarations, folder} = compiled.project
  const database = await openEmptyProject(compiled)
  for (const {name, path, columns} of declarations.sources.values()) {
    const read = path.endsWith('.csv')
      ? `read_csv(${literal(join(folder, path))}, all_varchar = true)`
      : `read_json(${literal(join(folder, path))})`
    const cast = Object.entries(columns).map(([column, {type}]) => {
      const value = `rows.${identifier(column)}`
      return type === 'TIMESTAMP'
        ? `cast(replace(cast(${value} as varchar), 'Z', '') as timestamp)`
        : `cast(${value} as ${type})`
    })
    await database.run(`insert into sources.${name} select ${cast.join(', ')} from ${read} as rows limit ${rows}`)
    await database.run(`create table main.${name} as select * from sources.${name}`)
  }
  await database.run(
    `insert into meta.data_end values (timestamp '2026-11-01 00:00:00', timestamp '2026-11-01 00:00:00')`,
  )
  await database.run(
    'create table meta.measure_values (measure varchar, grain varchar, period_start date, period_end date, dimension varchar, dimension_value varchar, numerator double, denominator double, value double, sample_size bigint)',
  )
  const nodes = compiled.nodes.filter(
    node => node.kind !== 'macro' && (marts || node.layer === 'staging' || node.layer === 'facts'),
  )

  async function state(): Promise<Map<string, string>> {
    const seen = new Map<string, string>()
    if (marts) await database.run('delete from meta.measure_values')
    for (const node of nodes) {
      if (node.kind === 'measures') {
        const sql = measuresSql(compiled.project, (node as MeasureNode).group, 'month', true)
        await database.run(`insert into meta.measure_values ${sql}`)
        continue
      }
      await database.run(`create or replace ${node.kind} ${node.relation} as\n${node.sql}`)
      if (node.layer === 'staging' || node.layer === 'meta' || node.name === 'kpi_values') continue
      for (const [column, mark] of await marks(database, node.relation)) seen.set(`${node.name}.${column}`, mark)
    }
    if (marts) for (const [ref, mark] of await kpiMarks(database)) seen.set(ref, mark)
    return seen
  }

  return {
    state,
    without: async (source, column, half) => {
      const name = identifier(column)
      await database.run(`update sources.${source} set ${name} = null${half ? ' where rowid % 2 = 0' : ''}`)
      const found = await state()
      await database.run(`delete from sources.${source}`)
      await database.run(`insert into sources.${source} select * from main.${source}`)
      return found
    },
    close: () => database.close(),
  }
}

/** Of each column, a number that is the same for the same values, in whichever order; the rows count. */
async function marks(database: Database, relation: string): Promise<[string, string][]> {
  const columns = await database.rows<{column_name: string}>(`describe ${relation}`)
  const sums = columns.map(
    ({column_name: name}) => `sum(hash(t.${identifier(name)})::hugeint)::varchar as ${identifier(name)}`,
  )
  const [row] = await database.rows<Record<string, string>>(
    `select count(*)::varchar as "the rows", ${sums.join(', ')} from ${relation} as t`,
  )
  return columns.map(({column_name: name}) => [name, `${row!['the rows']} ${row![name]}`])
}

async function kpiMarks(database: Database): Promise<[string, string][]> {
  const rows = await database.rows<{ref: string; mark: string}>(
    `select v.kpi_ref as ref, sum(hash(v.period_start, v.dimension, v.dimension_value, v.numerator, v.denominator, v.value, v.sample_size)::hugeint)::varchar as mark
     from marts.kpi_values as v where v.grain = 'month' group by v.kpi_ref`,
  )
  return rows.map(({ref, mark}) => [ref, mark])
}

/** The columns of sources that the lineage names for everything that an experiment looks at. */
export function namedSources(
  compiled: Compiled,
  lineage: ColumnLineage,
  ids: Iterable<string>,
): Map<string, Set<string>> {
  const graph = columnGraph(compiled, lineage)
  const around = (id: string) => partOf(graph, id, ['upstream'], {ends: isEnd})
  return new Map(
    [...ids].map(id => {
      const part = withOwnRows(around(id), rows => graph.node(rows) && around(rows))
      // a KPI's rows are there for each value that it is broken down by
      const broken = graph.node(`${id}.dimension_value`) ? around(`${id}.dimension_value`).nodes : []
      return [id, new Set([...part.nodes, ...broken].map(node => node.id).filter(each => each.startsWith('source:')))]
    }),
  )
}
