import fc from 'fast-check'
import type {EnquiryRow, Events, ProjectRow, VisitRow} from './contract.ts'
import {atMidnight, follow, instantOf, iso, type Moment, maybe, moment, several, type When} from './moments.ts'

const project_id = fc.constantFrom('p1', 'p2')
/** Service hours: by day, across midnight, all day; a range of weekdays or a list. */
const hours = fc.record({
  clocks: fc.constantFrom(
    ...[{opens_at: '09:00:00', closes_at: '19:00:00'}],
    ...[{opens_at: '22:00:00', closes_at: '02:00:00'}],
    ...[{opens_at: '12:00:00', closes_at: '09:00:00'}],
    ...[{opens_at: '09:00:00', closes_at: '09:00:00'}],
  ),
  open_weekdays: fc.constantFrom('1-5', '1-7', '6-7', '1,3,6', '7'),
})

/** What happens on the sites, their customers' enquiries and subscriptions, and who answers the conversations. */
export const siteDrafts = (next: fc.Arbitrary<When>) => {
  const later = fc.oneof(next, atMidnight)
  return fc.record({
    hours: fc.tuple(hours, hours),
    visits: several(
      fc.record({
        project_id,
        visitor: fc.nat(2),
        at: moment,
        traffic_source: fc.constantFrom('direct', 'email', 'paid'),
        page_views: fc.constantFrom(1, 1, 0, 2, 3, 4, 6, 7, 10, 11),
        interactions: fc.constantFrom(0, 0, 1, 3),
        is_targeted: fc.constantFrom(true, true, true, false),
        shown: maybe(later, 1, 2),
      }),
      12,
    ),
    enquiries: several(
      fc.record({
        project_id,
        visit: maybe(fc.nat(5), 2, 3),
        at: moment,
        when: later,
        contact_channel: fc.constantFrom('livechat', 'contact_page', 'faq', 'phone'),
        is_proactive: fc.constantFrom(false, false, true),
        answered: maybe(later, 2, 3),
        resolved: maybe(later, 2, 3),
      }),
      8,
    ),
    subscriptions: several(fc.record({project_id, at: moment, ended: maybe(later, 1, 2)}), 8),
  })
}
type Drafts = ReturnType<typeof siteDrafts> extends fc.Arbitrary<infer T> ? T : never

export function siteRows(
  first: string,
  draft: Drafts,
): Pick<Events, 'projects' | 'visits' | 'enquiries' | 'subscriptions'> {
  const at = (each: Moment) => instantOf(first, each)
  const later = (base: number, after: When | null) => (after === null ? null : iso(follow(first, base, after)))
  const projects = draft.hours.map(
    ({clocks, open_weekdays}, i): ProjectRow => ({
      project_id: `p${i + 1}`,
      name: `Project ${i + 1}`,
      site_url: `https://${i + 1}.example`,
      ...clocks,
      open_weekdays,
    }),
  )
  const visits = draft.visits.map(
    ({visitor, at: start, shown, ...rest}, i): VisitRow => ({
      visit_id: `i${i + 1}`,
      ...rest,
      visitor_id: `v${visitor + 1}`,
      started_at: iso(at(start)),
      chat_displayed_at: later(at(start), shown),
    }),
  )
  const enquiries = draft.enquiries.map(({visit: n, at: start, when, answered, resolved, ...rest}, i): EnquiryRow => {
    // an enquiry of a visit follows its start
    const visit = n === null ? undefined : visits[n]
    const opened = visit ? follow(first, Date.parse(visit.started_at), when) : at(start)
    return {
      enquiry_id: `q${i + 1}`,
      ...rest,
      visit_id: visit?.visit_id ?? null,
      opened_at: iso(opened),
      first_response_at: later(opened, answered),
      resolved_at: later(opened, resolved),
    }
  })
  const subscriptions = draft.subscriptions.map((each, i) => ({
    subscription_id: `u${i + 1}`,
    project_id: each.project_id,
    contact_id: `k${i + 1}`,
    subscribed_at: iso(at(each.at)),
    unsubscribed_at: later(at(each.at), each.ended),
  }))
  return {projects, visits, enquiries, subscriptions}
}
