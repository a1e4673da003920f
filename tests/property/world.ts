import {type ConversationRow, dataEnd, type Events, type MemberRow} from './contract.ts'
import type {Place} from './figures.ts'

/** A message written: not automatic, by the visitor or by a member. */
export interface Written {
  readonly at: number
  readonly by: 'visitor' | 'member'
  /** The member who wrote; null for the visitor. */
  readonly writer: string | null
  readonly kind: string
  readonly emailFilled: number | null
  readonly place: Place
}

/** A conversation that is not internal, with what was written in it. */
export interface Conversation {
  readonly id: string
  readonly source: string
  readonly place: Place
  readonly requested: number
  readonly handled: number | null
  readonly cancelled: number | null
  readonly closed: number | null
  readonly blocked: boolean
  readonly started: number | null
  readonly established: number | null
  readonly written: readonly Written[]
}

/** An order that carries the id of such a conversation. */
export interface Order {
  readonly conversation: Conversation
  readonly channel: string
  readonly at: number
  readonly cents: number
  readonly cancelled: number | null
}

export interface Rating {
  readonly conversation: Conversation
  readonly place: Place
  readonly requested: number
  readonly given: number | null
  readonly score: number | null
}

/** The rows understood: conversations with their messages, ratings and orders, and the data's last instant. */
export interface World {
  readonly events: Events
  readonly members: ReadonlyMap<string, MemberRow>
  readonly conversations: readonly Conversation[]
  readonly orders: readonly Order[]
  readonly ratings: readonly Rating[]
  readonly dataEnd: number
}

/** @param end the data's last instant, where sources that the reading doesn't read may go further */
export function understand(events: Events, end = dataEnd(events as never) ?? 0): World {
  const members = new Map(events.members.map(member => [member.member_id, member]))
  const conversations = events.conversations
    .filter(row => !row.is_internal)
    .map(row => conversation(row, events, members))
  const byId = new Map(conversations.map(each => [each.id, each]))
  const orders: Order[] = []
  for (const row of events.orders) {
    const found = row.conversation_id === null ? undefined : byId.get(row.conversation_id)
    if (!found) continue
    orders.push({
      conversation: found,
      channel: row.channel,
      at: Date.parse(row.ordered_at),
      cents: Math.round(Number(row.amount_incl_tax) * 100),
      cancelled: instant(row.cancelled_at),
    })
  }
  const ratings: Rating[] = []
  for (const row of events.ratings) {
    const found = byId.get(row.conversation_id)
    if (!found) continue
    ratings.push({
      conversation: found,
      place: {...found.place, ...personOf(row.member_id, members)},
      requested: Date.parse(row.requested_at),
      given: instant(row.given_at),
      score: row.score,
    })
  }
  return {events, members, conversations, orders, ratings, dataEnd: end}
}

function conversation(row: ConversationRow, events: Events, members: ReadonlyMap<string, MemberRow>): Conversation {
  const place: Place = {
    project: row.project_id,
    source: row.source,
    channel: row.channel,
    universe: row.universe ?? '(none)',
    theme: row.theme ?? '(none)',
    ...personOf(row.member_id, members),
  }
  const written: Written[] = []
  for (const message of events.messages) {
    if (message.conversation_id !== row.conversation_id || message.is_automatic) continue
    if (message.author !== 'visitor' && message.author !== 'member') continue
    const writer = message.author === 'member' ? message.member_id : null
    written.push({
      at: Date.parse(message.sent_at),
      by: message.author,
      writer,
      kind: message.kind,
      emailFilled: instant(message.email_filled_at),
      place: writer === null ? place : {...place, ...personOf(writer, members)},
    })
  }
  const requested = Date.parse(row.requested_at)
  const handled = instant(row.handled_at)
  const visitorFirst = firstOf(written, 'visitor')
  const memberFirst = firstOf(written, 'member')
  return {
    id: row.conversation_id,
    source: row.source,
    place,
    requested,
    handled,
    cancelled: instant(row.cancelled_at),
    closed: instant(row.closed_at),
    blocked: row.is_blocked,
    started: row.source === 'waiting_list' ? handled : requested,
    established: visitorFirst === null || memberFirst === null ? null : Math.max(visitorFirst, memberFirst),
    written,
  }
}

/** When a side first wrote. */
export function firstOf(written: readonly Written[], by: 'visitor' | 'member'): number | null {
  let first: number | null = null
  for (const message of written) if (message.by === by && (first === null || message.at < first)) first = message.at
  return first
}

/** When a message was last written, of those that count. */
export function lastOf(written: readonly Written[], counts: (at: number) => boolean): number | null {
  let last: number | null = null
  for (const message of written) if (counts(message.at) && (last === null || message.at > last)) last = message.at
  return last
}

/** A member's dimensions. */
export function personOf(id: string | null, members: ReadonlyMap<string, MemberRow>): {member: string; role: string} {
  const member = id === null ? undefined : members.get(id)
  return {member: id ?? '(none)', role: member === undefined ? '(none)' : String(member.role)}
}

function instant(text: string | null): number | null {
  return text === null ? null : Date.parse(text)
}
