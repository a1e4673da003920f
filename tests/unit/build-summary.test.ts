import {describe, expect, it} from 'vitest'
import type {BuildSummary} from '../../scripts/commands/build.ts'
import {failureSummary, summaryText} from '../../scripts/ui/build-summary.ts'
import {wrap} from '../../scripts/ui/lines.ts'

const names = (count: number, name = 'fct_something_with_a_long_name') =>
  Array.from({length: count}, (_, i) => `${name}_${i}`)

const LARGE: BuildSummary = {
  version: '2f99b317f6ba2edb',
  published: true,
  left: [],
  rebuilt: names(200),
  failed: [],
  skipped: [],
  slowest: names(5, 'measures/orders_by_ordered_at_per_customer_and_so_on').map(name => ({
    name,
    ms: 81_234,
    rows: 6_123_456,
  })),
  total: 240,
  dataEnd: '2026-10-31 23:00:00',
  warnings: names(17).map(name => ({name, failing: 123_456, complaint: `${'what is wrong, at length, '.repeat(8)}`})),
  monitored: names(9).map(name => ({name, severity: 'warning', message: 'what is odd, at length, '.repeat(8)})),
  sample: {days: 90, share: 0.25},
  quarantined: names(9, 'source').map(source => ({source, rows: 3})),
  restated: {
    figures: 12_345_678,
    kpis: (['data', 'definition', 'both'] as const).flatMap(reason =>
      names(40, `Shop-Card-${reason}`).map(ref => ({ref, reason, figures: 9})),
    ),
  },
  publishes: {
    facts: {tables: 12, columns: 90, rows: 6_000_000},
    names: names(12, 'dimension'),
    pseudonyms: names(12, 'dimension'),
    rows: names(12, 'Shop-List'),
  },
  ms: 81_000,
  peakMemory: 3 * 2 ** 30,
}

function lines(text: string): string[] {
  expect(text.endsWith('\n')).toBe(true)
  return text.slice(0, -1).split('\n')
}

describe('the summary of a build', () => {
  it.each([
    ['that publishes', summaryText(LARGE, '/tmp/target')],
    ['that leaves nodes', summaryText({...LARGE, published: false, left: names(150), monitored: []}, '/tmp/target')],
    ['that failed', failureSummary({...LARGE, failed: names(60), skipped: names(140)})],
  ])('%s fits 24 lines of 80 columns, however much there is to tell', (_, text) => {
    const all = lines(text)
    expect(all.length).toBeLessThanOrEqual(24)
    for (const line of all) expect([...line].length, line).toBeLessThanOrEqual(80)
  })

  it('says what it leaves out', () => {
    const text = summaryText(LARGE, '/tmp/target')
    expect(text).toContain('and 14 more warnings; all of them are in')
    expect(text).toContain('and 7 more; kpi test tells them all')
    expect(text).toContain('and rows of 6 more sources')
    expect(text).toContain('peak memory 3,072 MB')
    expect(text).toContain('200 of 240 nodes rebuilt in 81.0 s')
    expect(failureSummary({...LARGE, failed: names(60)})).toMatch(/ and 5\d more\n/)
  })

  it('says which figures of settled periods were restated, and why, in a line for each reason', () => {
    const text = summaryText(LARGE, '/tmp/target')
    expect(text).toContain(
      [
        'restated: 12,345,678 settled figures of 120 KPIs; see marts.kpi_restatements',
        '  data: Shop-Card-data_0, Shop-Card-data_1, Shop-Card-data_2 and 37 more',
        '  definition: Shop-Card-definition_0, Shop-Card-definition_1 and 38 more',
        '  data and definition: Shop-Card-both_0, Shop-Card-both_1 and 38 more',
      ].join('\n'),
    )
    const one = {figures: 1, kpis: [{ref: 'Shop-Card-9', reason: 'data', figures: 1}]} as const
    expect(lines(summaryText({...LARGE, warnings: [], monitored: [], quarantined: [], restated: one}, '/tmp'))).toEqual(
      expect.arrayContaining([
        'restated: 1 settled figure of 1 KPI; see marts.kpi_restatements',
        '  data: Shop-Card-9',
      ]),
    )
  })

  it('of a small build is short', () => {
    const small = {...LARGE, rebuilt: [], slowest: [], warnings: [], monitored: [], quarantined: [], published: false}
    const {publishes: _, sample: _sample, restated: _restated, ...nothing} = small
    expect(lines(summaryText({...nothing, total: 1}, '/tmp/target'))).toEqual([
      '0 of 1 node rebuilt in 81.0 s; data through 2026-10-31 23:00:00 UTC',
      'nothing has changed since version 2f99b317f6ba2edb, which stays published',
    ])
  })
})

describe('breaking a text', () => {
  it('keeps words whole and loses none', () => {
    const text = names(9).join(' ')
    const broken = wrap(text)
    expect(broken.join(' ').replaceAll(/ +/g, ' ')).toBe(text)
    for (const line of broken) expect(line.length).toBeLessThanOrEqual(80)
    const [word] = names(1, 'x'.repeat(90))
    expect(wrap(`a ${word} b`)).toEqual(['a', `  ${word}`, '  b'])
  })
})
