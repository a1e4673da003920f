import fc from 'fast-check'
import {addDays, bucketOf, GRAINS, type Grain} from './dates.ts'
import {MAILING_VALUES} from './mailing.ts'
import {maybe} from './moments.ts'
import type {Ask} from './reading.ts'
import {SALES_CHANNELS} from './spending.ts'

/** A question as the command line asks it, and as the reading understands it. */
export interface Question {
  /** Both days included. */
  readonly from: string
  readonly to: string
  readonly grain?: Grain
  readonly by?: string
  readonly where?: Readonly<Record<string, readonly string[]>>
  readonly hours?: string
  readonly weekdays?: string
}

const VALUES: Readonly<Record<string, readonly string[]>> = {
  project: ['p1', 'p2', 'nowhere'],
  source: ['waiting_list', 'direct', 'hook', 'phygital'],
  channel: ['web', 'store', 'direct', 'app'],
  universe: ['men', 'women', '(none)'],
  theme: ['sizing', 'delivery', '(none)'],
  role: ['0', '1', '2', '(none)'],
  traffic_source: ['direct', 'email', 'paid'],
  contact_channel: ['livechat', 'contact_page', 'faq', 'phone'],
  member: ['m1', 'm2', 'm3', 'b1', '(none)'],
  sales_channel: SALES_CHANNELS,
  ...MAILING_VALUES,
}
export const DIMENSIONS = Object.keys(VALUES)

const WEEKDAYS: Readonly<Record<string, readonly number[]>> = {
  'mon-fri': [1, 2, 3, 4, 5],
  'sat,sun': [6, 7],
  sun: [7],
  'fri-mon': [5, 6, 7, 1],
}
const HOURS = [
  '09:00-19:00',
  '00:00-01:00',
  '22:00-02:00',
  '02:00-03:00',
  '02:00-03:00',
  '09:30-24:00',
  '19:00-09:00',
  '23:59-00:01',
]

const where = fc
  .oneof(
    {weight: 3, arbitrary: fc.constant<string[]>([])},
    {weight: 2, arbitrary: fc.uniqueArray(fc.constantFrom(...DIMENSIONS), {minLength: 1, maxLength: 2})},
  )
  .chain(names =>
    fc.record(
      Object.fromEntries(
        names.map(name => [name, fc.uniqueArray(fc.constantFrom(...VALUES[name]!), {minLength: 1, maxLength: 2})]),
      ),
    ),
  )
  .map(values => (Object.keys(values).length === 0 ? null : values))

/** Mostly days of the season; sometimes weeks, sometimes more than half a year. */
const length = fc.oneof(
  {weight: 3, arbitrary: fc.constant(8)},
  {weight: 4, arbitrary: fc.integer({min: 1, max: 7})},
  {weight: 1, arbitrary: fc.constantFrom(31, 220)},
)

export function questions(season: string): fc.Arbitrary<Question> {
  return fc
    .record({
      from: fc.constantFrom(0, -1, 0, 1, 2, 3, 4),
      length,
      grain: maybe(fc.constantFrom('day' as Grain, 'day' as Grain, ...GRAINS), 1, 2),
      by: maybe(fc.constantFrom(...DIMENSIONS), 1, 2),
      where,
      hours: maybe(fc.constantFrom(...HOURS), 1, 3),
      weekdays: maybe(fc.constantFrom(...Object.keys(WEEKDAYS)), 1, 6),
    })
    .map(({from, length: days, ...rest}) => {
      const start = addDays(season, from)
      const grain = rest.grain === 'day' && days > 8 ? 'month' : rest.grain
      const question = {from: start, to: addDays(start, days - 1), ...rest, grain}
      return Object.fromEntries(Object.entries(question).filter(([, value]) => value !== null)) as never
    })
}

/** What is asked of the reading: one period, or those of the grain, the first and last cut. */
export function asks(question: Question): Ask[] {
  const {where: filters, hours, weekdays} = question
  const rest = {
    ...(filters ? {where: filters} : {}),
    ...(hours === undefined ? {} : {hours: slotOf(hours)}),
    ...(weekdays === undefined ? {} : {weekdays: WEEKDAYS[weekdays]!}),
  }
  const stop = addDays(question.to, 1)
  if (question.grain === undefined) return [{start: question.from, end: stop, ...rest}]
  const found: Ask[] = []
  for (let start = question.from; start < stop; ) {
    const {end} = bucketOf(start, question.grain)
    found.push({start, end: [end, stop].sort()[0]!, ...rest})
    start = end
  }
  return found
}

function slotOf(hours: string): {from: number; to: number} {
  const [from, to] = hours.split('-').map(clock => {
    const [hour, minute] = clock.split(':').map(Number)
    return hour! * 60 + minute!
  })
  return {from: from!, to: to!}
}
