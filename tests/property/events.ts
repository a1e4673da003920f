import fc from 'fast-check'
import type {
  ConversationRow,
  Events,
  HookEventRow,
  MemberRow,
  MessageRow,
  OrderRow,
  ParticipationRow,
  RatingRow,
  SessionRow,
  WidgetEventRow,
} from './contract.ts'
import {cut} from './cut.ts'
import {DAY} from './dates.ts'
import {type Drafts, drafts} from './drafts.ts'
import {deliveryId, mailingRows} from './mailing.ts'
import {follow, instantOf, iso, type Moment, maybe, season, type When} from './moments.ts'
import {siteRows} from './sites.ts'
import {spendingRows} from './spending.ts'

/** Two members share a role, one belongs to the other project, and one holds a single conversation; the bot is no human member. */
const person = {first_name: 'Ada', last_name: 'Martin', max_conversations: 2}
export const MEMBERS: readonly MemberRow[] = [
  {member_id: 'm1', ...person, role: 1, project_id: 'p1', kind: 'human'},
  {member_id: 'm2', ...person, max_conversations: 1, role: 2, project_id: 'p1', kind: 'human'},
  {member_id: 'm3', ...person, max_conversations: 1, role: 2, project_id: 'p2', kind: 'human'},
  {member_id: 'b1', ...person, role: 0, project_id: 'p1', kind: 'bot'},
]

/** A small set of events and the day around which it lies. */
export interface EventSet {
  readonly season: string
  readonly events: Events
}

/** @param far whether weeks and months may pass between events */
export function eventSets(far = true): fc.Arbitrary<EventSet> {
  return fc
    .record({
      season,
      drafts: drafts(far),
      last: maybe(fc.record({conversation: fc.nat(5), off: fc.constantFrom(0, -1, 1)}), 1, 4),
    })
    .map(drawn => {
      const events = rowsOf(drawn.season, drawn.drafts)
      const day = events.conversations[drawn.last?.conversation ?? -1]
      if (!day || drawn.last === null) return {season: drawn.season, events}
      return {season: drawn.season, events: endedAt(events, Date.parse(day.requested_at) + DAY + drawn.last.off)}
    })
}

/** The events as they stood at an instant, at which something happens: the data's last. */
function endedAt(events: EventSet['events'], instant: number): EventSet['events'] {
  const known = cut({...events}, instant) as unknown as EventSet['events']
  const opening = {
    event_id: 'w0',
    project_id: 'p1',
    visitor_id: 'v1',
    occurred_at: iso(instant),
    event: 'open' as const,
  }
  return {...known, widget_events: [...known.widget_events, opening]}
}

/** Writes drafts as source rows; what depends on something else follows it. */
export function rowsOf(first: string, draft: Drafts): EventSet['events'] {
  const conversations: ConversationRow[] = []
  const participations: ParticipationRow[] = []
  const messages: MessageRow[] = []
  const ratings: RatingRow[] = []
  const orders: OrderRow[] = []
  const at = (each: Moment) => iso(instantOf(first, each))
  const later = (base: number, next: When | null) => (next === null ? null : iso(follow(first, base, next)))
  const order = (each: Drafts['strays'][number], base: number, conversation_id: string | null) => {
    const ordered = follow(first, base, each.when)
    orders.push({
      order_id: `o${orders.length + 1}`,
      project_id: each.project_id,
      visitor_id: `v${(orders.length % 2) + 1}`,
      conversation_id,
      delivery_id: draft.mailing.deliveries[each.delivery ?? -1] ? deliveryId(each.delivery!) : null,
      channel: each.channel,
      ordered_at: iso(ordered),
      amount_incl_tax: (each.cents / 100).toFixed(2),
      amount_excl_tax: (each.cents / 200).toFixed(2),
      cancelled_at: later(ordered, each.cancelled),
      returned_at: later(ordered, each.returned),
      return_reason: each.returned === null ? null : 'size',
    })
  }
  for (const [i, each] of draft.conversations.entries()) {
    const conversation_id = `c${i + 1}`
    const requested = instantOf(first, each.requested)
    const waits = each.source === 'waiting_list'
    const handled = waits && each.handled !== null ? follow(first, requested, each.handled) : null
    conversations.push({
      conversation_id,
      project_id: each.project_id,
      visitor_id: `v${(i % 3) + 1}`,
      source: each.source,
      channel: each.channel,
      universe: each.universe,
      theme: each.theme,
      is_internal: each.is_internal,
      requested_at: iso(requested),
      handled_at: handled === null ? null : iso(handled),
      cancelled_at: later(requested, each.cancelled),
      closed_at: later(requested, each.closed),
      is_blocked: each.is_blocked,
      member_id: waits ? (handled === null ? null : (each.member_id ?? 'm1')) : each.member_id,
    })
    const arrivals = new Set<string>()
    for (const {member_id, when, left} of each.stays) {
      const joined = follow(first, requested, when)
      // nobody joins twice at once
      if (arrivals.has(`${member_id} ${joined}`)) continue
      arrivals.add(`${member_id} ${joined}`)
      participations.push({conversation_id, member_id, joined_at: iso(joined), left_at: later(joined, left)})
    }
    for (const message of each.messages) {
      // a member writes once the request is handled
      const sent = follow(first, message.author === 'member' ? (handled ?? requested) : requested, message.when)
      messages.push({
        message_id: `t${messages.length + 1}`,
        conversation_id,
        sent_at: iso(sent),
        author: message.author as MessageRow['author'],
        member_id: {visitor: null, system: null, bot: 'b1', member: message.writer}[message.author]!,
        is_automatic: message.is_automatic,
        kind: message.kind,
        email_filled_at: message.kind === 'email_request' ? later(sent, message.filled) : null,
      })
    }
    for (const rating of each.ratings) {
      const asked = follow(first, requested, rating.when)
      const [score, welcome_score, wait_score, answer_score] =
        rating.given === null ? [null, null, null, null] : rating.scores
      ratings.push({
        rating_id: `r${ratings.length + 1}`,
        conversation_id,
        member_id: rating.member_id,
        requested_at: iso(asked),
        given_at: later(asked, rating.given),
        ...{score, welcome_score, wait_score, answer_score},
        comment: rating.given === null ? null : 'Thanks',
      })
    }
    for (const placed of each.orders) order(placed, requested, conversation_id)
  }
  for (const each of draft.strays) order(each, instantOf(first, {day: 0, clock: 0}), null)
  const hook_events: HookEventRow[] = draft.hooks.map(({at: moment, ...each}, i) => ({
    event_id: `h${i + 1}`,
    ...each,
    visitor_id: 'v1',
    occurred_at: at(moment),
    conversation_id: null,
  }))
  const widget_events: WidgetEventRow[] = draft.openings.map((each, i) => ({
    event_id: `w${i + 1}`,
    project_id: each.project_id,
    visitor_id: 'v1',
    occurred_at: at(each.at),
    event: 'open',
  }))
  const member_sessions: SessionRow[] = draft.sessions.map((each, i) => ({
    session_id: `s${i + 1}`,
    member_id: each.member_id,
    connected_at: at(each.at),
    disconnected_at: later(instantOf(first, each.at), each.ended),
  }))
  return {
    ...siteRows(first, draft.sites),
    members: MEMBERS,
    ...{member_sessions, conversations, participations, messages, hook_events, widget_events, ratings, orders},
    ...spendingRows(first, draft.spending),
    ...mailingRows(first, draft.mailing),
  }
}
