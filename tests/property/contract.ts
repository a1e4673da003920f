/** Source rows in the form of the data contract: instants as ISO 8601 texts in UTC, NULL as null. */
export interface ConversationRow {
  readonly conversation_id: string
  readonly project_id: string
  readonly visitor_id: string
  readonly source: string
  readonly channel: string
  readonly universe: string | null
  readonly theme: string | null
  readonly is_internal: boolean
  readonly requested_at: string
  readonly handled_at: string | null
  readonly cancelled_at: string | null
  readonly closed_at: string | null
  readonly is_blocked: boolean
  readonly member_id: string | null
}

export interface MemberRow {
  readonly member_id: string
  readonly first_name: string
  readonly last_name: string
  readonly role: number
  readonly project_id: string
  readonly kind: 'human' | 'bot'
  readonly max_conversations: number
}

export interface SessionRow {
  readonly session_id: string
  readonly member_id: string
  readonly connected_at: string
  readonly disconnected_at: string | null
}

export interface ParticipationRow {
  readonly conversation_id: string
  readonly member_id: string
  readonly joined_at: string
  readonly left_at: string | null
}

export interface MessageRow {
  readonly message_id: string
  readonly conversation_id: string
  readonly sent_at: string
  readonly author: 'visitor' | 'member' | 'bot' | 'system'
  readonly member_id: string | null
  readonly is_automatic: boolean
  readonly kind: string
  readonly email_filled_at: string | null
}

export interface HookEventRow {
  readonly event_id: string
  readonly project_id: string
  readonly member_id: string
  readonly visitor_id: string
  readonly occurred_at: string
  readonly event: 'trigger' | 'display' | 'click'
  readonly conversation_id: string | null
}

export interface WidgetEventRow {
  readonly event_id: string
  readonly project_id: string
  readonly visitor_id: string
  readonly occurred_at: string
  readonly event: 'open'
}

export interface RatingRow {
  readonly rating_id: string
  readonly conversation_id: string
  readonly member_id: string
  readonly requested_at: string
  readonly given_at: string | null
  readonly score: number | null
  readonly welcome_score: number | null
  readonly wait_score: number | null
  readonly answer_score: number | null
  readonly comment: string | null
}

export interface OrderRow {
  readonly order_id: string
  readonly project_id: string
  readonly visitor_id: string
  readonly conversation_id: string | null
  readonly delivery_id: string | null
  readonly channel: string
  readonly ordered_at: string
  /** Euros with two decimals. */
  readonly amount_incl_tax: string
  readonly amount_excl_tax: string
  readonly cancelled_at: string | null
  readonly returned_at: string | null
  readonly return_reason: string | null
}

export interface ProgramCostRow {
  readonly project_id: string
  /** The first of the month. */
  readonly month: string
  /** Euros with two decimals. */
  readonly cost: string
}

export interface ChannelCostRow extends ProgramCostRow {
  readonly sales_channel: 'store' | 'phone' | 'email'
  readonly contacts: number
  readonly sales: number
}

export interface JourneyRow {
  readonly journey_id: string
  readonly name: string
  readonly status: 'active' | 'paused' | 'draft'
  readonly started_at: string
}

export interface CampaignRow {
  readonly campaign_id: string
  readonly journey_id: string
  readonly name: string
  readonly message_channel: 'email' | 'sms'
  readonly step: number
  readonly tracks_opens: boolean
  readonly tracks_clicks: boolean
}

export interface DeliveryRow {
  readonly delivery_id: string
  readonly campaign_id: string
  readonly contact_id: string
  readonly sent_at: string
  readonly delivered_at: string | null
  readonly bounced_at: string | null
  readonly undelivered_at: string | null
}

export interface DeliveryEventRow {
  readonly event_id: string
  readonly delivery_id: string
  readonly event: 'open' | 'click' | 'unsubscribe' | 'abuse_report'
  readonly occurred_at: string
}

export interface ProjectRow {
  readonly project_id: string
  readonly name: string
  readonly site_url: string
  /** Local times of day, `09:00:00`. */
  readonly opens_at: string
  readonly closes_at: string
  /** ISO days of the week, `1-5` or `1,2,6`. */
  readonly open_weekdays: string
}

export interface VisitRow {
  readonly visit_id: string
  readonly project_id: string
  readonly visitor_id: string
  readonly started_at: string
  readonly traffic_source: string
  readonly page_views: number
  readonly interactions: number
  readonly is_targeted: boolean
  readonly chat_displayed_at: string | null
}

export interface EnquiryRow {
  readonly enquiry_id: string
  readonly project_id: string
  readonly visit_id: string | null
  readonly contact_channel: string
  readonly is_proactive: boolean
  readonly opened_at: string
  readonly first_response_at: string | null
  readonly resolved_at: string | null
}

export interface SubscriptionRow {
  readonly subscription_id: string
  readonly project_id: string
  readonly contact_id: string
  readonly subscribed_at: string
  readonly unsubscribed_at: string | null
}

export type Scalar = string | number | boolean | null
export type SourceRow = Readonly<Record<string, Scalar>>

/** Every source that the reading reads. */
export interface Events {
  readonly projects: readonly ProjectRow[]
  readonly members: readonly MemberRow[]
  readonly member_sessions: readonly SessionRow[]
  readonly conversations: readonly ConversationRow[]
  readonly participations: readonly ParticipationRow[]
  readonly messages: readonly MessageRow[]
  readonly hook_events: readonly HookEventRow[]
  readonly widget_events: readonly WidgetEventRow[]
  readonly ratings: readonly RatingRow[]
  readonly orders: readonly OrderRow[]
  readonly program_costs: readonly ProgramCostRow[]
  readonly channel_costs: readonly ChannelCostRow[]
  readonly journeys: readonly JourneyRow[]
  readonly campaigns: readonly CampaignRow[]
  readonly deliveries: readonly DeliveryRow[]
  readonly delivery_events: readonly DeliveryEventRow[]
  readonly visits: readonly VisitRow[]
  readonly enquiries: readonly EnquiryRow[]
  readonly subscriptions: readonly SubscriptionRow[]
}

/** Rows of any sources, by source. */
export type Sources = Readonly<Record<string, readonly object[]>>

/** The data's last instant in milliseconds: the latest timestamp (a column named `…_at`) of any source; none without any. */
export function dataEnd(sources: Sources): number | undefined {
  let latest: number | undefined
  for (const rows of Object.values(sources)) {
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) {
        if (!column.endsWith('_at') || typeof value !== 'string' || !value.endsWith('Z')) continue
        const instant = Date.parse(value)
        if (latest === undefined || instant > latest) latest = instant
      }
    }
  }
  return latest
}
