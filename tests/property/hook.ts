import type {HookEventRow} from './contract.ts'
import {dated, newRequests} from './conversations.ts'
import {count, type Figure, type Kpi, ratio, type Scope} from './figures.ts'
import {personOf, type World} from './world.ts'

const HOOK = ['project', 'role', 'member']

function hooks(world: World, scope: Scope, ...kinds: HookEventRow['event'][]): HookEventRow[] {
  return world.events.hook_events.filter(
    row =>
      kinds.includes(row.event) &&
      scope.takes(Date.parse(row.occurred_at), {project: row.project_id, ...personOf(row.member_id, world.members)}),
  )
}

const counting = (kind: HookEventRow['event']): Kpi => ({
  dimensions: HOOK,
  read: (world, scope) => count(hooks(world, scope, kind).length),
})

function openings(world: World, scope: Scope): Figure {
  const opened = world.events.widget_events.filter(
    row => row.event === 'open' && scope.takes(Date.parse(row.occurred_at), {project: row.project_id}),
  )
  return count(opened.length)
}

function directRequests(world: World, scope: Scope): Figure {
  const direct = dated(
    world,
    scope,
    each => each.requested,
    each => each.source === 'direct',
  )
  return count(direct.length)
}

export const HOOK_KPIS: Readonly<Record<string, Kpi>> = {
  'Hook-Card-2': {
    dimensions: HOOK,
    read: (world, scope) => count(new Set(hooks(world, scope, 'trigger', 'display').map(row => row.member_id)).size),
  },
  'Hook-Card-3': counting('trigger'),
  'Hook-Card-4': counting('display'),
  'Hook-Card-5': counting('click'),
  'Hook-Card-10': {
    dimensions: HOOK,
    read: (world, scope) => ratio(counting('click').read(world, scope), counting('display').read(world, scope)),
  },
  'Wget-Card-1': {dimensions: ['project'], read: openings},
  'Wget-Card-06': {
    dimensions: ['project'],
    read: (world, scope) => ratio(newRequests.read(world, scope), openings(world, scope)),
  },
  'Wget-Card-19': {
    dimensions: ['project'],
    read: (world, scope) => ratio(directRequests(world, scope), openings(world, scope)),
  },
}
