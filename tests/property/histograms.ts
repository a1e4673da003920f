import {CONVERSATION, dated} from './conversations.ts'
import {DAY, HOUR, MINUTE} from './dates.ts'
import type {Histogram} from './figures.ts'
import {sales} from './sales.ts'
import {VISIT, visits} from './visits.ts'
import {lastOf} from './world.ts'

const DELAYS = [MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE, DAY, 3 * DAY]
const CONVERSIONS = [HOUR, DAY, 7 * DAY, 30 * DAY]
const DURATIONS = [...[2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE], ...[HOUR, DAY, 7 * DAY, 30 * DAY, 182 * DAY]]

export const HISTOGRAMS: Readonly<Record<string, Histogram>> = {
  'Chat-Bar-10': {
    dimensions: CONVERSATION,
    bounds: DELAYS,
    lengths: (world, scope) =>
      dated(
        world,
        scope,
        each => each.handled,
        each => each.source === 'waiting_list',
      ).map(each => each.handled! - each.requested),
  },
  'Chat-Bar-11': {
    dimensions: CONVERSATION,
    bounds: DELAYS,
    lengths: (world, scope) =>
      dated(world, scope, each => each.established).flatMap(each =>
        each.started === null ? [] : [each.established! - each.started],
      ),
  },
  'Chat-Bar-12': {
    dimensions: CONVERSATION,
    bounds: DELAYS,
    lengths: (world, scope) =>
      dated(world, scope, each => each.established).map(each => each.established! - each.requested),
  },
  'Chat-Bar-13': {
    dimensions: CONVERSATION,
    bounds: CONVERSIONS,
    lengths: (world, scope) =>
      sales(world, scope).map(order => order.at - lastOf(order.conversation.written, at => at <= order.at)!),
  },
  'Chat-Bar-50': {
    dimensions: CONVERSATION,
    bounds: DURATIONS,
    lengths: (world, scope) =>
      dated(
        world,
        scope,
        each => each.started,
        each => each.established !== null && each.established < scope.end,
      ).flatMap(each => {
        const last = lastOf(each.written, scope.holds)
        return last === null ? [] : [last - each.started!]
      }),
  },
  'Ecom-Bar-1': {
    dimensions: VISIT,
    bounds: [2, 4, 7, 11],
    lengths: (world, scope) => visits(world, scope).map(row => row.page_views),
  },
}

/** How many lengths fall into each slot; a slot includes its lower bound and excludes its upper one. */
export function slots(bounds: readonly number[], lengths: readonly number[]): number[] {
  const counts = new Array<number>(bounds.length + 1).fill(0)
  for (const length of lengths) {
    let slot = 0
    while (slot < bounds.length && length >= bounds[slot]!) slot++
    counts[slot]!++
  }
  return counts
}
