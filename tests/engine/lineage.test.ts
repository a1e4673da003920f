import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {loadProject} from '../../scripts/compile/load.ts'
import {type Compiled, compileProject} from '../../scripts/compile/project.ts'
import {columnGraph, endingOf, isEnd} from '../../scripts/lineage/column-graph.ts'
import {type ColumnLineage, followColumns} from '../../scripts/lineage/columns.ts'
import {type Graph, partOf} from '../../scripts/lineage/graph.ts'
import {followQueries} from '../../scripts/lineage/models.ts'
import {understand} from '../../scripts/query/request.ts'
import {compileStatement} from '../../scripts/query/statement.ts'
import {type Database, openDatabase} from '../../scripts/sql/duckdb.ts'
import {bindProject} from '../../scripts/verify/check.ts'
import {ROOT} from '../e2e/command-line.ts'
import {laboratory, namedSources} from './experiment.ts'
import {copyLibrary, editCatalog, temporary} from './library.ts'

let database: Database
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())

describe('the lineage of every column of this project', () => {
  let compiled: Compiled
  let lineage: ColumnLineage
  let graph: Graph
  beforeAll(async () => {
    compiled = compileProject(await loadProject(ROOT))
    lineage = await followColumns(compiled, database)
    graph = columnGraph(compiled, lineage)
  })

  test('knows the columns that DuckDB knows, in their order', async () => {
    const known = new Map<string, readonly string[]>()
    const problems = await bindProject(compiled, async bound => {
      for (const node of compiled.nodes) {
        if (node.kind !== 'view' && node.kind !== 'table') continue
        const columns = await bound.rows<{column_name: string}>(`describe ${node.relation}`)
        known.set(
          node.name,
          columns.map(column => column.column_name),
        )
      }
    })
    expect(problems.filter(problem => problem.severity === 'error')).toEqual([])
    expect(known.size).toBeGreaterThan(60)
    for (const [name, columns] of known) expect(lineage.columns.get(name), name).toEqual(columns)
  })

  test('leaves nothing out: each ends in columns or rows of sources, constants, the calendar or the last instant', () => {
    expect([...lineage.unread]).toEqual([])
    const named = new Set(graph.ids)
    for (const [id, from] of lineage.from)
      for (const {relation, column} of from.values())
        expect(named, `${id} depends on it`).toContain(column === undefined ? relation : `${relation}.${column}`)
    const ended = graph.ids.filter(id => graph.into(id).length === 0).map(id => graph.node(id)!)
    // the catalog as a table has the same rows whatever the data
    const endings = new Set(ended.map(node => endingOf(graph, node) ?? `rows of ${node.id}`))
    expect([...endings].sort()).toEqual([
      'calendar',
      'constant',
      'instant',
      'rows of kpi_catalog',
      'rows of kpi_targets',
      'source',
    ])
    const constants = ended.filter(node => endingOf(graph, node) === 'constant').map(node => node.id)
    const facts = constants.filter(id => graph.node(id)!.kind === 'fact')
    expect(facts).toEqual(['dim_open_weekdays.weekday'])
    expect([...new Set(constants.map(id => graph.node(id)!.relation))].sort()).toEqual([
      ...['component_values', 'cost_by_channel', 'dim_open_weekdays', 'histogram_shares'],
      ...['kpi_catalog', 'kpi_histograms', 'kpi_targets', 'kpi_values'],
    ])
  })

  test('of every KPI agrees with the lineage of its SQL', async () => {
    const statements = new Map(
      [...compiled.project.definitions.kpis.keys()].map(ref => {
        const asked = understand({refs: [ref], from: '2026-01-01', to: '2026-01-31'}, compiled.project)
        return [ref, compileStatement(compiled.project, asked).sql]
      }),
    )
    for (const [ref, {columns, rows}] of await followQueries(statements, compiled, lineage, database)) {
      const value = columns.find(column => column.name === 'value')!
      const inSql = columnsOf([...value.from.values(), ...rows.values()])
      expect(inSql.length, ref).toBeGreaterThan(0)
      expect(factColumns(ref), ref).toEqual(inSql)
    }
  })

  test('leads from a column of a family’s mart to its KPI, and on to the columns of sources', () => {
    const part = partOf(graph, 'waiting_list.wlst_card_14', ['upstream'], {ends: isEnd})
    expect(graph.into('waiting_list.wlst_card_14').map(edge => edge.from)).toEqual(['Wlst-Card-14'])
    const sources = part.nodes.map(node => node.id).filter(id => id.startsWith('source:'))
    expect(sources.sort()).toEqual([
      'source:conversations',
      'source:conversations.handled_at',
      'source:conversations.is_internal',
      'source:conversations.requested_at',
      'source:conversations.source',
    ])
  })

  test('says which KPIs depend on a column of a source, and on no other', () => {
    const part = partOf(graph, 'source:ratings.wait_score', ['downstream'], {ends: isEnd})
    const refs = part.nodes.filter(node => node.kind === 'kpi' && node.column === undefined).map(node => node.id)
    const naming = [...compiled.project.definitions.kpis.values()].filter(kpi =>
      kpi.measures.some(measure => /wait_score/.test(JSON.stringify(measure))),
    )
    expect(refs).toEqual(naming.map(kpi => kpi.ref))
    expect(refs.length).toBeGreaterThan(0)
  })

  /** The columns of facts behind a KPI, also through the KPIs that it is calculated from. */
  function factColumns(ref: string): string[] {
    const from = [...lineage.from.get(ref)!.values()]
    const parts = from.filter(each => compiled.project.definitions.kpis.has(each.relation))
    return [
      ...new Set([
        ...columnsOf(from.filter(each => !parts.includes(each))),
        ...parts.flatMap(part => factColumns(part.relation)),
      ]),
    ].sort()
  }
})

