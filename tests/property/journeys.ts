import type {CampaignRow, DeliveryRow, OrderRow} from './contract.ts'
import {count, type Figure, type Kpi, ratio, type Scope, sum} from './figures.ts'
import type {World} from './world.ts'

const DIMENSIONS = ['journey', 'campaign', 'message_channel']

/** A message that a journey sent, with all that is known of it today. */
interface Message {
  readonly row: DeliveryRow
  readonly campaign: CampaignRow
  readonly orders: readonly OrderRow[]
  /** How often its recipient did something. */
  times(event: string): number
}

type Condition = (message: Message) => boolean

/** The messages that active and paused journeys sent in the period, and that satisfy all the conditions. */
function messages(world: World, scope: Scope, ...conditions: Condition[]): Message[] {
  const {events} = world
  const found: Message[] = []
  for (const row of events.deliveries) {
    const campaign = events.campaigns.find(each => each.campaign_id === row.campaign_id)!
    const journey = events.journeys.find(each => each.journey_id === campaign.journey_id)!
    if (journey.status !== 'active' && journey.status !== 'paused') continue
    const place = {
      journey: journey.journey_id,
      campaign: campaign.campaign_id,
      message_channel: campaign.message_channel,
    }
    if (!scope.takes(Date.parse(row.sent_at), place)) continue
    const acts = events.delivery_events.filter(each => each.delivery_id === row.delivery_id)
    const message = {
      row,
      campaign,
      orders: events.orders.filter(order => order.delivery_id === row.delivery_id && !isInternal(world, order)),
      times: (event: string) => acts.filter(act => act.event === event).length,
    }
    if (conditions.every(condition => condition(message))) found.push(message)
  }
  return found
}

/** Placed out of a conversation between members. */
function isInternal(world: World, order: OrderRow): boolean {
  return world.events.conversations.some(each => each.conversation_id === order.conversation_id && each.is_internal)
}

const email: Condition = message => message.campaign.message_channel === 'email'
const sms: Condition = message => message.campaign.message_channel === 'sms'
const opensTracked: Condition = message => message.campaign.tracks_opens
const clicksTracked: Condition = message => message.campaign.tracks_clicks
const delivered: Condition = message => message.row.delivered_at !== null
const bounced: Condition = message => message.row.bounced_at !== null
const undelivered: Condition = message => message.row.undelivered_at !== null
const ordered: Condition = message => message.orders.length > 0
const did =
  (event: string): Condition =>
  message =>
    message.times(event) > 0

type Read = (world: World, scope: Scope) => Figure

const counting =
  (...conditions: Condition[]): Read =>
  (world, scope) =>
    count(messages(world, scope, ...conditions).length)

/** Adds something up over the messages of which there is any. */
const adding =
  (amount: (message: Message) => number, ...conditions: Condition[]): Read =>
  (world, scope) => {
    const found = messages(world, scope, ...conditions)
    let total = 0
    for (const message of found) total += amount(message)
    return sum(total, found.length)
  }

const over =
  (numerator: Read, denominator: Read): Read =>
  (world, scope) =>
    ratio(numerator(world, scope), denominator(world, scope))

const orders = adding(message => message.orders.length, ordered)
const revenue: Read = (world, scope) => {
  const cents = adding(message => {
    let total = 0
    for (const order of message.orders) total += Math.round(Number(order.amount_excl_tax) * 100)
    return total
  }, ordered)(world, scope)
  return {...cents, value: cents.value! / 100}
}

const READS: Readonly<Record<string, Read>> = {
  'Jrny-Card-1': over(counting(clicksTracked, delivered, did('click')), counting(clicksTracked, delivered)),
  'Jrny-Card-2': counting(clicksTracked, delivered, did('click')),
  'Jrny-Card-3': over(
    counting(email, opensTracked, clicksTracked, did('open'), did('click')),
    counting(email, opensTracked, clicksTracked, did('open')),
  ),
  'Jrny-Card-4': over(counting(email, opensTracked, delivered, did('open')), counting(email, opensTracked, delivered)),
  'Jrny-Card-5': counting(email, opensTracked, delivered, did('open')),
  'Jrny-Card-6': adding(message => message.times('click'), clicksTracked, did('click')),
  'Jrny-Card-7': adding(message => message.times('open'), opensTracked, did('open')),
  'Jrny-Card-8': over(counting(email, did('abuse_report')), counting(email, delivered)),
  'Jrny-Card-9': counting(email, did('abuse_report')),
  'Jrny-Card-10': over(counting(email, bounced), counting(email)),
  'Jrny-Card-11': counting(email, bounced),
  'Jrny-Card-12': counting(delivered),
  'Jrny-Card-13': over(counting(delivered), counting()),
  'Jrny-Card-14': counting(),
  'Jrny-Card-15': counting(sms, undelivered),
  'Jrny-Card-16': over(counting(sms, undelivered), counting(sms)),
  'Jrny-Card-17': over(counting(did('unsubscribe')), counting(delivered)),
  'Jrny-Card-18': counting(did('unsubscribe')),
  'Jrny-Card-19': over(revenue, counting(delivered)),
  'Jrny-Card-20': over(revenue, orders),
  'Jrny-Card-21': over(counting(email, delivered, ordered), counting(email, delivered)),
  'Jrny-Card-22': orders,
  'Jrny-Card-23': revenue,
}

export const JOURNEY_KPIS: Readonly<Record<string, Kpi>> = Object.fromEntries(
  Object.entries(READS).map(([ref, read]) => [ref, {dimensions: DIMENSIONS, read}]),
)
