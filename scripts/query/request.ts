import {dimensionsIn, type Kpi, pairOf} from '../catalog/definitions.ts'
import type {Project} from '../compile/load.ts'
import {GRAINS, type Grain} from '../core/days.ts'
import {fault, type Problem, refuse} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import type {Range} from './calendar.ts'
import type {Filters} from './filters.ts'
import type {Period} from './periods.ts'
import {conditions, daysOfWeek, timeSlot} from './read-filters.ts'
import type {Say} from './say.ts'
import {type Comparisons, type PeriodQuestion, periodsOf} from './spans.ts'

/** A question as it is asked, all of it text. */
export interface Question extends PeriodQuestion {
  readonly refs: readonly string[]
  /** Dimensions, each an entry of its own or separated by commas. */
  readonly by?: string | readonly string[]
  /** `dimension=value,value`. */
  readonly where?: readonly string[]
  readonly hours?: string
  readonly weekdays?: string
}

/** What can be asked for: a KPI, or a chart's own figure. */
export type Askable = Pick<Kpi, 'ref' | 'term' | 'measures' | 'dimensions' | 'hasHours' | 'hasWeekdays'>

/** A question understood. */
export interface Asked<K extends Askable = Kpi> extends Filters {
  readonly kpis: readonly K[]
  readonly periods: readonly Period[]
  readonly grain?: Grain
  /** A dimension; several are joined to one name (`dimensionsIn`). */
  readonly by?: string
  /** With what the periods are compared. */
  readonly comparisons?: Comparisons
}

/**
 * Checks a question against the catalog; every mistake is a problem (status 2). `range` says what the data cover: questions that look at it
 * (`looksAtData`) need it.
 */
export function understand(question: Question, project: Project, range?: Range): Asked {
  const problems: Problem[] = []
  const say = sayTo(problems)
  const {definitions} = project
  const kpis = [...new Set(question.refs)].flatMap(ref => {
    const kpi = definitions.kpis.get(ref)
    if (kpi) return [kpi]
    const component = definitions.components.get(ref)
    if (component)
      say('not-a-kpi', `${ref} is a ${component.form}, not a KPI`, 'charts and tables are asked for one at a time')
    else say('unknown-kpi', `there is no KPI "${ref}"`, suggestion(ref, definitions.kpis.keys(), 'KPIs'))
    return []
  })
  if (question.refs.length === 0) say('no-kpi', 'no KPI is named', 'kpi list shows them')
  const by = breakdown(question.by, kpis, project, say)
  const rest = understandRest(question, project, range, say)
  refuse(problems)
  return {kpis, ...rest, ...(by === undefined ? {} : {by})}
}

/** Notes problems in a list. */
export function sayTo(problems: Problem[]): Say {
  return (code, message, hint) => {
    problems.push(fault(code, message, hint === undefined ? {} : {hint}))
    return undefined
  }
}

/** Periods and filters of a question: all but what is asked for, and by which dimension. */
export function understandRest(
  question: Question,
  project: Project,
  range: Range | undefined,
  say: Say,
): Omit<Asked, 'kpis' | 'by'> {
  const {grain} = question
  if (grain !== undefined && !GRAINS.includes(grain as Grain))
    say('unknown-grain', `--grain: there is no grain "${grain}"`, `grains: ${GRAINS.join(', ')}`)
  const {periods, comparisons} = periodsOf(question, range, say) ?? {periods: []}
  const where = conditions(question.where ?? [], project, say)
  const hours = question.hours === undefined ? undefined : timeSlot(question.hours, say)
  const weekdays = question.weekdays === undefined ? undefined : daysOfWeek(question.weekdays, say)
  return {
    periods,
    where,
    ...(grain === undefined ? {} : {grain: grain as Grain}),
    ...(hours ? {hours} : {}),
    ...(weekdays ? {weekdays} : {}),
    ...(comparisons ? {comparisons} : {}),
  }
}

/** The dimensions by which a question breaks figures down, as one name; every figure must have all of them. */
export function breakdown(
  given: Question['by'],
  figures: readonly Pick<Askable, 'ref' | 'dimensions'>[],
  {catalog}: Project,
  say: Say,
): string | undefined {
  if (given === undefined) return undefined
  const names = [given].flat().flatMap(each => each.split(','))
  const dimensions = Object.keys(catalog.dimensions)
  const known = names.filter((name, i) => {
    if (!dimensions.includes(name))
      return say(
        'unknown-dimension',
        `--by: there is no dimension "${name}"`,
        suggestion(name, dimensions, 'dimensions'),
      )
    if (names.indexOf(name) < i) return say('repeated-breakdown', `--by: "${name}" is given twice`)
    return true
  })
  for (const figure of figures) {
    const missing = known.filter(name => !figure.dimensions.includes(name))
    if (missing.length > 0)
      say(
        'no-such-breakdown',
        `${figure.ref} has no breakdown by ${missing.join(', ')}`,
        figure.dimensions.length === 0 ? 'it has no dimensions' : `its dimensions: ${figure.dimensions.join(', ')}`,
      )
  }
  return known.length === names.length ? joinedOf(known) : undefined
}

/** Dimensions as one name, which `dimensionsIn` takes apart. */
function joinedOf([first, ...rest]: readonly string[]): string | undefined {
  return first === undefined ? undefined : rest.reduce((name, each) => pairOf(name, each), first)
}

/** Whether a breakdown is by several dimensions at once. */
export function isJoined(by: string): boolean {
  return dimensionsIn(by).length > 1
}
