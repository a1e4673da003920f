import type {Kpi} from '../catalog/definitions.ts'
import type {Project} from '../compile/load.ts'
import {GRAINS, type Grain, isDay} from '../core/days.ts'
import {fault, type Problem, refuse} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import type {Filters} from './filters.ts'
import {cutPeriods, type Period} from './periods.ts'

/** A question as it is asked, all of it text. */
export interface Question {
  readonly refs: readonly string[]
  readonly from: string
  /** The last day, included. */
  readonly to: string
  readonly grain?: string
  readonly by?: string
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
  readonly by?: string
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** Checks a question against the catalog; every mistake is a problem (status 2). */
export function understand(question: Question, project: Project): Asked {
  const problems: Problem[] = []
  const {catalog, definitions} = project
  const say = (code: string, message: string, hint?: string) => {
    problems.push(fault(code, message, hint === undefined ? {} : {hint}))
    return undefined
  }
  const kpis = [...new Set(question.refs)].flatMap(ref => {
    const kpi = definitions.kpis.get(ref)
    if (kpi) return [kpi]
    const component = definitions.components.get(ref)
    if (component)
      say('not-a-kpi', `${ref} is a ${component.form}, not a KPI`, 'its figures are in the marts and on the site')
    else say('unknown-kpi', `there is no KPI "${ref}"`, suggestion(ref, definitions.kpis.keys(), 'KPIs'))
    return []
  })
  if (question.refs.length === 0) say('no-kpi', 'no KPI is named', 'kpi list shows them')

  const from = day(question.from, '--from', say)
  const to = day(question.to, '--to', say)
  if (from && to && from > to) say('wrong-period', `--from ${from} lies after --to ${to}`)
  const grain = question.grain
  if (grain !== undefined && !GRAINS.includes(grain as Grain))
    say('unknown-grain', `--grain: there is no grain "${grain}"`, `grains: ${GRAINS.join(', ')}`)

  const dimensions = Object.keys(catalog.dimensions)
  const {by} = question
  if (by !== undefined && !dimensions.includes(by))
    say('unknown-dimension', `--by: there is no dimension "${by}"`, suggestion(by, dimensions, 'dimensions'))
  else if (by !== undefined) {
    for (const kpi of kpis.filter(each => !each.dimensions.includes(by))) {
      say(
        'no-such-breakdown',
        `${kpi.ref} has no breakdown by ${by}`,
        kpi.dimensions.length === 0 ? 'it has no dimensions' : `its dimensions: ${kpi.dimensions.join(', ')}`,
      )
    }
  }
  const where = conditions(question.where ?? [], project, say)
  const hours = question.hours === undefined ? undefined : timeSlot(question.hours, say)
  const weekdays = question.weekdays === undefined ? undefined : daysOfWeek(question.weekdays, say)
  refuse(problems)
  return {
    kpis,
    periods: cutPeriods(from!, to!, grain as Grain | undefined),
    where,
    ...(grain === undefined ? {} : {grain: grain as Grain}),
    ...(by === undefined ? {} : {by}),
    ...(hours ? {hours} : {}),
    ...(weekdays ? {weekdays} : {}),
  }
}

type Say = (code: string, message: string, hint?: string) => undefined

function day(text: string, option: string, say: Say): string | undefined {
  return isDay(text) ? text : say('wrong-date', `${option}: "${text}" is not a date`, 'write it as 2026-03-31')
}

function conditions(where: readonly string[], project: Project, say: Say): Map<string, string[]> {
  const {dimensions} = project.catalog
  const found = new Map<string, string[]>()
  for (const each of where) {
    const at = each.indexOf('=')
    const name = at < 0 ? each : each.slice(0, at)
    if (at < 1 || at === each.length - 1) {
      say('wrong-filter', `--where: "${each}" is not a condition`, 'write --where dimension=value,value')
      continue
    }
    const dimension = dimensions[name]
    if (!dimension) {
      say(
        'unknown-dimension',
        `--where: there is no dimension "${name}"`,
        suggestion(name, Object.keys(dimensions), 'dimensions'),
      )
      continue
    }
    if (found.has(name))
      say('repeated-filter', `--where: "${name}" is given twice`, `write --where ${name}=value,value`)
    const values = each.slice(at + 1).split(',')
    const closed = dimension.values && [...Object.keys(dimension.values), '(none)']
    for (const value of values) {
      if (closed && !closed.includes(value))
        say('unknown-value', `--where: ${name} has no value "${value}"`, suggestion(value, closed, 'values'))
    }
    found.set(name, values)
  }
  return found
}

/** `09:00-19:00`; the end may be 24:00; a slot whose end lies before its start crosses midnight. */
function timeSlot(text: string, say: Say): {from: string; to: string} | undefined {
  const match = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/.exec(text)
  const minutes = match && [Number(match[1]) * 60 + Number(match[2]), Number(match[3]) * 60 + Number(match[4])]
  const valid =
    minutes &&
    Number(match[2]) < 60 &&
    Number(match[4]) < 60 &&
    minutes[0]! < 1440 &&
    minutes[1]! <= 1440 &&
    minutes[0] !== minutes[1]
  if (!valid)
    return say(
      'wrong-hours',
      `--hours: "${text}" is not a time slot`,
      'write --hours 09:00-19:00; 22:00-02:00 crosses midnight',
    )
  const clock = (total: number) =>
    `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}:00`
  return {from: clock(minutes[0]!), to: clock(minutes[1]!)}
}

/** `mon-fri`, `sat,sun`, `fri-mon`. */
function daysOfWeek(text: string, say: Say): number[] | undefined {
  const days = new Set<number>()
  for (const part of text.toLowerCase().split(',')) {
    const [first, last = first] = part.split('-').map(name => WEEKDAYS.indexOf(name as (typeof WEEKDAYS)[number]))
    if (first === undefined || last === undefined || first < 0 || last < 0 || part.split('-').length > 2) {
      return say(
        'wrong-weekdays',
        `--weekdays: "${part}" is not a day or a range of days`,
        `write --weekdays mon-fri or sat,sun; days: ${WEEKDAYS.join(', ')}`,
      )
    }
    for (let i = first; ; i = (i + 1) % 7) {
      days.add(i + 1)
      if (i === last) break
    }
  }
  return [...days].sort((a, b) => a - b)
}
