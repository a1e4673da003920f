import {join} from 'node:path'
import type {Kpi} from '../../scripts/catalog/definitions.ts'
import {loadProject} from '../../scripts/compile/load.ts'
import {type Compiled, compileProject} from '../../scripts/compile/project.ts'
import {writeDataEnd} from '../../scripts/execute/sources.ts'
import {type Answer, answer} from '../../scripts/query/answer.ts'
import {understand} from '../../scripts/query/request.ts'
import {type Database, identifier, literal} from '../../scripts/sql/duckdb.ts'
import {openEmptyProject} from '../../scripts/verify/empty-project.ts'
import {dataEnd, type Scalar, type Sources} from './contract.ts'
import type {Question} from './questions.ts'

const FOLDER = join(import.meta.dirname, '../..')

/** The repository's own project, every slot of a histogram made a KPI that can be asked for (`Chat-Bar-10 slot 3`). */
export async function loadEngineProject(): Promise<Compiled> {
  const compiled = compileProject(await loadProject(FOLDER))
  const {definitions} = compiled.project
  const [any] = definitions.kpis.values()
  const slots = definitions.histograms.flatMap(histogram =>
    histogram.slots.map(
      (slot): Kpi => ({
        ...any!,
        ref: `${histogram.ref} slot ${slot.number}`,
        term: {type: 'measure', measure: slot.measure},
        measures: [slot.measure],
        dimensions: histogram.dimensions,
        hasHours: true,
        hasWeekdays: true,
      }),
    ),
  )
  const kpis = new Map([...definitions.kpis, ...slots.map(kpi => [kpi.ref, kpi] as const)])
  return {...compiled, project: {...compiled.project, definitions: {...definitions, kpis}}}
}

/** Asks in one statement for all the KPIs named, histograms by their slots; with `by`, for those that have that breakdown. */
export async function ask(
  database: Database,
  {project}: Compiled,
  question: Question,
  refs: readonly string[],
): Promise<Answer[]> {
  const wanted = [...project.definitions.kpis.values()].filter(
    kpi =>
      refs.includes(kpi.ref.replace(/ slot \d+$/, '')) &&
      (question.by === undefined || kpi.dimensions.includes(question.by)),
  )
  if (wanted.length === 0) return []
  const {where = {}, ...rest} = question
  const asked = understand(
    {
      ...rest,
      refs: wanted.map(kpi => kpi.ref),
      where: Object.entries(where).map(([name, values]) => `${name}=${values.join(',')}`),
    },
    project,
  )
  return answer(database, project, asked)
}

/** A project in memory into which one set of events after the other is loaded. */
export interface Engine {
  readonly compiled: Compiled
  readonly database: Database
  /** Replaces all rows and computes the facts that the KPIs named read. */
  load(sources: Sources): Promise<void>
  close(): void
}

export async function openEngine(refs: readonly string[]): Promise<Engine> {
  const compiled = await loadEngineProject()
  const {project} = compiled
  const database = await openEmptyProject(compiled)
  for (const node of compiled.nodes)
    if (node.kind === 'view') await database.run(`create view ${node.relation} as\n${node.sql}`)
  const facts = factsOf(compiled, refs)
  const load = async (sources: Sources) => {
    for (const source of project.declarations.sources.values()) {
      const rows = sources[source.name] ?? []
      await database.run(`delete from sources.${identifier(source.name)}`)
      if (rows.length === 0) continue
      const columns = Object.keys(source.columns)
      const values = rows.map(row => {
        const cells = row as Record<string, Scalar>
        return `(${columns.map(column => cell(cells[column] ?? null, source.columns[column]!.type)).join(', ')})`
      })
      await database.run(`insert into sources.${identifier(source.name)} values ${values.join(', ')}`)
    }
    const end = dataEnd(sources)
    await writeDataEnd(
      database,
      project,
      end === undefined ? '' : new Date(end).toISOString().replace(/[TZ]/g, ' ').trim(),
    )
    for (const node of facts) await database.run(`create or replace table ${node.relation} as\n${node.sql}`)
  }
  return {compiled, database, load, close: () => database.close()}
}

/** The facts that KPIs read, and all that those read, in the order of the graph. */
function factsOf(compiled: Compiled, refs: readonly string[]) {
  const kpis = [...compiled.project.definitions.kpis.values()].filter(kpi =>
    refs.includes(kpi.ref.replace(/ slot \d+$/, '')),
  )
  const needed = new Set(
    kpis.flatMap(kpi => kpi.measures.flatMap(each => [each.fact, ...each.related.map(rows => rows.fact)])),
  )
  for (const node of [...compiled.nodes].reverse())
    if (needed.has(node.name)) for (const name of node.upstream) needed.add(name)
  return compiled.nodes.filter(node => node.kind === 'table' && node.layer === 'facts' && needed.has(node.name))
}

function cell(value: Scalar, type: string): string {
  if (value === null) return `cast(null as ${type})`
  const text = literal(String(value))
  return type === 'TIMESTAMP' ? `timezone('UTC', cast(${text} as timestamptz))` : `cast(${text} as ${type})`
}
