import fc from 'fast-check'
import type {Sources} from './contract.ts'
import {DAY} from './dates.ts'
import {follow, instantOf, iso, type Moment, maybe, moment, several, type When, when} from './moments.ts'

const next = when(false)

/** Drafts of the sources that the conversations' KPIs don't read. */
export const otherDrafts = fc.record({
  deliveries: several(
    fc.record({
      at: moment,
      campaign_id: fc.constantFrom('a1', 'a2'),
      delivered: maybe(next, 3, 4),
      bounced: maybe(next, 1, 6),
      acts: several(fc.record({event: fc.constantFrom('open', 'click', 'unsubscribe', 'abuse_report'), when: next}), 2),
    }),
    5,
  ),
})
type Drafts = typeof otherDrafts extends fc.Arbitrary<infer T> ? T : never

/** Their rows; costs of every month from the season's to the third after it. */
export function otherRows(first: string, drafts: Drafts): Sources {
  const at = (each: Moment) => iso(instantOf(first, each))
  const later = (base: Moment, after: When | null) =>
    after === null ? null : iso(follow(first, instantOf(first, base), after))
  const months = [0, 1, 2, 3].map(n => {
    const [year, month] = first.split('-').map(Number)
    return new Date(Date.UTC(year!, month! - 1 + n, 1)).toISOString().slice(0, 10)
  })
  const journey = {status: 'active', started_at: iso(instantOf(first, {day: 0, clock: -DAY}))}
  const campaign = {journey_id: 'j1', tracks_opens: true, tracks_clicks: true}
  return {
    program_costs: months.map(month => ({project_id: 'p1', month, cost: '310.00'})),
    channel_costs: months.map(month => ({
      ...{project_id: 'p2', month, sales_channel: 'phone'},
      ...{cost: '77.77', contacts: 31, sales: 7},
    })),
    journeys: [{journey_id: 'j1', name: 'Welcome', ...journey}],
    campaigns: [
      {campaign_id: 'a1', name: 'Hello', message_channel: 'email', step: 1, ...campaign},
      {campaign_id: 'a2', name: 'Still there?', message_channel: 'sms', step: 2, ...campaign},
    ],
    deliveries: drafts.deliveries.map((each, i) => ({
      delivery_id: `d${i + 1}`,
      campaign_id: each.campaign_id,
      contact_id: `k${i + 1}`,
      sent_at: at(each.at),
      delivered_at: later(each.at, each.delivered),
      bounced_at: later(each.at, each.bounced),
      undelivered_at: null,
    })),
    delivery_events: drafts.deliveries.flatMap((each, i) =>
      each.acts.map((act, n) => ({
        event_id: `e${i + 1}-${n + 1}`,
        delivery_id: `d${i + 1}`,
        event: act.event,
        occurred_at: later(each.at, act.when),
      })),
    ),
  }
}
