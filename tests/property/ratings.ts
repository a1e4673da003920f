import {CONVERSATION} from './conversations.ts'
import {average, count, type Kpi, type Scope} from './figures.ts'
import type {Rating, World} from './world.ts'

function asked(world: World, scope: Scope): Rating[] {
  return world.ratings.filter(rating => scope.takes(rating.requested, rating.place))
}

/** Of the ratings asked for in the period, those given, whenever. */
function given(world: World, scope: Scope): Rating[] {
  return asked(world, scope).filter(rating => rating.given !== null)
}

export const RATING_KPIS: Readonly<Record<string, Kpi>> = {
  'Chat-Card-71': {dimensions: CONVERSATION, read: (world, scope) => count(asked(world, scope).length)},
  'Chat-Card-72': {dimensions: CONVERSATION, read: (world, scope) => count(given(world, scope).length)},
  'Chat-Card-73': {
    dimensions: CONVERSATION,
    read: (world, scope) =>
      average(given(world, scope).flatMap(rating => (rating.score === null ? [] : [rating.score]))),
  },
}
