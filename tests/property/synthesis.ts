import type {MessageRow, ParticipationRow} from './contract.ts'
import {count, type Figure, type Kpi, ratio, type Scope, share, sum} from './figures.ts'
import type {Conversation, Order, World} from './world.ts'

/** Of the conversation; several people take part in one, so there is no member. */
const CLOSING = ['project', 'source', 'channel', 'universe', 'theme']

function closings(world: World, scope: Scope): Conversation[] {
  return world.conversations.filter(each => scope.takes(each.closed, each.place))
}

/** Orders that carry a conversation closed in the period, whenever placed, and were never cancelled. */
function transactions(world: World, scope: Scope): Order[] {
  return world.orders.filter(
    ({conversation, cancelled}) => cancelled === null && scope.takes(conversation.closed, conversation.place),
  )
}

function revenue(world: World, scope: Scope): Figure {
  const found = transactions(world, scope)
  let cents = 0
  for (const order of found) cents += order.cents
  return sum(cents / 100, found.length)
}

/** What had happened in a conversation when it was closed, that instant included. */
interface Past {
  readonly bots: readonly ParticipationRow[]
  readonly humans: readonly ParticipationRow[]
  /** What anybody wrote, bots too; nothing automatic. */
  readonly written: readonly MessageRow[]
}

function past({events, members}: World, {id, closed}: Conversation): Past {
  const joined = events.participations.filter(row => row.conversation_id === id && Date.parse(row.joined_at) <= closed!)
  return {
    bots: joined.filter(row => members.get(row.member_id)!.kind === 'bot'),
    humans: joined.filter(row => members.get(row.member_id)!.kind === 'human'),
    written: events.messages.filter(
      row => row.conversation_id === id && !row.is_automatic && Date.parse(row.sent_at) <= closed!,
    ),
  }
}

/** When the visitor first wrote; Infinity if never. */
function question({written}: Past): number {
  return Math.min(...written.filter(row => row.author === 'visitor').map(row => Date.parse(row.sent_at)))
}

const conversations = (world: World, scope: Scope) => count(closings(world, scope).length)
const number = (world: World, scope: Scope) => count(transactions(world, scope).length)
const kpi = (read: Kpi['read']): Kpi => ({dimensions: CLOSING, read})

export const SYNTHESIS_KPIS: Readonly<Record<string, Kpi>> = {
  'Synt-Card-2': kpi((world, scope) => ratio(number(world, scope), conversations(world, scope))),
  'Synt-Card-3': kpi(revenue),
  'Synt-Card-4': kpi((world, scope) => {
    const scores = world.ratings
      .filter(({conversation}) => scope.takes(conversation.closed, conversation.place))
      .flatMap(({score}) => (score === null ? [] : [score]))
    return share(scores.filter(score => score === 4 || score === 5).length, scores.length)
  }),
  'Synt-Card-5': kpi((world, scope) => {
    const all = closings(world, scope)
    const automated = all.filter(each => {
      const {bots, humans} = past(world, each)
      return bots.length > 0 && humans.length === 0
    })
    return share(automated.length, all.length)
  }),
  'Synt-Card-6': kpi(conversations),
  'Synt-Card-7': kpi((world, scope) => {
    const asked = closings(world, scope)
      .map(each => past(world, each))
      .filter(each => each.bots.length > 0 && question(each) < Number.POSITIVE_INFINITY)
    const answered = asked.filter(each =>
      each.written.some(row => row.author === 'bot' && Date.parse(row.sent_at) >= question(each)),
    )
    return share(answered.length, asked.length)
  }),
  'Synt-Card-8': kpi(number),
  'Synt-Card-9': kpi((world, scope) => ratio(revenue(world, scope), number(world, scope))),
}
