import {CONVERSATION_KPIS} from './conversations.ts'
import {localTime, MINUTE, midnight} from './dates.ts'
import {ECONOMICS_KPIS} from './economics.ts'
import {count, type Figure, type Kpi, type Place, type Scope} from './figures.ts'
import {HANDLING_KPIS} from './handling.ts'
import {HISTOGRAMS, slots} from './histograms.ts'
import {HOOK_KPIS} from './hook.ts'
import {JOURNEY_KPIS} from './journeys.ts'
import {MESSAGE_KPIS} from './messages.ts'
import {OCCUPANCY_KPIS} from './occupancy.ts'
import {PRESENCE_KPIS} from './presence.ts'
import {QUALITY_KPIS} from './quality.ts'
import {RATING_KPIS} from './ratings.ts'
import {REPLY_KPIS} from './replies.ts'
import {SALES_KPIS} from './sales.ts'
import {SYNTHESIS_KPIS} from './synthesis.ts'
import {VISIT_KPIS} from './visits.ts'
import type {World} from './world.ts'

export {HISTOGRAMS} from './histograms.ts'

/**
 * A brute-force reading of the KPIs' definitions: loops over source rows, nothing in common with the SQL that is tested. Where
 * the definitions leave something open, it reads: an answer exactly 24 hours after the request is an answer in time; "after" is
 * strictly later; the last message before an order may be of the same instant; a sale belongs to its conversation's project; "between"
 * and "by" include the instants themselves.
 */
export const KPIS: Readonly<Record<string, Kpi>> = {
  ...CONVERSATION_KPIS,
  ...MESSAGE_KPIS,
  ...RATING_KPIS,
  ...SALES_KPIS,
  ...PRESENCE_KPIS,
  ...HOOK_KPIS,
  ...SYNTHESIS_KPIS,
  ...HANDLING_KPIS,
  ...ECONOMICS_KPIS,
  ...OCCUPANCY_KPIS,
  ...REPLY_KPIS,
  ...QUALITY_KPIS,
  ...JOURNEY_KPIS,
  ...VISIT_KPIS,
}

/** Everything but the breakdown. */
export interface Ask {
  /** Local dates, the end excluded. */
  readonly start: string
  readonly end: string
  readonly where?: Readonly<Record<string, readonly string[]>>
  /** Minutes of the local day; an end before the start crosses midnight. */
  readonly hours?: {readonly from: number; readonly to: number}
  readonly weekdays?: readonly number[]
}

/** The scope of a question for something that has `dimensions`: filters by others don't apply to it. */
function scopeOf(ask: Ask, dimensions: readonly string[], lacks: Kpi['lacks'] = []): Scope {
  const start = midnight(ask.start)
  const end = midnight(ask.end)
  const filters = Object.entries(ask.where ?? {}).filter(([dimension]) => dimensions.includes(dimension))
  const holds = (at: number | null): at is number => at !== null && start <= at && at < end
  const takes = (at: number | null, place: Place) => {
    if (!holds(at)) return false
    for (const [dimension, values] of filters) if (!values.includes(place[dimension]!)) return false
    const {clock, weekday} = localTime(at)
    if (ask.weekdays && !lacks.includes('weekdays') && !ask.weekdays.includes(weekday)) return false
    if (!ask.hours || lacks.includes('hours')) return true
    const from = ask.hours.from * MINUTE
    const to = ask.hours.to * MINUTE
    return from < to ? from <= clock && clock < to : from <= clock || clock < to
  }
  return {start, end, holds, takes}
}

/** A KPI's answer, or each slot's of a histogram, by ref (`Chat-Bar-10 slot 3`). */
export type Answers = ReadonlyMap<string, Figure>

export function read(world: World, ask: Ask, refs: readonly string[]): Answers {
  const answers = new Map<string, Figure>()
  for (const ref of refs) {
    const kpi = KPIS[ref]
    if (kpi) {
      answers.set(ref, kpi.read(world, scopeOf(ask, kpi.dimensions, kpi.lacks)))
      continue
    }
    const {dimensions, bounds, lengths} = HISTOGRAMS[ref]!
    const counts = slots(bounds, lengths(world, scopeOf(ask, dimensions)))
    for (const [slot, n] of counts.entries()) answers.set(`${ref} slot ${slot}`, count(n))
  }
  return answers
}

/** Every value that a dimension has anywhere in the rows. */
export function valuesOf(world: World, dimension: string): string[] {
  const found = new Set(['(none)'])
  for (const member of world.members.values()) {
    const place: Place = {project: member.project_id, role: String(member.role), member: member.member_id}
    if (place[dimension] !== undefined) found.add(place[dimension])
  }
  for (const each of world.conversations) found.add(each.place[dimension] ?? '(none)')
  for (const row of world.events.visits) if (dimension === 'traffic_source') found.add(row.traffic_source)
  for (const row of world.events.enquiries) if (dimension === 'contact_channel') found.add(row.contact_channel)
  if (dimension === 'channel') for (const order of world.events.orders) found.add(order.channel)
  if (dimension === 'project') {
    const {hook_events, widget_events, orders, visits, enquiries, subscriptions} = world.events
    const rows = [hook_events, widget_events, orders, visits, enquiries, subscriptions].flat()
    for (const row of rows) found.add(row.project_id)
  }
  if (dimension === 'sales_channel') for (const row of world.events.channel_costs) found.add(row.sales_channel)
  if (dimension === 'message_channel') for (const each of ['email', 'sms']) found.add(each)
  if (dimension === 'journey') for (const row of world.events.journeys) found.add(row.journey_id)
  if (dimension === 'campaign') for (const row of world.events.campaigns) found.add(row.campaign_id)
  return [...found]
}

/** The answers for each value of a dimension that has something to tell: a sample, or a value or numerator other than 0. */
export function readBy(world: World, ask: Ask, refs: readonly string[], by: string): Map<string, Answers> {
  const having = refs.filter(ref => (KPIS[ref] ?? HISTOGRAMS[ref])!.dimensions.includes(by))
  const breakdown = new Map<string, Answers>()
  for (const value of valuesOf(world, by)) {
    const asked = ask.where?.[by]
    if (asked && !asked.includes(value)) continue
    const answers = read(world, {...ask, where: {...ask.where, [by]: [value]}}, having)
    const telling = [...answers].filter(([, figure]) => figure.sample > 0 || figure.value || figure.numerator)
    breakdown.set(value, new Map(telling))
  }
  return breakdown
}
