import type {ChannelCostRow} from './contract.ts'
import {CONVERSATION_KPIS} from './conversations.ts'
import {addDays, bucketOf, DAY, midnight} from './dates.ts'
import {average, type Figure, type Kpi, ratio, type Scope, sum} from './figures.ts'
import {SALES_KPIS} from './sales.ts'
import type {World} from './world.ts'

const contacts = CONVERSATION_KPIS['Chat-Card-1']!
const revenue = SALES_KPIS['Chat-Card-80']!
const sales = SALES_KPIS['Chat-Card-81']!

/** A month's figure of which each of its days has the same part. */
interface Monthly {
  readonly project_id: string
  readonly month: string
  readonly sales_channel?: string
  readonly total: number
}

/** The parts of the days in the period. */
function spread(rows: readonly Monthly[], scope: Scope): Figure {
  let total = 0
  let days = 0
  for (const row of rows) {
    const {start, end} = bucketOf(row.month, 'month')
    const length = Math.round((Date.parse(end) - Date.parse(start)) / DAY)
    const place = {project: row.project_id, sales_channel: row.sales_channel ?? '(none)'}
    for (let day = start; day < end; day = addDays(day, 1)) {
      if (!scope.takes(midnight(day), place)) continue
      total += row.total / length
      days++
    }
  }
  return sum(total, days)
}

function chatCost({events}: World, scope: Scope): Figure {
  return spread(
    events.program_costs.map(row => ({...row, total: Number(row.cost)})),
    scope,
  )
}

function ofChannels(figure: (row: ChannelCostRow) => number) {
  return ({events}: World, scope: Scope) =>
    spread(
      events.channel_costs.map(row => ({...row, total: figure(row)})),
      scope,
    )
}
const channelCost = ofChannels(row => Number(row.cost))
const channelContacts = ofChannels(row => row.contacts)
const channelSales = ofChannels(row => row.sales)

/** Orders without a conversation that stood when the period closed; everything is the order's. */
function natural({events}: World, scope: Scope): Figure {
  const found = events.orders.filter(
    order =>
      order.conversation_id === null &&
      scope.takes(Date.parse(order.ordered_at), {project: order.project_id}) &&
      (order.cancelled_at === null || Date.parse(order.cancelled_at) >= scope.end),
  )
  return average(found.map(order => Number(order.amount_incl_tax)))
}

function afterChat(world: World, scope: Scope): Figure {
  return ratio(revenue.read(world, scope), sales.read(world, scope))
}

const COST_DIMENSIONS = ['project', 'sales_channel']

export const ECONOMICS_KPIS: Readonly<Record<string, Kpi>> = {
  'Econ-Card-3': {
    dimensions: contacts.dimensions.filter(name => name !== 'channel'),
    read: (world, scope) => ratio(sales.read(world, scope), contacts.read(world, scope)),
  },
  'Econ-Card-4': {dimensions: sales.dimensions, read: afterChat},
  'Econ-Card-5': {dimensions: ['project'], read: natural},
  'Econ-Card-6': {
    dimensions: ['project'],
    read: (world, scope) => {
      const [after, alone] = [afterChat(world, scope), natural(world, scope)]
      const value = after.value === null || !alone.value ? null : after.value / alone.value - 1
      return {numerator: null, denominator: null, value, sample: Math.min(after.sample, alone.sample)}
    },
  },
  'Econ-Card-7': {
    ...{dimensions: ['project'], lacks: ['hours']},
    read: (world, scope) => ratio(chatCost(world, scope), contacts.read(world, scope)),
  },
  'Econ-Card-8': {
    ...{dimensions: ['project'], lacks: ['hours']},
    read: (world, scope) => ratio(chatCost(world, scope), sales.read(world, scope)),
  },
  'Econ-Card-9': {
    ...{dimensions: COST_DIMENSIONS, lacks: ['hours']},
    read: (world, scope) => ratio(channelCost(world, scope), channelContacts(world, scope)),
  },
  'Econ-Card-10': {
    ...{dimensions: COST_DIMENSIONS, lacks: ['hours']},
    read: (world, scope) => ratio(channelCost(world, scope), channelSales(world, scope)),
  },
}
