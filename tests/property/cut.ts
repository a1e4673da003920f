import type {Scalar, SourceRow, Sources} from './contract.ts'
import {midnight} from './dates.ts'

/** A row's creation, and its later events with the columns that arrive with each. */
interface History {
  readonly created: string
  readonly events?: Readonly<Record<string, readonly string[]>>
}

/** What has a history; projects, members, journeys and campaigns are known only as they are today. */
const HISTORIES: Readonly<Record<string, History>> = {
  member_sessions: {created: 'connected_at', events: {disconnected_at: []}},
  conversations: {created: 'requested_at', events: {handled_at: [], cancelled_at: [], closed_at: []}},
  participations: {created: 'joined_at', events: {left_at: []}},
  messages: {created: 'sent_at', events: {email_filled_at: []}},
  hook_events: {created: 'occurred_at'},
  widget_events: {created: 'occurred_at'},
  ratings: {
    created: 'requested_at',
    events: {given_at: ['score', 'welcome_score', 'wait_score', 'answer_score', 'comment']},
  },
  orders: {created: 'ordered_at', events: {cancelled_at: [], returned_at: ['return_reason']}},
  visits: {created: 'started_at', events: {chat_displayed_at: []}},
  enquiries: {created: 'opened_at', events: {first_response_at: [], resolved_at: []}},
  subscriptions: {created: 'subscribed_at', events: {unsubscribed_at: []}},
  program_costs: {created: 'month'},
  channel_costs: {created: 'month'},
  deliveries: {created: 'sent_at', events: {delivered_at: [], bounced_at: [], undelivered_at: []}},
  delivery_events: {created: 'occurred_at'},
}

/** The sources as they stood at an instant: what came later has not happened. */
export function cut(sources: Sources, instant: number): Sources {
  const known: Record<string, readonly object[]> = {}
  for (const [name, rows] of Object.entries(sources)) {
    const history = HISTORIES[name]
    known[name] = history ? (rows as SourceRow[]).flatMap(row => cutRow(name, row, history, instant)) : rows
  }
  return known
}

function cutRow(source: string, row: SourceRow, {created, events = {}}: History, instant: number): SourceRow[] {
  if (momentOf(row[created]!) > instant) return []
  const now: Record<string, Scalar> = {...row}
  for (const [event, arrivals] of Object.entries(events)) {
    const at = row[event] ?? null
    if (at === null || momentOf(at) <= instant) continue
    for (const column of [event, ...arrivals]) now[column] = null
  }
  // nobody has taken a request that waits
  if (source === 'conversations' && now.source === 'waiting_list' && now.handled_at === null) now.member_id = null
  return [now]
}

/** An instant, or that at which a day (a month's first) begins. */
function momentOf(value: Scalar): number {
  const text = String(value)
  return text.length === 10 ? midnight(text) : Date.parse(text)
}
