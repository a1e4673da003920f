import type {Kpi} from '../catalog/definitions.ts'
import type {Project} from '../compile/load.ts'
import type {Database} from '../sql/duckdb.ts'
import {type Answer, answer} from './answer.ts'
import type {Period} from './periods.ts'
import type {Asked} from './request.ts'
import type {Comparisons} from './spans.ts'

/** A value beside that of the period with which it is compared. All of it is NULL where there is nothing to compare with. */
export interface ComparedAnswer extends Answer {
  /** Local dates; the end is excluded. */
  readonly compared_period_start: string | null
  readonly compared_period_end: string | null
  readonly compared_value: number | null
  readonly compared_sample_size: number | null
  /** `value` less `compared_value`: of a fraction, 0.05 is five points. */
  readonly change: number | null
  /** `change` as a fraction of `compared_value`; NULL for fractions and scores, whose changes are points, and where that is 0. */
  readonly relative_change: number | null
}

/** A day on which nothing has happened: what a KPI is then, it is where nothing happens. */
const NEVER: Period = {start: '0001-01-01', end: '0001-01-02'}

/** A question for the periods that are compared and those with which they are, each once. */
export function withCompared(asked: Asked): Asked {
  const others = (asked.comparisons ?? []).filter(each => typeof each === 'object')
  const periods = [...asked.periods, ...others].map(period => [`${period.start} ${period.end}`, period] as const)
  return {...asked, periods: [...new Map(periods).values()]}
}

/**
 * Runs a question, and sets each value beside that of the period with which it is compared. A breakdown value that only one of the two has
 * is there, too: the other is what the KPI is where nothing happens, 0 or NULL.
 */
export async function answerCompared(
  database: Database,
  project: Project,
  asked: Asked & {readonly comparisons: Comparisons},
): Promise<ComparedAnswer[]> {
  const {periods, comparisons} = asked
  const every = await answer(database, project, withCompared(asked))
  const found = new Map(every.map(row => [key(row.kpi_ref, days(row), row.dimension_value), row]))
  const nothing = asked.by === undefined ? new Map<string, Answer>() : await valuesOfNothing(database, project, asked)
  const values = new Map<string, Set<string | null>>()
  for (const row of every) {
    const name = `${row.kpi_ref} ${days(row)}`
    values.set(name, (values.get(name) ?? new Set()).add(row.dimension_value))
  }
  const valuesOf = (ref: string, period: Period) => values.get(`${ref} ${period.start} ${period.end}`) ?? []
  return asked.kpis.flatMap(kpi =>
    periods.flatMap((period, i) => {
      const given = comparisons[i]!
      const other = typeof given === 'object' ? given : undefined
      const either = new Set([...valuesOf(kpi.ref, period), ...(other ? valuesOf(kpi.ref, other) : [])])
      return [...either].sort().map(value => {
        const at = ({start, end}: Period) => found.get(key(kpi.ref, `${start} ${end}`, value))
        const [now, before] = [at(period), other && at(other)]
        const shown = now ?? {
          ...before!,
          ...empty(nothing, kpi.ref),
          period_start: period.start,
          period_end: period.end,
        }
        return compared(shown, other, before ?? (other && empty(nothing, kpi.ref)), kpi)
      })
    }),
  )
}

function compared(
  now: Answer,
  other: Period | undefined,
  before: Pick<Answer, 'value' | 'sample_size'> | undefined,
  {input: {unit}}: Kpi,
): ComparedAnswer {
  const change = now.value === null || !before || before.value === null ? null : now.value - before.value
  const isRelative = change !== null && unit !== 'fraction' && unit !== 'score' && before!.value !== 0
  return {
    ...now,
    compared_period_start: other?.start ?? null,
    compared_period_end: other?.end ?? null,
    compared_value: before?.value ?? null,
    compared_sample_size: before?.sample_size ?? null,
    change,
    relative_change: isRelative ? change / Math.abs(before!.value!) : null,
  }
}

type Figures = Pick<Answer, 'numerator' | 'denominator' | 'value' | 'sample_size'>

/** What each KPI is where nothing happens. */
async function valuesOfNothing(database: Database, project: Project, asked: Asked): Promise<Map<string, Answer>> {
  const {by: _, ...total} = asked
  const rows = await answer(database, project, {...total, periods: [NEVER]})
  return new Map(rows.map(row => [row.kpi_ref, row]))
}

function empty(nothing: ReadonlyMap<string, Answer>, ref: string): Figures {
  const {numerator, denominator, value, sample_size} = nothing.get(ref)!
  return {numerator, denominator, value, sample_size}
}

const days = (row: Answer) => `${row.period_start} ${row.period_end}`
const key = (ref: string, period: string, value: string | null) => `${ref}|${period}|${value ?? ''}`
