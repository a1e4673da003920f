import {dimensionsIn, type Histogram} from '../catalog/definitions.ts'
import {isZeroWhenEmpty} from '../compile/combine.ts'
import type {Project} from '../compile/load.ts'
import {type Problem, refuse} from '../core/problem.ts'
import type {Database} from '../sql/duckdb.ts'
import {type Answer, answer} from './answer.ts'
import {notApplied} from './applicable.ts'
import type {Range} from './calendar.ts'
import {histogramFigures} from './component-figures.ts'
import type {Filters} from './filters.ts'
import type {Period} from './periods.ts'
import {type Askable, type Asked, breakdown, type Question, sayTo, understandRest} from './request.ts'
import {cutsOf, type Series, type SeriesComponent, seriesOf} from './series.ts'
import {type SlotAnswer, slotAnswers} from './slots.ts'
import {compileStatement, type Statement} from './statement.ts'

/** A figure of a chart or table, as `kpi query --format json` gives it. */
export interface ComponentAnswer extends Omit<Answer, 'kpi_ref'> {
  readonly component_ref: string
  /** What it is called, in the catalog's first language. */
  readonly series: string
  /** NULL for what only the chart counts, and for sums. */
  readonly kpi_ref: string | null
  /** Of a donut's slices: what part of all of them it is; NULL where they don't add up. */
  readonly share_of_total?: number | null
}

/** A question about a chart or table, understood. */
export interface AskedComponent {
  readonly ref: string
  readonly histogram?: Histogram
  readonly series: readonly Series[]
  readonly asked: Omit<Asked<Askable>, 'kpis'>
}

/** Checks a question about one chart or table; every mistake is a problem (status 2). */
export function understandComponent(question: Question, project: Project, range?: Range): AskedComponent {
  const problems: Problem[] = []
  const say = sayTo(problems)
  const [ref] = question.refs as [string]
  const component = project.definitions.components.get(ref)!
  const histogram = project.definitions.histograms.find(each => each.ref === ref)
  if (question.refs.length > 1)
    say(
      'several-refs',
      `${ref} is a ${component.form}: charts and tables are asked for one at a time`,
      `kpi query ${ref}`,
    )
  if (component.form === 'list')
    say('no-figures', `${ref} is a list of rows, not of figures`, `its rows are those of the model ${component.list}`)
  if (question.compare !== undefined) say('not-compared', `${ref} is a ${component.form}: only KPIs are compared`)
  const asked = understandRest({...question, compare: undefined} as Question, project, range, say)
  if (histogram) {
    const by = breakdown(question.by, [histogram], project, say)
    refuse(problems)
    return {ref, histogram, series: [], asked: {...asked, ...(by === undefined ? {} : {by})}}
  }
  const cuts = component.form === 'list' || component.form === 'histogram' ? [] : cutsOf(component)
  const given = component.form === 'list' ? undefined : breakdown(question.by, [{ref, dimensions: cuts}], project, say)
  if (given !== undefined && dimensionsIn(given).length > 1)
    say('no-such-breakdown', `${ref} is cut by one dimension at a time`, `its dimensions: ${cuts.join(', ')}`)
  refuse(problems)
  return {ref, series: seriesOf(project, ref, component as SeriesComponent, given ?? cuts[0]), asked}
}

/** The figures that a question about a chart or table asks for. */
export function componentFigures(project: Project, {histogram, series}: AskedComponent): Askable[] {
  return histogram ? histogramFigures(project, histogram) : series.flatMap(each => each.figures)
}

/** The statements that answer a question about a chart or table: one for the totals, one for each dimension. */
export function componentStatements(project: Project, {histogram, series, asked}: AskedComponent): Statement[] {
  if (histogram) return [compileStatement(project, {...asked, kpis: histogramFigures(project, histogram)})]
  return [...questions(series)].map(([by, kpis]) =>
    compileStatement(project, {...asked, kpis, ...(by === '' ? {} : {by})}),
  )
}

/** Answers a question about a chart or table, from the same statements as KPIs. */
export async function answerComponent(
  database: Database,
  project: Project,
  question: AskedComponent,
): Promise<(ComponentAnswer | SlotAnswer)[]> {
  const {ref, histogram, series, asked} = question
  if (histogram) {
    const rows = await answer(database, project, {...asked, kpis: histogramFigures(project, histogram)})
    return slotAnswers(histogram, rows, asked, project.catalog.languages[0]!)
  }
  const answers = new Map<string, Answer[]>()
  for (const [by, kpis] of questions(series))
    answers.set(by, await answer(database, project, {...asked, kpis, ...(by === '' ? {} : {by})}))
  return series.flatMap(each => rowsOf(ref, each, answers.get(each.by ?? '')!, asked))
}

/** The figures that are asked for together, by the name of the dimension that cuts them; in total under no name. */
function questions(series: readonly Series[]): Map<string, Askable[]> {
  const found = new Map<string, Map<string, Askable>>()
  for (const {by = '', figures} of series) {
    const group = found.get(by) ?? new Map<string, Askable>()
    for (const figure of figures) group.set(figure.ref, figure)
    found.set(by, group)
  }
  return new Map([...found].map(([by, group]) => [by, [...group.values()]]))
}

/** A series' rows, in the order of the periods. */
function rowsOf(
  component_ref: string,
  {name, figures, kpi_ref, only, isDivisible}: Series,
  answers: readonly Answer[],
  asked: AskedComponent['asked'],
): ComponentAnswer[] {
  return asked.periods.flatMap(({start, end}) => {
    const inPeriod = answers.filter(row => row.period_start === start && row.period_end === end)
    const of = (figure: Askable) => inPeriod.filter(row => row.kpi_ref === figure.ref)
    const found = only
      ? [onlyRow(of(figures[0]!), figures[0]!, only, {start, end}, asked)]
      : figures.length > 1
        ? [sum(figures.map(figure => of(figure)[0]!))]
        : of(figures[0]!)
    const all = found.reduce((total, row) => total + (row.value ?? 0), 0)
    return found.map(({kpi_ref: _, ...row}) => ({
      component_ref,
      series: name,
      kpi_ref,
      ...row,
      ...(isDivisible === undefined
        ? {}
        : {share_of_total: isDivisible && all !== 0 && row.value !== null ? row.value / all : null}),
    }))
  })
}

/** The row of one value; where nothing happened, what the figure then is. */
function onlyRow(
  rows: readonly Answer[],
  figure: Askable,
  only: Readonly<Record<string, string>>,
  {start, end}: Period,
  filters: Filters,
): Answer {
  const wanted = Object.values(only).join(',')
  const found = rows.find(row => row.dimension_value === wanted)
  return (
    found ?? {
      kpi_ref: figure.ref,
      period_start: start,
      period_end: end,
      dimension: Object.keys(only).join(','),
      dimension_value: wanted,
      numerator: null,
      denominator: null,
      value: isZeroWhenEmpty(figure.term) ? 0 : null,
      sample_size: 0,
      filters_not_applied: notApplied(figure, filters),
    }
  )
}

/** Several figures added up: those of a funnel's step, which the catalog lets add up only what can be. */
function sum(rows: readonly Answer[]): Answer {
  const [first] = rows as [Answer]
  return {
    ...first,
    numerator: null,
    denominator: null,
    value: rows.every(row => row.value !== null) ? rows.reduce((total, row) => total + row.value!, 0) : null,
    sample_size: rows.reduce((total, row) => total + row.sample_size, 0),
    filters_not_applied: [...new Set(rows.flatMap(row => row.filters_not_applied))],
  }
}
