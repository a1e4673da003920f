import fc from 'fast-check'
import type {Sources} from './contract.ts'
import {follow, instantOf, iso, type Moment, maybe, moment, several, type When, when} from './moments.ts'

const next = when(false)
const project_id = fc.constantFrom('p1', 'p2')

/** Drafts of the sources that the conversations' KPIs don't read. */
export const otherDrafts = fc.record({
  visits: several(
    fc.record({
      project_id,
      at: moment,
      shown: maybe(next, 2, 3),
      visitor: fc.nat(2),
      page_views: fc.integer({min: 1, max: 12}),
    }),
    6,
  ),
  enquiries: several(
    fc.record({
      ...{project_id, at: moment},
      contact_channel: fc.constantFrom('livechat', 'contact_page', 'faq', 'phone'),
      is_proactive: fc.boolean(),
      answered: maybe(next, 2, 3),
      resolved: maybe(next, 2, 3),
    }),
    5,
  ),
  subscriptions: several(fc.record({project_id, at: moment, ended: maybe(next, 1, 2)}), 5),
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
  return {
    visits: drafts.visits.map((each, i) => ({
      visit_id: `i${i + 1}`,
      project_id: each.project_id,
      visitor_id: `v${each.visitor + 1}`,
      started_at: at(each.at),
      traffic_source: 'organic',
      page_views: each.page_views,
      interactions: 1,
      is_targeted: true,
      chat_displayed_at: later(each.at, each.shown),
    })),
    enquiries: drafts.enquiries.map((each, i) => ({
      enquiry_id: `q${i + 1}`,
      project_id: each.project_id,
      visit_id: null,
      contact_channel: each.contact_channel,
      is_proactive: each.is_proactive,
      opened_at: at(each.at),
      first_response_at: later(each.at, each.answered),
      resolved_at: later(each.at, each.resolved),
    })),
    subscriptions: drafts.subscriptions.map((each, i) => ({
      subscription_id: `u${i + 1}`,
      project_id: each.project_id,
      contact_id: `k${i + 1}`,
      subscribed_at: at(each.at),
      unsubscribed_at: later(each.at, each.ended),
    })),
    program_costs: months.map(month => ({project_id: 'p1', month, cost: '310.00'})),
    channel_costs: months.map(month => ({
      ...{project_id: 'p2', month, sales_channel: 'phone'},
      ...{cost: '77.77', contacts: 31, sales: 7},
    })),
  }
}
