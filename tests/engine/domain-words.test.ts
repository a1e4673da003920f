import {readdirSync, readFileSync} from 'node:fs'
import {join, relative} from 'node:path'
import {describe, expect, test} from 'vitest'
import {TEMPLATES} from '../../scripts/compile/models.ts'

/** Words that only a project may know: of the conversations that members hold with visitors, and of the library. */
const WORDS = {
  conversations: [
    ...['conversation', 'conversations', 'conversational', 'visitor', 'visitors', 'dialogue', 'dialogues', 'waiting'],
    ...['wlst', 'chat', 'amb', 'wget', 'econ', 'hook', 'hooks', 'hook_event', 'hook_events', 'widget', 'widgets'],
    ...['journey', 'journeys', 'campaign', 'campaigns', 'deliveries', 'enquiry', 'enquiries', 'phygital', 'universe'],
    ...['subscription', 'subscriptions', 'ratings', 'traffic_source', 'contact_channel', 'sales_channel'],
  ],
  library: ['loan', 'loans', 'loaned', 'borrower', 'borrowers', 'lending', 'renewal', 'renewals', 'footfall', 'dvd'],
}

/** Every place where one of the words stands whole: `_`, `-` and case do not hide it. */
function findWords(text: string, words: readonly string[]): string[] {
  const pattern = new RegExp(`(?<![a-z0-9])(?:${words.join('|')})(?![a-z0-9])`, 'gi')
  return text.split('\n').flatMap((line, i) => [...line.matchAll(pattern)].map(match => `${i + 1}: ${match[0]}`))
}

const root = join(import.meta.dirname, '../..')
const scripts = readdirSync(join(root, 'scripts'), {recursive: true, withFileTypes: true})
  .filter(entry => entry.isFile())
  .map(entry => join(entry.parentPath, entry.name))
const macros = readdirSync(join(root, 'macros')).map(name => join(root, 'macros', name))
const templates = TEMPLATES.map(name => join(root, 'models/marts', `${name}.sql`))

describe.each(Object.entries(WORDS))('no word of the domain %s', (_, words) => {
  test.each([
    ['scripts/', scripts],
    ['macros/', macros],
    ['the templates of the marts', templates],
  ])('in %s', (_, files) => {
    expect(files.length).toBeGreaterThan(5)
    const found = files.flatMap(file =>
      findWords(readFileSync(file, 'utf8'), words).map(place => `${relative(root, file)}:${place}`),
    )
    expect(found).toEqual([])
  })
})

test('words are found whole, in any case, between underscores and in comments', () => {
  expect(findWords('// a Chat-Card\nloans_by_day, chatter, LOAN\nreloaned', ['chat', 'loan', 'loans'])).toEqual([
    '1: Chat',
    '2: loans',
    '2: LOAN',
  ])
})
