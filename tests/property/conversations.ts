import {DAY} from './dates.ts'
import {average, count, type Figure, type Kpi, median, ratio, type Scope, seconds, share} from './figures.ts'
import {type Conversation, firstOf, lastOf, type World} from './world.ts'

export const CONVERSATION = ['project', 'source', 'channel', 'universe', 'theme', 'role', 'member']
/** The waiting list has one source, and a request that waits has no member. */
const WAITING = ['project', 'channel', 'universe', 'theme']

/** The conversations dated in the period by `date`, filters applied. */
export function dated(
  world: World,
  scope: Scope,
  date: (each: Conversation) => number | null,
  where: (each: Conversation) => boolean = () => true,
): Conversation[] {
  return world.conversations.filter(each => scope.takes(date(each), each.place) && where(each))
}

const requested = (each: Conversation) => each.requested
const established = (each: Conversation) => each.established
const isWaiting = (each: Conversation) => each.source === 'waiting_list'

/** A KPI that counts conversations. */
function counting(
  dimensions: readonly string[],
  date: (each: Conversation) => number | null,
  where?: (each: Conversation, scope: Scope) => boolean,
): Kpi {
  return {
    dimensions,
    read: (world, scope) => count(dated(world, scope, date, each => where === undefined || where(each, scope)).length),
  }
}

/** Waiting times of the requests both created and handled in the period. */
function waits(world: World, scope: Scope): number[] {
  return dated(world, scope, requested, each => isWaiting(each) && scope.holds(each.handled)).map(each =>
    seconds(each.requested, each.handled!),
  )
}

/** Delays of the dialogues established in the period, from what `from` gives; none where that is missing. */
function delays(world: World, scope: Scope, from: (each: Conversation) => number | null): number[] {
  return dated(world, scope, established).flatMap(each => {
    const start = from(each)
    return start === null ? [] : [seconds(start, each.established!)]
  })
}

/** Durations so far, at the period's end, of the dialogues both started and established in the period. */
function durations(world: World, scope: Scope): number[] {
  return dated(world, scope, established).flatMap(each => {
    if (each.started === null || each.started < scope.start) return []
    return [seconds(each.started, lastOf(each.written, scope.holds)!)]
  })
}

/** Whether somebody wrote in the period. */
function wrote(each: Conversation, scope: Scope, by: 'visitor' | 'member'): boolean {
  return each.written.some(message => message.by === by && scope.holds(message.at))
}

/** Of the conversations in which the visitor wrote in the period, how many a member answered before its end. */
function responses(world: World, scope: Scope): Figure {
  let [asked, answered] = [0, 0]
  for (const each of world.conversations) {
    const questions = each.written.filter(message => message.by === 'visitor' && scope.takes(message.at, message.place))
    if (questions.length === 0) continue
    asked++
    const first = firstOf(questions, 'visitor')!
    if (each.written.some(message => message.by === 'member' && message.at > first && message.at < scope.end))
      answered++
  }
  return share(answered, asked)
}

function unanswered(world: World, scope: Scope): Figure {
  const old = dated(world, scope, requested, each => each.requested + DAY <= world.dataEnd)
  const silent = old.filter(each => {
    const first = firstOf(each.written, 'member')
    return first === null || first > each.requested + DAY
  })
  return share(silent.length, old.length)
}

/** A question is what the visitor wrote before the request was handled. */
function hasQuestion(each: Conversation): boolean {
  return each.written.some(message => message.by === 'visitor' && (each.handled === null || message.at < each.handled))
}

const handledRequests = counting(
  CONVERSATION.filter(name => name !== 'source'),
  each => each.handled,
  isWaiting,
)
export const newRequests = counting(WAITING, requested, isWaiting)
const requests = counting(CONVERSATION, requested)
export const newDialogues = counting(CONVERSATION, established)

export const CONVERSATION_KPIS: Readonly<Record<string, Kpi>> = {
  'Wlst-Card-1': newRequests,
  'Wlst-Card-2': counting(WAITING, requested, each => isWaiting(each) && hasQuestion(each)),
  'Wlst-Card-3': counting(WAITING, each => each.cancelled, isWaiting),
  'Wlst-Card-10': handledRequests,
  'Wlst-Card-11': counting(WAITING, requested, (each, scope) => isWaiting(each) && !scope.holds(each.handled)),
  'Wlst-Card-12': {
    dimensions: WAITING,
    read: (world, scope) => ratio(handledRequests.read(world, scope), newRequests.read(world, scope)),
  },
  'Wlst-Card-13': {dimensions: WAITING, read: (world, scope) => average(waits(world, scope))},
  'Wlst-Card-14': {dimensions: WAITING, read: (world, scope) => median(waits(world, scope))},

  'Chat-Card-0': requests,
  'Chat-Card-1': counting(CONVERSATION, each => each.started),
  'Chat-Card-2': counting(
    CONVERSATION,
    each => each.started,
    (each, scope) => !wrote(each, scope, 'visitor') && !wrote(each, scope, 'member'),
  ),
  'Chat-Card-3': counting(
    CONVERSATION,
    each => each.started,
    (each, scope) => wrote(each, scope, 'visitor') && !wrote(each, scope, 'member'),
  ),
  'Chat-Card-4': counting(
    CONVERSATION,
    each => each.started,
    (each, scope) => wrote(each, scope, 'member') && !wrote(each, scope, 'visitor'),
  ),
  'Chat-Card-8': {dimensions: CONVERSATION, read: responses},
  'Chat-Card-9': {dimensions: CONVERSATION, read: unanswered},
  'Chat-Card-10': newDialogues,
  'Chat-Card-11': {
    dimensions: CONVERSATION,
    read: (world, scope) => ratio(newDialogues.read(world, scope), requests.read(world, scope)),
  },
  'Chat-Card-12': {
    dimensions: CONVERSATION,
    read: (world, scope) => {
      const all = dated(world, scope, requested)
      return share(all.filter(each => each.established !== null).length, all.length)
    },
  },
  'Chat-Card-14': {
    dimensions: CONVERSATION,
    read: (world, scope) => average(delays(world, scope, each => each.started)),
  },
  'Chat-Card-15': {
    dimensions: CONVERSATION,
    read: (world, scope) => median(delays(world, scope, each => each.started)),
  },
  'Chat-Card-16': {dimensions: CONVERSATION, read: (world, scope) => average(delays(world, scope, requested))},
  'Chat-Card-17': {dimensions: CONVERSATION, read: (world, scope) => median(delays(world, scope, requested))},
  'Chat-Card-18': {dimensions: CONVERSATION, read: (world, scope) => average(durations(world, scope))},
  'Chat-Card-19': {dimensions: CONVERSATION, read: (world, scope) => median(durations(world, scope))},
  'Chat-Card-50': counting(
    CONVERSATION,
    each => lastOf(each.written, () => true),
    each => each.blocked,
  ),
  'Chat-Card-70': counting(CONVERSATION, each => each.closed),
}
