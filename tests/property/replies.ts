import {CONVERSATION, dated} from './conversations.ts'
import {average, type Kpi, type Place, seconds} from './figures.ts'
import {lastOf, personOf, type World} from './world.ts'

/** A member's reply to what the visitor wrote since a member last wrote. */
interface Reply {
  readonly asked: number
  readonly at: number
  readonly isFirst: boolean
  readonly place: Place
}

/** Every conversation's messages that count as written, one after the other, identifiers deciding at the same instant. */
function replies(world: World): Reply[] {
  const found: Reply[] = []
  for (const conversation of world.conversations) {
    const rows = world.events.messages
      .filter(row => row.conversation_id === conversation.id && !row.is_automatic)
      .filter(row => row.author === 'visitor' || row.author === 'member')
      .map(row => ({...row, at: Date.parse(row.sent_at)}))
      .sort((a, b) => a.at - b.at || (a.message_id < b.message_id ? -1 : 1))
    let asked: number | null = null
    let isFirst = true
    for (const row of rows) {
      if (row.author === 'visitor') {
        asked ??= row.at
        continue
      }
      if (asked === null) continue
      found.push({
        asked,
        at: row.at,
        isFirst,
        place: {...conversation.place, ...personOf(row.member_id, world.members)},
      })
      asked = null
      isFirst = false
    }
  }
  return found
}

function delay(counts: (reply: Reply) => boolean): Kpi {
  return {
    dimensions: CONVERSATION,
    read: (world, scope) => {
      const found = replies(world).filter(reply => counts(reply) && scope.takes(reply.at, reply.place))
      return average(found.map(reply => seconds(reply.asked, reply.at)))
    },
  }
}

export const REPLY_KPIS: Readonly<Record<string, Kpi>> = {
  'Prod-Card-4': delay(reply => reply.isFirst),
  'Prod-Card-5': delay(reply => !reply.isFirst),
  'Prod-Card-6': {
    dimensions: CONVERSATION,
    read: (world, scope) =>
      average(
        dated(world, scope, each => each.closed).flatMap(each => {
          const visitors = each.written.filter(message => message.by === 'visitor')
          const last = lastOf(visitors, at => at <= each.closed!)
          return last === null ? [] : [seconds(last, each.closed!)]
        }),
      ),
  },
}
