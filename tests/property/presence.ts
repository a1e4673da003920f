import {HOUR} from './dates.ts'
import {type Kpi, type Place, sum} from './figures.ts'
import {personOf, type World} from './world.ts'

/** A human member's connected time within one UTC hour. */
interface Presence {
  readonly hour: number
  readonly connected: number
  readonly place: Place
}

/** Every member's sessions, cut at UTC hours, what overlaps once; a session without an end lasts to the data's last instant. */
function presences(world: World): Presence[] {
  const found: Presence[] = []
  for (const member of world.members.values()) {
    if (member.kind !== 'human') continue
    const place = {project: member.project_id, ...personOf(member.member_id, world.members)}
    const sessions = world.events.member_sessions
      .filter(session => session.member_id === member.member_id)
      .map(session => ({
        from: Date.parse(session.connected_at),
        to: session.disconnected_at === null ? world.dataEnd : Date.parse(session.disconnected_at),
      }))
      .sort((a, b) => a.from - b.from)
    const hours = new Map<number, number>()
    let until = Number.NEGATIVE_INFINITY
    for (const {from, to} of sessions) {
      for (let at = Math.max(from, until); at < to; ) {
        const hour = Math.floor(at / HOUR) * HOUR
        const next = Math.min(hour + HOUR, to)
        hours.set(hour, (hours.get(hour) ?? 0) + next - at)
        at = next
      }
      until = Math.max(until, to)
    }
    for (const [hour, connected] of hours) found.push({hour, connected, place})
  }
  return found
}

export const PRESENCE_KPIS: Readonly<Record<string, Kpi>> = {
  'Amb-Card-52': {
    dimensions: ['project', 'role', 'member'],
    read: (world, scope) => {
      const found = presences(world).filter(each => scope.takes(each.hour, each.place))
      let connected = 0
      for (const each of found) connected += each.connected
      return sum(connected / 1000, found.length)
    },
  },
}
