import type {EnquiryRow, OrderRow, VisitRow} from './contract.ts'
import {dated} from './conversations.ts'
import {addDays, DAY, localTime, MINUTE, midnight} from './dates.ts'
import {average, count, type Figure, type Kpi, ratio, type Scope, seconds, share, sum} from './figures.ts'
import type {World} from './world.ts'

export const VISIT = ['project', 'traffic_source']
const ENQUIRY = ['project', 'contact_channel']
const SITE = ['project']

const instant = (text: string | null) => (text === null ? null : Date.parse(text))

/** Visits begun in the period, or shown the chat in it. */
export function visits(
  world: World,
  scope: Scope,
  date: 'started_at' | 'chat_displayed_at' = 'started_at',
): VisitRow[] {
  return world.events.visits.filter(row =>
    scope.takes(instant(row[date]), {project: row.project_id, traffic_source: row.traffic_source}),
  )
}

function visitors(world: World, scope: Scope): Figure {
  return count(new Set(visits(world, scope).map(row => row.visitor_id)).size)
}

const visitShare = (holds: (row: VisitRow, world: World) => boolean): Kpi => ({
  dimensions: VISIT,
  read: (world, scope) => {
    const all = visits(world, scope)
    return share(all.filter(row => holds(row, world)).length, all.length)
  },
})

/** Orders placed in the period, by their own project and channel. */
function orders(world: World, scope: Scope): OrderRow[] {
  return world.events.orders.filter(row =>
    scope.takes(Date.parse(row.ordered_at), {project: row.project_id, channel: row.channel}),
  )
}

function buyers(world: World, scope: Scope): Figure {
  const bought = orders(world, scope).filter(
    row => row.cancelled_at === null || Date.parse(row.cancelled_at) >= scope.end,
  )
  return count(new Set(bought.map(row => row.visitor_id)).size)
}

/** Enquiries of customers (not proactive) with a date in the period. */
function enquiries(world: World, scope: Scope, date: 'opened_at' | 'first_response_at' | 'resolved_at'): EnquiryRow[] {
  return world.events.enquiries.filter(
    row =>
      !row.is_proactive &&
      scope.takes(instant(row[date]), {project: row.project_id, contact_channel: row.contact_channel}),
  )
}

const isServed = (row: EnquiryRow) => row.contact_channel !== 'faq'

/** From the opening to a later step, over the enquiries that reach it in the period. */
const delay = (step: 'first_response_at' | 'resolved_at'): Kpi => ({
  dimensions: ENQUIRY,
  read: (world, scope) =>
    average(
      enquiries(world, scope, step)
        .filter(isServed)
        .map(row => seconds(Date.parse(row.opened_at), Date.parse(row[step]!))),
    ),
})

function unsubscriptions(world: World, scope: Scope): Figure {
  const {subscriptions} = world.events
  const ended = subscriptions.filter(row => scope.takes(instant(row.unsubscribed_at), {project: row.project_id}))
  // to the filters, a subscription that runs is at the period's start
  const running = subscriptions.filter(
    row =>
      scope.takes(scope.start, {project: row.project_id}) &&
      Date.parse(row.subscribed_at) < scope.start &&
      (row.unsubscribed_at === null || Date.parse(row.unsubscribed_at) >= scope.start),
  )
  return ratio(count(ended.length), count(running.length))
}

function contacts(world: World, scope: Scope): Figure {
  return count(dated(world, scope, each => each.started).length)
}

function engagement(world: World, scope: Scope): Figure {
  const requests = dated(
    world,
    scope,
    each => each.requested,
    each => each.source !== 'phygital',
  )
  return ratio(count(requests.length), count(visits(world, scope, 'chat_displayed_at').length))
}

/** Whether the visit begins while its project is open, on the hours of its day or still on those of the day before. */
function isOpen(visit: VisitRow, world: World): boolean {
  const project = world.events.projects.find(row => row.project_id === visit.project_id)!
  const [opens, closes] = [clock(project.opens_at), clock(project.closes_at)]
  const {date, clock: shown} = localTime(Date.parse(visit.started_at))
  return [0, 1].some(daysAgo => {
    const {weekday} = localTime(midnight(addDays(date, -daysAgo)))
    const since = shown + daysAgo * DAY
    const until = closes > opens ? closes : closes + DAY
    return weekdays(project.open_weekdays).includes(weekday) && opens <= since && since < until
  })
}

