import type {Measure} from '../catalog/definitions.ts'
import type {Project} from '../compile/load.ts'
import {localColumn, writeOver} from '../compile/writers.ts'
import {type Database, identifier, literal} from '../sql/duckdb.ts'
import {columnsRead} from './groups.ts'

/** A row of a fact as it was and as it is; one that is missing on a side did not count there. */
export interface ChangedRow {
  readonly key: Readonly<Record<string, string | null>>
  readonly columns: readonly {readonly name: string; readonly before: string | null; readonly now: string | null}[]
  /** Whether it counted. */
  readonly before: boolean
  readonly now: boolean
}

/** The rows of one fact that made a measure's figure differ. */
export interface Evidence {
  readonly measure: string
  readonly fact: string
  readonly rows: readonly ChangedRow[]
  /** How many there are altogether. */
  readonly count: number
}

/** How many rows are told. */
const TOLD = 5

/** Which figure. */
export interface Figure {
  readonly start: string
  readonly end: string
  readonly dimension: string
  readonly value: string | null
}

/**
 * The rows of a measure's facts, dated in the figure's period, that count or contribute otherwise than they did; the replay's facts are
 * those of the instant at which the figure was different.
 */
export async function evidenceOf(
  database: Database,
  project: Project,
  measure: Measure,
  figure: Figure,
): Promise<Evidence[]> {
  const found = [await own(database, project, measure, figure)]
  for (const child of new Set(measure.related.map(rows => rows.fact)))
    found.push(await related(database, project, measure, child, figure))
  return found.filter(each => each.count > 0)
}

/** Rows of the measure's own fact: those whose part in the measure differs. */
function own(database: Database, project: Project, measure: Measure, figure: Figure): Promise<Evidence> {
  const {tools} = project
  const aliases = new Set([...measure.related.map(rows => rows.alias), ...measure.each.map(each => each.alias)])
  const columns = (
    columnsRead(project, [{measure, dimensions: Object.keys(measure.dimensions)}]).get(measure.fact) ?? []
  ).filter(column => !aliases.has(column))
  const readable = (text: string) => ![...aliases].some(alias => new RegExp(`\\b${alias}\\b`).test(text))
  const write = (at: Measure['where'][number]) => writeOver(tools, at, measure.fact, 'dated', column => column)
  const where = measure.where.filter(at => readable(at.text)).map(at => `(${write(at)})`)
  const values = [measure.value, ...measure.each.map(each => each.value)].flatMap(at =>
    at && readable(at.text) ? [write(at)] : [],
  )
  const cuts = Object.entries(measure.dimensions).filter(([name]) => name === figure.dimension)
  const parts = [
    ...values,
    ...(measure.per ? [`dated.${identifier(measure.per)}`] : []),
    ...cuts.map(([, column]) => `dated.${identifier(column)}`),
  ]
  const moment = localColumn(tools, measure.fact, measure.kind === 'stock' ? measure.enters! : measure.date!)
  const inside =
    measure.kind === 'stock'
      ? `dated.${identifier(moment)} < dated.period_start and (dated.${identifier(localColumn(tools, measure.fact, measure.leaves!))} is null or dated.${identifier(localColumn(tools, measure.fact, measure.leaves!))} >= dated.period_start)`
      : `dated.${identifier(moment)} >= dated.period_start and dated.${identifier(moment)} < dated.period_end`
  const cut = cuts.map(
    ([, column]) =>
      `coalesce(cast(dated.${identifier(column)} as varchar), '(none)') = ${literal(figure.value ?? '(none)')}`,
  )
  const counts = [inside, ...where, ...cut].map(each => `coalesce(${each}, false)`).join(' and ')
  return compare(database, project, measure, measure.fact, columns, counts, parts, figure)
}

/** Related rows: those dated in the period that differ in a column that the measure reads. */
function related(
  database: Database,
  project: Project,
  measure: Measure,
  fact: string,
  figure: Figure,
): Promise<Evidence> {
  const columns = columnsRead(project, [{measure, dimensions: []}]).get(fact) ?? []
  const {date} = measure.related.find(rows => rows.fact === fact)!
  const moment = identifier(localColumn(project.tools, fact, date))
  const counts = `coalesce(dated.${moment} >= dated.period_start and dated.${moment} < dated.period_end, false)`
  return compare(
    database,
    project,
    measure,
    fact,
    columns,
    counts,
    columns.map(column => `dated.${identifier(column)}`),
    figure,
  )
}

async function compare(
  database: Database,
  project: Project,
  measure: Measure,
  fact: string,
  columns: readonly string[],
  counts: string,
  parts: readonly string[],
  {start, end}: Figure,
): Promise<Evidence> {
  const grain = project.declarations.models.get(fact)?.grain ?? []
  const shown = [...new Set([...grain, ...columns])]
  const part = parts.length === 0 ? 'null' : `hash(${parts.join(', ')})`
  const side = (schema: string) => `
    select
        ${shown.map(column => `dated.${identifier(column)}`).join(', ')}${shown.length > 0 ? ',' : ''}
        ${counts} as counts,
        case when ${counts} then ${part} end as part
    from (
        select fact.*, date ${literal(start)} as period_start, date ${literal(end)} as period_end
        from ${schema}.${identifier(fact)} as fact
    ) as dated`
  const on =
    grain.length === 0
      ? shown.map(column => `past.${identifier(column)} is not distinct from present.${identifier(column)}`)
      : grain.map(column => `past.${identifier(column)} is not distinct from present.${identifier(column)}`)
  const key = grain.map(column => `coalesce(past.${identifier(column)}, present.${identifier(column)})`)
  const texts = shown.map(
    (column, i) =>
      `cast(past.${identifier(column)} as varchar) as before_${i}, cast(present.${identifier(column)} as varchar) as now_${i}`,
  )
  const rows = await database.rows<Record<string, string | number | boolean | null>>(`
with past as (${side('facts')}
),
present as (${side('today.facts')}
)
select
    coalesce(past.counts, false) as counted_before,
    coalesce(present.counts, false) as counts_now,
    count(*) over () as total,
    ${texts.join(',\n    ')}
from past
full outer join present
    on ${on.join(' and ')}
where coalesce(past.counts, false) <> coalesce(present.counts, false)
    or past.part is distinct from present.part
order by ${key.length > 0 ? key.join(', ') : '1, 2'}
limit ${TOLD}`)
  return {
    measure: measure.id,
    fact,
    count: Number(rows[0]?.total ?? 0),
    rows: rows.map(row => ({
      key: Object.fromEntries(grain.map(column => [column, text(row, shown.indexOf(column))])),
      columns: shown.flatMap((name, i) => {
        const [before, now] = [row[`before_${i}`], row[`now_${i}`]] as [string | null, string | null]
        return grain.includes(name) || before === now ? [] : [{name, before, now}]
      }),
      before: Boolean(row.counted_before),
      now: Boolean(row.counts_now),
    })),
  }
}

function text(row: Readonly<Record<string, string | number | boolean | null>>, i: number): string | null {
  return (row[`now_${i}`] ?? row[`before_${i}`] ?? null) as string | null
}