function columnsOf(list: readonly {relation: string; column?: string}[]): string[] {
  const columns = list.flatMap(({relation, column}) => (column === undefined ? [] : [`${relation}.${column}`]))
  return [...new Set(columns)].sort()
}

describe('an experiment: emptying a source’s column changes only what the lineage names', () => {
  const {folder, remove} = temporary()
  afterAll(remove)
  let compiled: Compiled
  let lineage: ColumnLineage
  beforeAll(async () => {
    const project = copyLibrary(folder)
    // the calendar stays as it is whatever becomes of the data
    editCatalog(project, text => text.replace('languages:', 'calendar: {from: 2026-02-01, to: 2026-04-30}\nlanguages:'))
    compiled = compileProject(await loadProject(project))
    lineage = await followColumns(compiled, database)
  })

  const sourceColumns = () =>
    [...compiled.project.declarations.sources.values()].flatMap(({name, columns}) =>
      Object.keys(columns).map(column => [name, column] as const),
    )

  test('columns of facts: exactly those', async () => {
    const lab = await laboratory(compiled, {marts: false})
    const before = await lab.state()
    const named = namedSources(compiled, lineage, before.keys())
    const changedBy = new Map([...before.keys()].map(id => [id, new Set<string>()]))
    for (const [source, column] of sourceColumns()) {
      for (const half of [false, true]) {
        const after = await lab.without(source, column, half)
        for (const [id, mark] of before)
          if (after.get(id) !== mark) changedBy.get(id)!.add(`source:${source}.${column}`)
      }
    }
    lab.close()
    const columns = (ids: Iterable<string>) => [...ids].filter(id => id.includes('.')).sort()
    for (const [id, sources] of changedBy) expect(columns(sources), id).toEqual(columns(named.get(id)!))
  })

  test('KPIs and columns of marts: none but those', async () => {
    const lab = await laboratory(compiled, {marts: true})
    const before = await lab.state()
    expect([...before.keys()]).toContain('Loan-Card-14')
    const named = namedSources(compiled, lineage, before.keys())
    // one of each kind: a key, a condition, a value, a moment, an attribute of a dimension
    for (const [source, column] of [
      ['loans', 'loan_id'],
      ['loans', 'renewals'],
      ['notices', 'kind'],
      ['holds', 'picked_up_at'],
      ['borrowers', 'category'],
      ['branches', 'name'],
    ] as const) {
      const after = await lab.without(source, column, true)
      const changed = [...before].filter(([id, mark]) => after.get(id) !== mark).map(([id]) => id)
      expect(changed.length, `${source}.${column}`).toBeGreaterThan(0)
      for (const id of changed) expect(named.get(id), id).toContain(`source:${source}.${column}`)
    }
    lab.close()
  })
})

describe('a model that can’t be followed', () => {
  const {folder, remove} = temporary()
  afterAll(remove)

  test('is taken to depend on all that it reads, and so is what reads it', async () => {
    const project = copyLibrary(folder)
    const file = join(project, 'models/facts/fct_visits.sql')
    writeFileSync(file, readFileSync(file, 'utf8').replace('select * from final', "select columns('.*') from final"))
    const compiled = compileProject(await loadProject(project))
    const lineage = await followColumns(compiled, database)
    expect([...lineage.unread]).toEqual([['fct_visits', '"columns(…)" is not followed']])
    const found = columnsOf([...lineage.from.get('fct_visits.items_browsed')!.values()])
    expect(found).toEqual(
      lineage.columns
        .get('stg_visits')!
        .map(column => `stg_visits.${column}`)
        .sort(),
    )
  })
})
