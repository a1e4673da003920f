import {presentRefs} from '../catalog/aliases.ts'
import {dimensionsIn} from '../catalog/definitions.ts'
import {loadProject, type Project} from '../compile/load.ts'
import type {Problem} from '../core/problem.ts'
import {type PlaceOptions, type Sample, settle} from '../core/settings.ts'
import type {Outdated} from '../plan/outdated.ts'
import {answer} from '../query/answer.ts'
import type {Range} from '../query/calendar.ts'
import type {AnyAnswer, Shape} from '../query/columns.ts'
import {answerCompared, withCompared} from '../query/compared.ts'
import {
  type AskedComponent,
  answerComponent,
  componentFigures,
  componentStatements,
  understandComponent,
} from '../query/component.ts'
import {readRange} from '../query/range.ts'
import {type Asked, type Question, understand} from '../query/request.ts'
import {type Comparisons, looksAtData} from '../query/spans.ts'
import {compileStatement, type Statement} from '../query/statement.ts'
import type {Database} from '../sql/duckdb.ts'
import {readSample} from '../warehouse/sampling.ts'
import {instant} from './instant.ts'
import {outdatedSince, withReason} from './outdated.ts'
import {factsAsOf, labelsOf, openPublished} from './queried.ts'

export interface QueryArguments extends Question, PlaceOptions {
  /** Answer as it would have been answered at this instant; the facts are built anew from the sources. */
  readonly asOf?: string
}

export interface QueryResult {
  readonly project: Project
  readonly answers: readonly AnyAnswer[]
  readonly shape: Shape
  /** The dimensions by which the answers are broken down. */
  readonly dimensions: readonly string[]
  /** The data's last instant in local time; periods that end later may still fill. */
  readonly dataEnd: string | null
  /** What has changed in the project since the warehouse was built; nothing where the facts were built for the question. */
  readonly outdated: Outdated
  /** The part of the sources on which the warehouse was built; none where on all. */
  readonly sample?: Sample
  /** By dimension, the names of its values, where the catalog says where they are found. */
  readonly labels: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** With what the periods were compared, or why not. */
  readonly comparisons: Comparisons
  /** The data's first day; only of a comparison. */
  readonly firstDay: string | null
  /** Of references that are former or deprecated. */
  readonly warnings: readonly Problem[]
}

/** `kpi query`: exact values for any period, from the published warehouse or as of an instant. */
export async function query(given: QueryArguments): Promise<QueryResult> {
  const project = await loadProject(settle(given))
  const {refs, warnings} = presentRefs(project.catalog, given.refs)
  const options = {...given, refs}
  return asking(project, options, async (understood, database, range) => {
    const [end] = await database.rows<{ends_at: string | null}>(
      'select cast(ends_at_local as varchar) as ends_at from meta.data_end',
    )
    const outdated =
      options.asOf === undefined
        ? await outdatedSince(project, understood.asked.kpis, database, settle(options).target)
        : {refs: [], models: []}
    const {answers, shape} = await answered(database, project, understood).catch(error => {
      throw withReason(error, outdated)
    })
    const sample = await readSample(database)
    const {by, comparisons = []} = understood.asked
    const used = new Set(answers.map(each => each.dimension).filter(each => each !== 'total'))
    const dimensions = by === undefined ? [...used].flatMap(each => each.split(',')) : dimensionsIn(by)
    return {
      project,
      answers,
      shape,
      dimensions: [...new Set(dimensions)],
      dataEnd: end?.ends_at ?? null,
      outdated,
      labels: await labelsOf(database, project, dimensions),
      comparisons,
      firstDay: range?.firstDay ?? null,
      warnings,
      ...(sample ? {sample} : {}),
    }
  })
}

/** `kpi query --sql`: the statements, and what is bound to them; more than one for charts that are cut in several ways. */
export async function querySql(
  given: QueryArguments,
): Promise<{readonly statements: readonly Statement[]; readonly warnings: readonly Problem[]}> {
  const project = await loadProject(settle(given))
  const {refs, warnings} = presentRefs(project.catalog, given.refs)
  const options = {...given, refs}
  const statements = ({component, asked}: Understood) =>
    component ? componentStatements(project, component) : [compileStatement(project, withCompared(asked))]
  return {
    statements: looksAtData(options)
      ? await asking(project, options, async understood => statements(understood))
      : statements(read(project, options)),
    warnings,
  }
}

/** A question understood: about KPIs, or about a chart or table. */
interface Understood {
  readonly asked: Asked
  readonly component?: AskedComponent
}

function read(project: Project, options: QueryArguments, range?: Range): Understood {
  const component = options.refs.find(ref => project.definitions.components.has(ref))
  if (component === undefined) return {asked: understand(options, project, range)}
  const asked = understandComponent({...options, refs: [component, ...options.refs.slice(1)]}, project, range)
  return {component: asked, asked: {...asked.asked, kpis: []}}
}

/** Understands a question, opens the warehouse that answers it, and closes it in the end. */
async function asking<T>(
  project: Project,
  options: QueryArguments,
  work: (understood: Understood, database: Database, range: Range | undefined) => Promise<T>,
): Promise<T> {
  const place = settle(options)
  const first = read(project, options) // what is wrong with the words is told before anything is opened
  const database =
    options.asOf === undefined
      ? await openPublished(place.target, place.settings?.limits)
      : await factsAsOf(project, figuresOf(project, first), place, instant(options.asOf), options.compare !== undefined)
  try {
    if (!looksAtData(options)) return await work(first, database, undefined)
    const range = await readRange(database, options.compare !== undefined)
    return await work(read(project, options, range), database, range)
  } finally {
    database.close()
  }
}

const figuresOf = (project: Project, {asked, component}: Understood) =>
  component ? componentFigures(project, component) : asked.kpis

async function answered(
  database: Database,
  project: Project,
  {asked, component}: Understood,
): Promise<{answers: readonly AnyAnswer[]; shape: Shape}> {
  const joined = asked.by !== undefined && dimensionsIn(asked.by).length > 1 ? dimensionsIn(asked.by) : []
  if (component) {
    const {histogram, series} = component
    const hasShares = histogram
      ? histogram.slots.some(slot => slot.share)
      : series.some(each => each.isDivisible !== undefined)
    const answers = await answerComponent(database, project, component)
    const cut = [...new Set(series.flatMap(({by}) => (by === undefined ? [] : dimensionsIn(by))))]
    const isCut = answers.some(each => each.dimensions)
    return {
      answers,
      shape: {form: histogram ? 'histogram' : 'series', joined: isCut ? [...joined, ...cut] : joined, hasShares},
    }
  }
  const {comparisons} = asked
  if (!comparisons)
    return {answers: await answer(database, project, asked), shape: {form: 'kpi', joined, hasShares: false}}
  const answers = await answerCompared(database, project, {...asked, comparisons})
  return {answers, shape: {form: 'compared', joined, hasShares: false}}
}
