import {CONVERSATION} from './conversations.ts'
import {average, count, type Kpi, median, type Scope} from './figures.ts'
import type {World, Written} from './world.ts'

/** The conversations that hold a message written in the period that counts, and were established before its end. */
export function activeDialogues(
  world: World,
  scope: Scope,
  counts: (message: Written) => boolean = () => true,
): Map<string, Written[]> {
  const active = new Map<string, Written[]>()
  for (const each of world.conversations) {
    if (each.established === null || each.established >= scope.end) continue
    const found = each.written.filter(message => scope.takes(message.at, message.place) && counts(message))
    if (found.length > 0) active.set(each.id, found)
  }
  return active
}

function dialoguesWith(counts: (message: Written) => boolean): Kpi {
  return {dimensions: CONVERSATION, read: (world, scope) => count(activeDialogues(world, scope, counts).size)}
}

/** Of each member who wrote in at least one active dialogue, in how many. */
function dialoguesByMember(world: World, scope: Scope): number[] {
  const active = activeDialogues(world, scope, message => message.by === 'member')
  const dialogues = new Map<string, Set<string>>()
  for (const [id, messages] of active) {
    for (const {writer} of messages) {
      const own = dialogues.get(writer!) ?? new Set()
      own.add(id)
      dialogues.set(writer!, own)
    }
  }
  return [...dialogues.values()].map(own => own.size)
}

const sent = (by: 'visitor' | 'member', kind: string) =>
  dialoguesWith(message => message.by === by && message.kind === kind)

export const MESSAGE_KPIS: Readonly<Record<string, Kpi>> = {
  'Chat-Card-20': dialoguesWith(() => true),
  'Chat-Card-21': dialoguesWith(message => message.by === 'member'),
  'Chat-Card-22': {dimensions: CONVERSATION, read: (world, scope) => average(dialoguesByMember(world, scope))},
  'Amb-Card-23': {dimensions: CONVERSATION, read: (world, scope) => median(dialoguesByMember(world, scope))},
  'Chat-Card-30': dialoguesWith(message => message.kind === 'product'),
  'Chat-Card-31': sent('member', 'photo'),
  'Chat-Card-32': sent('member', 'video'),
  'Chat-Card-33': sent('visitor', 'photo'),
  'Chat-Card-34': sent('visitor', 'video'),
  'Chat-Card-35': sent('member', 'connect'),
  'Chat-Card-37': sent('member', 'email_request'),
  'Chat-Card-38': dialoguesWith(
    message => message.by === 'member' && message.kind === 'email_request' && message.emailFilled !== null,
  ),
}
