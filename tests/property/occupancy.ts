import {HOUR} from './dates.ts'
import {type Kpi, type Place, ratio, sum} from './figures.ts'
import {PRESENCE_KPIS} from './presence.ts'
import {personOf, type World} from './world.ts'

const connectedTime = PRESENCE_KPIS['Amb-Card-52']!

interface Span {
  readonly from: number
  readonly to: number
}

/** A stretch of a member's connected time, within one UTC hour, and how many conversations it was spent in. */
interface Stretch extends Span {
  readonly open: number
  readonly most: number
  readonly hour: number
  readonly place: Place
}

function stretches(world: World): Stretch[] {
  const known = new Set(world.conversations.map(each => each.id))
  const found: Stretch[] = []
  for (const member of world.members.values()) {
    if (member.kind !== 'human') continue
    const span = (from: string, to: string | null): Span => ({
      from: Date.parse(from),
      to: to === null ? world.dataEnd : Date.parse(to),
    })
    const sessions = world.events.member_sessions
      .filter(row => row.member_id === member.member_id)
      .map(row => span(row.connected_at, row.disconnected_at))
    const stays = world.events.participations
      .filter(row => row.member_id === member.member_id && known.has(row.conversation_id))
      .map(row => span(row.joined_at, row.left_at))
    const cuts = new Set([...sessions, ...stays].flatMap(({from, to}) => [from, to]))
    for (const {from, to} of sessions)
      for (let hour = Math.floor(from / HOUR) * HOUR; hour < to; hour += HOUR) cuts.add(hour)
    const sorted = [...cuts].sort((a, b) => a - b)
    for (const [i, from] of sorted.entries()) {
      const to = sorted[i + 1]
      if (to === undefined) break
      const covers = (each: Span) => each.from <= from && each.to >= to
      if (!sessions.some(covers)) continue
      const place = {project: member.project_id, ...personOf(member.member_id, world.members)}
      found.push({
        ...{from, to, place},
        open: stays.filter(covers).length,
        most: member.max_conversations,
        hour: Math.floor(from / HOUR) * HOUR,
      })
    }
  }
  return found
}

/** The share of the connected time in which a member's conversations are as `counts` says. */
function occupancy(counts: (each: Stretch) => boolean): Kpi {
  return {
    dimensions: connectedTime.dimensions,
    read: (world, scope) => {
      let occupied = 0
      for (const each of stretches(world))
        if (counts(each) && scope.takes(each.hour, each.place)) occupied += each.to - each.from
      return ratio(sum(occupied / 1000, 0), connectedTime.read(world, scope))
    },
  }
}

export const OCCUPANCY_KPIS: Readonly<Record<string, Kpi>> = {
  'Prod-Card-1': occupancy(({open, most}) => open >= 1 && open < most),
  'Prod-Card-2': occupancy(({open, most}) => open >= most),
}
