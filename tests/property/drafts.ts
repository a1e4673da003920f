import fc from 'fast-check'
import {mailingDrafts} from './mailing.ts'
import {atMidnight, maybe, moment, several, type When, when} from './moments.ts'
import {siteDrafts} from './sites.ts'
import {spendingDrafts} from './spending.ts'

const project = fc.constantFrom('p1', 'p2')
const human = fc.constantFrom('m1', 'm2', 'm3')
const channel = fc.constantFrom('web', 'store', 'direct', 'app')
const rarely = fc.constantFrom(...new Array<boolean>(8).fill(false), true)
const score = maybe(fc.integer({min: 1, max: 5}), 3, 4)

const SIDES = [...new Array<string[]>(4).fill(['visitor', 'member']).flat(), 'bot', 'bot', 'system']

const messageDraft = (next: fc.Arbitrary<When>) =>
  fc.record({
    when: next,
    author: fc.constantFrom(...SIDES),
    writer: human,
    is_automatic: rarely,
    kind: fc.constantFrom('text', 'text', 'photo', 'video', 'product', 'connect', 'email_request', 'email_request'),
    filled: maybe(next, 1, 2),
  })

/** A stay of a person or the bot in a conversation; some come back, some never leave. */
const stayDraft = (next: fc.Arbitrary<When>) =>
  fc.record({
    when: next,
    member_id: fc.constantFrom('m1', 'm1', 'm2', 'm3', 'b1', 'b1'),
    left: maybe(next, 3, 4),
  })

const ratingDraft = (next: fc.Arbitrary<When>) =>
  fc.record({
    when: next,
    member_id: human,
    given: maybe(next, 2, 3),
    scores: fc.tuple(score, score, score, score),
  })

const orderDraft = (next: fc.Arbitrary<When>) =>
  fc.record({
    when: next,
    project_id: project,
    channel,
    cents: fc.constantFrom(100, 1, 12_345, 0, 999_999),
    cancelled: maybe(fc.oneof(next, atMidnight), 1, 2),
    returned: maybe(next, 1, 4),
    delivery: maybe(fc.nat(7), 1, 2),
  })

const conversationDraft = (next: fc.Arbitrary<When>) =>
  fc.record({
    project_id: project,
    source: fc.constantFrom('waiting_list', 'direct', 'waiting_list', 'hook', 'phygital'),
    channel,
    universe: maybe(fc.constantFrom('men', 'women'), 2, 3),
    theme: maybe(fc.constantFrom('sizing', 'delivery'), 2, 3),
    is_internal: rarely,
    is_blocked: fc.boolean(),
    member_id: maybe(human, 4, 5),
    requested: moment,
    handled: maybe(next, 3, 4),
    cancelled: maybe(next, 1, 4),
    closed: maybe(next, 2, 3),
    stays: several(stayDraft(next), 4),
    messages: several(messageDraft(next), 6),
    ratings: several(ratingDraft(next), 1),
    orders: several(orderDraft(next), 2),
  })

/**
 * Events as they are drawn, before they become rows: everything dated relative to what it follows.
 * @param far whether weeks and months may pass
 */
export const drafts = (far: boolean) =>
  fc.record({
    conversations: several(conversationDraft(when(far)), 12),
    strays: fc.array(orderDraft(when(far)), {maxLength: 2}),
    hooks: several(
      fc.record({
        at: moment,
        project_id: project,
        member_id: human,
        event: fc.constantFrom('display' as const, 'click' as const, 'trigger' as const),
      }),
      8,
    ),
    openings: several(fc.record({at: moment, project_id: project}), 6),
    sites: siteDrafts(when(far)),
    sessions: several(
      fc.record({
        at: moment,
        member_id: fc.constantFrom('m1', 'm1', 'm2', 'm3', 'b1'),
        ended: maybe(when(false), 3, 4),
      }),
      6,
    ),
    spending: spendingDrafts,
    mailing: mailingDrafts(far),
  })
export type Drafts = ReturnType<typeof drafts> extends fc.Arbitrary<infer T> ? T : never