function clock(text: string): number {
  const [hour, minute] = text.split(':').map(Number)
  return (hour! * 60 + minute!) * MINUTE
}

function weekdays(text: string): number[] {
  const [first, last] = text.split('-').map(Number)
  if (last === undefined) return text.split(',').map(Number)
  return [1, 2, 3, 4, 5, 6, 7].filter(day => day >= first! && day <= last)
}

/** Whether a human member of the project is connected with fewer open participations than they can hold. */
function hasFreePlace(visit: VisitRow, world: World): boolean {
  const at = Date.parse(visit.started_at)
  const lasts = (from: string, to: string | null) => Date.parse(from) <= at && at < (instant(to) ?? world.dataEnd)
  const internal = new Set(world.events.conversations.filter(row => row.is_internal).map(row => row.conversation_id))
  return world.events.members.some(member => {
    if (member.kind !== 'human' || member.project_id !== visit.project_id) return false
    const sessions = world.events.member_sessions.filter(
      row => row.member_id === member.member_id && lasts(row.connected_at, row.disconnected_at),
    )
    const open = world.events.participations.filter(
      row =>
        row.member_id === member.member_id && !internal.has(row.conversation_id) && lasts(row.joined_at, row.left_at),
    )
    return sessions.length > 0 && open.length < member.max_conversations
  })
}

/** Targeted visits that were not shown the chat before the period's end, times the engagement rate. */
const missed = (why: (visit: VisitRow, world: World) => boolean): Kpi => ({
  dimensions: SITE,
  read: (world, scope) => {
    const lost = visits(world, scope).filter(
      row =>
        row.is_targeted &&
        (row.chat_displayed_at === null || Date.parse(row.chat_displayed_at) >= scope.end) &&
        why(row, world),
    ).length
    const rate = engagement(world, scope)
    return {
      numerator: null,
      denominator: null,
      value: rate.value === null ? null : lost * rate.value,
      sample: Math.min(lost, rate.sample),
    }
  },
})

export const VISIT_KPIS: Readonly<Record<string, Kpi>> = {
  'Ecom-Card-1': visitShare(row => row.traffic_source === 'direct'),
  'Ecom-Card-2': visitShare(row => row.page_views === 1 && row.interactions === 0),
  'Ecom-Card-3': {
    dimensions: VISIT,
    read: (world, scope) => average(visits(world, scope).map(row => row.page_views)),
  },
  'Ecom-Card-4': {dimensions: SITE, read: (world, scope) => ratio(buyers(world, scope), visitors(world, scope))},
  'Ecom-Card-5': {dimensions: SITE, lacks: ['hours', 'weekdays'], read: unsubscriptions},
  'Ecom-Card-6': visitShare((row, world) =>
    world.events.enquiries.some(enquiry => enquiry.visit_id === row.visit_id && !enquiry.is_proactive),
  ),
  'Ecom-Card-7': {
    dimensions: ENQUIRY,
    read: (world, scope) => {
      const opened = enquiries(world, scope, 'opened_at').filter(isServed)
      return share(opened.filter(row => scope.holds(instant(row.first_response_at))).length, opened.length)
    },
  },
  'Ecom-Card-8': delay('first_response_at'),
  'Ecom-Card-9': delay('resolved_at'),
  'Ecom-Card-10': {
    dimensions: ['project', 'channel'],
    read: (world, scope) => {
      const kept = orders(world, scope).filter(row => row.cancelled_at === null)
      return share(kept.filter(row => row.returned_at !== null).length, kept.length)
    },
  },
  'Ecom-Card-11': {
    dimensions: VISIT,
    read: (world, scope) => {
      const all = visits(world, scope)
      let pages = 0
      for (const row of all) pages += row.page_views
      return sum(pages, all.length)
    },
  },
  'Ecom-Card-12': {
    dimensions: ENQUIRY,
    read: (world, scope) => count(enquiries(world, scope, 'opened_at').length),
  },
  'Synt-Card-1': {dimensions: SITE, read: engagement},
  'Econ-Card-1': {dimensions: SITE, read: (world, scope) => ratio(contacts(world, scope), visitors(world, scope))},
  'Econ-Card-2': {dimensions: SITE, read: (world, scope) => ratio(visitors(world, scope), contacts(world, scope))},
  'Prod-Card-7': missed((visit, world) => isOpen(visit, world) && !hasFreePlace(visit, world)),
  'Prod-Card-8': missed((visit, world) => !isOpen(visit, world)),
}
