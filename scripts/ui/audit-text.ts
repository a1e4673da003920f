import type {Cause, Unreplayed} from '../audit/audit.ts'
import type {ChangedRow, Evidence} from '../audit/evidence.ts'
import type {Move, Verdict} from '../audit/verdicts.ts'
import type {AuditSummary} from '../commands/audit.ts'
import {addDays} from '../core/days.ts'
import {formatValue} from './format.ts'

/** How many refs a line names. */
const NAMED = 6

/** What an audit found, in words; `strong` and `code` are how the format writes what stands out. */
export interface Said {
  readonly headline: string
  /** Each broken promise: its heading, and lines about it. */
  readonly causes: readonly {readonly heading: string; readonly lines: readonly string[]}[]
  readonly notes: readonly string[]
}

/** Says what an audit found. */
export function sayAudit({verdicts, causes, days, unreplayed, project}: AuditSummary): Said {
  const compared = verdicts.reduce((sum, each) => sum + each.compared, 0)
  const heirs = verdicts.filter(each => each.inherits.length > 0).length
  const {currency} = project.catalog
  const replays =
    days.length === 1 ? `the end of ${days[0]}` : `the ends of ${days.length} days, ${days[0]} to ${days.at(-1)}`
  const looked = `${verdicts.length} KPIs at ${replays}: ${count(compared)} figures of periods that were over`
  const found =
    causes.length === 0
      ? 'no promise is broken'
      : `${plural(causes.length, 'promise is', 'promises are')} broken${heirs > 0 ? `, and ${plural(heirs, 'KPI inherits', 'KPIs inherit')} it` : ''}`
  const still = verdicts.filter(each => each.kpi.input.fixed === false && each.moved === 0)
  return {
    headline: days.length === 0 ? 'there is no past day to replay' : `${looked}; ${found}`,
    causes: causes.map(cause => ({heading: headingOf(cause), lines: linesOf(cause, currency)})),
    notes: [
      ...(still.length === 0
        ? []
        : [
            `fluctuating, but never seen moving: ${named(still.map(each => each.kpi.ref))} (fewer replays see less; or they are fixed)`,
          ]),
      ...(unreplayed.length === 0
        ? []
        : [`without a history, so taken as they are today: ${unreplayed.flatMap(columnsOf).join(', ')}`]),
    ],
  }
}

function columnsOf({source, columns, isWhole}: Unreplayed): string[] {
  return isWhole && columns.length === 0 ? [source] : columns.map(column => `${source}.${column}`)
}

function headingOf({kpi, broken, compared}: Verdict): string {
  return `${kpi.ref} is said to be fixed, but ${count(broken)} of ${count(compared)} figures moved`
}

function linesOf(cause: Cause, currency: string): string[] {
  const {kpi, example, lastMoved, evidence, heirs} = cause
  return [
    `${periodOf(example!)}${partOf(example!)}: ${write(cause, example!.value_then, currency)} at the end of ${example!.day}, ${write(cause, example!.value_now, currency)} today`,
    ...(lastMoved === null ? [] : [`last seen moving ${plural(lastMoved, 'day', 'days')} after the end of its period`]),
    ...evidence.flatMap(each => evidenceLines(each)),
    ...(heirs.length === 0 ? [] : [`broken through it: ${named(heirs)}`]),
    ...(evidence.length === 0 ? [`no row of what ${kpi.ref} counts differs in this period`] : []),
  ]
}

function evidenceLines({fact, rows, count: all}: Evidence): string[] {
  const more = all > rows.length ? ` (${rows.length} of ${count(all)})` : ''
  return [`rows of ${fact} that made the difference${more}:`, ...rows.map(row => `· ${rowText(row)}`)]
}

function rowText({key, columns, before, now}: ChangedRow): string {
  const id = Object.entries(key)
    .map(([name, value]) => `${name} ${value ?? 'NULL'}`)
    .join(', ')
  const part = before === now ? '' : before ? 'counted then, no longer' : 'did not count then, does now'
  const changes = columns.map(({name, before: old, now: new_}) => `${name} ${old ?? 'NULL'} → ${new_ ?? 'NULL'}`)
  return [id, part, ...changes].filter(text => text !== '').join('; ')
}

function periodOf({grain, period_start: start, period_end: end}: Move): string {
  return grain === 'day' ? `on ${start}` : `${grain} ${start} to ${addDays(end, -1)}`
}

function partOf({dimension, dimension_value: value}: Move): string {
  return dimension === 'total' ? '' : `, ${dimension} ${value}`
}

function write({kpi}: Verdict, value: number | null, currency: string): string {
  return formatValue(value, kpi.input.unit, currency)
}

function named(refs: readonly string[]): string {
  return refs.slice(0, NAMED).join(', ') + (refs.length > NAMED ? ` and ${refs.length - NAMED} more` : '')
}

function count(value: number): string {
  return value.toLocaleString('en-GB')
}

function plural(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`
}
