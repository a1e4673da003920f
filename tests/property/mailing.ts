import fc from 'fast-check'
import type {CampaignRow, DeliveryEventRow, DeliveryRow, JourneyRow} from './contract.ts'
import {DAY} from './dates.ts'
import {follow, instantOf, iso, type Moment, maybe, moment, several, type When, when} from './moments.ts'

const EVENTS = ['open', 'open', 'click', 'click', 'unsubscribe', 'abuse_report'] as const

/** Two journeys whose figures are reported, and a draft. */
const JOURNEYS = [
  {journey_id: 'j1', name: 'Welcome', status: 'active'},
  {journey_id: "j'2", name: 'Win back', status: 'paused'},
  {journey_id: 'j3', name: 'Tests', status: 'draft'},
] as const

/** A journey and channel for each campaign; a name twice, an id with a quote. */
const CAMPAIGNS = [
  {campaign_id: 'a1', journey_id: 'j1', name: 'Hello', message_channel: 'email', step: 1},
  {campaign_id: 'a2', journey_id: 'j1', name: 'Still there?', message_channel: 'sms', step: 2},
  {campaign_id: "a'3", journey_id: "j'2", name: 'Hello', message_channel: 'email', step: 1},
  {campaign_id: 'a4', journey_id: "j'2", name: 'Code', message_channel: 'sms', step: 2},
  {campaign_id: 'a5', journey_id: 'j3', name: 'Test', message_channel: 'email', step: 1},
] as const

/** For the questions. */
export const MAILING_VALUES = {
  journey: JOURNEYS.map(each => each.journey_id),
  campaign: CAMPAIGNS.map(each => each.campaign_id),
  message_channel: ['email', 'sms'],
}

/** What journeys send and what becomes of it, before it becomes rows. */
export const mailingDrafts = (far: boolean) =>
  fc.record({
    tracked: fc.array(fc.record({opens: mostly, clicks: mostly}), {
      minLength: CAMPAIGNS.length,
      maxLength: CAMPAIGNS.length,
    }),
    deliveries: several(delivery(when(far)), 8),
  })
export type Mailing = ReturnType<typeof mailingDrafts> extends fc.Arbitrary<infer T> ? T : never

const mostly = fc.constantFrom(true, true, false)

const delivery = (next: fc.Arbitrary<When>) =>
  fc.record({
    at: moment,
    campaign: fc.constantFrom(0, 0, 1, 2, 2, 3, 4),
    contact: fc.nat(2),
    delivered: maybe(next, 3, 4),
    bounced: maybe(next, 1, 4),
    undelivered: maybe(next, 1, 4),
    acts: several(fc.record({event: fc.constantFrom(...EVENTS), when: next}), 5),
  })

export interface MailingRows {
  readonly journeys: readonly JourneyRow[]
  readonly campaigns: readonly CampaignRow[]
  readonly deliveries: readonly DeliveryRow[]
  readonly delivery_events: readonly DeliveryEventRow[]
}

/** The id of the nth delivery, from 0. */
export function deliveryId(n: number): string {
  return `d, "${n + 1}"`
}

export function mailingRows(first: string, {tracked, deliveries}: Mailing): MailingRows {
  const later = (base: Moment, next: When | null) =>
    next === null ? null : iso(follow(first, instantOf(first, base), next))
  const started_at = iso(instantOf(first, {day: 0, clock: -DAY}))
  return {
    journeys: JOURNEYS.map(each => ({...each, started_at})),
    campaigns: CAMPAIGNS.map((each, i) => ({
      ...each,
      tracks_opens: tracked[i]!.opens,
      tracks_clicks: tracked[i]!.clicks,
    })),
    deliveries: deliveries.map((each, i) => ({
      delivery_id: deliveryId(i),
      campaign_id: CAMPAIGNS[each.campaign]!.campaign_id,
      contact_id: `k${each.contact + 1}`,
      sent_at: iso(instantOf(first, each.at)),
      delivered_at: later(each.at, each.delivered),
      bounced_at: later(each.at, each.bounced),
      undelivered_at: later(each.at, each.undelivered),
    })),
    delivery_events: deliveries.flatMap((each, i) =>
      each.acts.map((act, n) => ({
        event_id: `e${i + 1}-${n + 1}`,
        delivery_id: deliveryId(i),
        event: act.event,
        occurred_at: later(each.at, act.when)!,
      })),
    ),
  }
}
