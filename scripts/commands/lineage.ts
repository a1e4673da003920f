import {loadProject} from '../compile/load.ts'
import {type Compiled, compileProject} from '../compile/project.ts'
import {fault, ProblemError} from '../core/problem.ts'
import {settle} from '../core/settings.ts'
import {suggestion} from '../core/suggest.ts'
import {columnGraph, isEnd, withOwnRows} from '../lineage/column-graph.ts'
import {type ColumnLineage, followColumns} from '../lineage/columns.ts'
import {type Direction, type Graph, type Part, partOf} from '../lineage/graph.ts'
import {modelGraph} from '../lineage/model-graph.ts'
import {openSmall} from '../sql/duckdb.ts'

export interface LineageArguments {
  readonly project?: string
  /** A node, `source:NAME` or reference, or a column of one. */
  readonly name: string
  readonly upstream?: boolean
  readonly downstream?: boolean
  readonly depth?: number
  readonly columns?: boolean
}

/** What `kpi lineage` found. */
export interface LineageAnswer {
  readonly name: string
  readonly of: 'models' | 'columns'
  readonly directions: readonly Direction[]
  readonly graph: Graph
  /** Around the name itself, or (`--columns`) around each of its columns, and around its rows. */
  readonly parts: readonly Part[]
  /** Names of KPIs, charts and tables, in the catalog's first language. */
  readonly titles: ReadonlyMap<string, string>
  /** Models whose SQL could not be followed, and why. */
  readonly unread: ReadonlyMap<string, string>
}

/**
 * `kpi lineage`: what a model, mart, KPI, source or column is made from, and what is made of it. Compiles the project; touches no
 * data. Unknown names are problems (status 2).
 */
export async function lineage(options: LineageArguments): Promise<LineageAnswer> {
  const compiled = compileProject(await loadProject(settle(options)))
  const database = await openSmall()
  const found = await followColumns(compiled, database).finally(() => database.close())
  const models = modelGraph(compiled, found)
  const columns = columnGraph(compiled, found)
  const name = idOf(options.name, compiled, models, columns, found)
  const isColumn = models.node(name) === undefined
  const of = isColumn || options.columns ? 'columns' : 'models'
  const chosen = (['upstream', 'downstream'] as const).filter(direction => options[direction])
  const graph = of === 'models' ? models : columns
  const isSource = name.startsWith('source:')
  const usual: readonly Direction[] =
    of === 'models' ? ['upstream', 'downstream'] : isSource ? ['downstream'] : ['upstream']
  const directions = chosen.length > 0 ? chosen : usual
  if (of === 'columns' && !graph.node(name))
    throw new ProblemError([
      fault('no-columns', `${name} is a group of measures and has no columns of its own`, {
        hint: 'ask for a KPI or a fact',
      }),
    ])
  const roots = of === 'columns' && !isColumn ? [...columnsOf(name, found), name] : [name]
  const limits = {...(options.depth !== undefined && {depth: options.depth}), ends: isEnd}
  const around = (id: string): Part => {
    const part = partOf(graph, id, directions, limits)
    const isWhole = roots.length > 1 || !directions.includes('upstream') || of === 'models'
    return isWhole ? part : withOwnRows(part, rows => graph.node(rows) && partOf(graph, rows, ['upstream'], limits))
  }
  const {kpis, components} = compiled.project.definitions
  const [language] = compiled.project.catalog.languages
  return {
    name,
    of,
    directions,
    graph,
    parts: roots.map(around),
    titles: new Map([
      ...[...kpis].map(([ref, {input}]) => [ref, input.name[language!] ?? ref] as const),
      ...[...components].map(([ref, component]) => [ref, component.name[language!] ?? ref] as const),
    ]),
    unread: found.unread,
  }
}

function columnsOf(name: string, {columns}: ColumnLineage): string[] {
  return (columns.get(name) ?? []).map(column => `${name}.${column}`)
}

const SCHEMAS = /^(?:staging|facts|marts|meta)\./

/** The id that a name stands for; a relation may be written with its schema. */
function idOf(
  given: string,
  compiled: Compiled,
  models: Graph,
  columns: Graph,
  {columns: known}: ColumnLineage,
): string {
  const written = given.replace(SCHEMAS, '').replace(/^sources\./, 'source:')
  if (models.node(written) || columns.node(written)) return written
  const dot = written.lastIndexOf('.')
  const [relation, column] = [written.slice(0, dot), written.slice(dot + 1)]
  const found = dot > 0 ? known.get(relation) : undefined
  if (found) {
    const same = found.find(each => each.toLowerCase() === column.toLowerCase())
    if (same !== undefined) return `${relation}.${same}`
    throw new ProblemError([
      fault('unknown-column', `${relation} has no column "${column}"`, {hint: suggestion(column, found, 'columns')}),
    ])
  }
  if (
    dot > 0 &&
    (compiled.project.definitions.kpis.has(relation) || compiled.project.definitions.components.has(relation))
  )
    throw new ProblemError([
      fault('no-columns', `${relation} is in the catalog and has no columns`, {
        hint: `kpi lineage ${relation} --columns shows those behind it`,
      }),
    ])
  const wanted = dot > 0 ? relation : written
  const bare = [...compiled.project.declarations.sources.keys()]
  const hint = bare.includes(wanted)
    ? `did you mean "source:${written}"?`
    : suggestion(wanted, models.ids, 'models, sources, KPIs and charts')
  throw new ProblemError([fault('unknown-name', `there is no model, mart, source or KPI "${wanted}"`, {hint})])
}
