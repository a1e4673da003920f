import type {ParticipationRow} from './contract.ts'
import {CONVERSATION} from './conversations.ts'
import {average, type Kpi, seconds} from './figures.ts'
import {personOf, type World} from './world.ts'

/** Whether the member wrote during the stay, from joining to leaving inclusive. */
function wroteIn(stay: ParticipationRow, {events}: World): boolean {
  return events.messages.some(
    row =>
      row.conversation_id === stay.conversation_id &&
      row.author === 'member' &&
      row.member_id === stay.member_id &&
      !row.is_automatic &&
      Date.parse(row.sent_at) >= Date.parse(stay.joined_at) &&
      (stay.left_at === null || Date.parse(row.sent_at) <= Date.parse(stay.left_at)),
  )
}

/** Each human member's first stay in each conversation in which that member wrote. */
function handlings(world: World): ParticipationRow[] {
  const first = new Map<string, ParticipationRow>()
  for (const stay of world.events.participations) {
    if (world.members.get(stay.member_id)!.kind !== 'human' || !wroteIn(stay, world)) continue
    const key = JSON.stringify([stay.conversation_id, stay.member_id])
    const known = first.get(key)
    if (!known || Date.parse(stay.joined_at) < Date.parse(known.joined_at)) first.set(key, stay)
  }
  return [...first.values()]
}

export const HANDLING_KPIS: Readonly<Record<string, Kpi>> = {
  'Prod-Card-3': {
    dimensions: CONVERSATION,
    read: (world, scope) => {
      const lengths: number[] = []
      for (const stay of handlings(world)) {
        const conversation = world.conversations.find(each => each.id === stay.conversation_id)
        if (!conversation || stay.left_at === null) continue
        const left = Date.parse(stay.left_at)
        const place = {...conversation.place, ...personOf(stay.member_id, world.members)}
        if (scope.takes(left, place)) lengths.push(seconds(conversation.requested, left))
      }
      return average(lengths)
    },
  },
}
