import {CONVERSATION, dated, newDialogues} from './conversations.ts'
import {count, type Figure, type Kpi, type Place, ratio, type Scope, share, sum} from './figures.ts'
import {activeDialogues} from './messages.ts'
import type {Order, World} from './world.ts'

/** The dialogue was established no later than the order. */
function isAttributed(order: Order): boolean {
  const {established} = order.conversation
  return established !== null && established <= order.at
}

/** Everything is the conversation's, its project too; the channel is the order's. */
function placeOf(order: Order): Place {
  return {...order.conversation.place, channel: order.channel}
}

/** Orders of the period that were sales when it closed. */
export function sales(world: World, scope: Scope): Order[] {
  return world.orders.filter(
    order =>
      isAttributed(order) &&
      scope.takes(order.at, placeOf(order)) &&
      (order.cancelled === null || order.cancelled >= scope.end),
  )
}

function revenue(world: World, scope: Scope): Figure {
  const found = sales(world, scope)
  let cents = 0
  for (const order of found) cents += order.cents
  return sum(cents / 100, found.length)
}

const number = (world: World, scope: Scope) => count(sales(world, scope).length)

export const SALES_KPIS: Readonly<Record<string, Kpi>> = {
  'Chat-Card-80': {dimensions: CONVERSATION, read: revenue},
  'Chat-Card-81': {dimensions: CONVERSATION, read: number},
  'Chat-Card-82': {
    dimensions: CONVERSATION,
    read: (world, scope) => ratio(revenue(world, scope), number(world, scope)),
  },
  'Chat-Card-85': {
    dimensions: CONVERSATION.filter(name => name !== 'channel'),
    read: (world, scope) => ratio(number(world, scope), count(activeDialogues(world, scope).size)),
  },
  'Chat-Card-86': {
    dimensions: CONVERSATION,
    read: (world, scope) => {
      const converted = dated(
        world,
        scope,
        each => each.established,
        each =>
          world.orders.some(order => order.conversation === each && isAttributed(order) && order.cancelled === null),
      )
      return share(converted.length, newDialogues.read(world, scope).value!)
    },
  },
}
