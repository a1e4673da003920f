import {describe, expect, test} from 'vitest'
import {chart} from '../../scripts/site/charts/index.ts'
import {placeLabels, wrap} from '../../scripts/site/charts/labels.ts'
import {axisTicks} from '../../scripts/site/charts/ticks.ts'
import {table} from '../../scripts/site/table.ts'
import {part, series, viewOf} from './view.ts'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')
const caption = (text: string) => plain(/<figcaption>(.*?)<\/figcaption>/s.exec(text)![1]!.replace(/<[^>]+>/g, ''))

describe('labels', () => {
  test('move apart, keep their order and stay inside', () => {
    const labels = [
      {at: 100, size: 20},
      {at: 101, size: 20},
      {at: 99, size: 20},
      {at: 5, size: 20},
    ]
    const places = placeLabels(labels, 0, 120)
    const sorted = [...places].sort((a, b) => a - b)
    for (const [i, place] of sorted.entries()) if (i > 0) expect(place - sorted[i - 1]!).toBeGreaterThanOrEqual(20)
    expect(places[2]).toBeLessThan(places[0]!)
    expect(places[0]).toBeLessThan(places[1]!)
    expect(Math.min(...places)).toBeGreaterThanOrEqual(10)
    expect(Math.max(...places)).toBeLessThanOrEqual(110)
  })

  test('break at spaces', () => {
    expect(wrap('all the loans of the period', 12, 3)).toEqual(['all the', 'loans of the', 'period'])
    expect(wrap('a b c d', 1, 3)).toEqual(['a', 'b', 'c…'])
  })
})

describe('axes', () => {
  test.each([
    ['count', 3, 97, [0, 25, 50, 75, 100]],
    ['count', 0, 2, [0, 1, 2]],
    ['count', 0, 0, [0, 1]],
    ['fraction', 0.7, 0.79, [0.68, 0.7, 0.72, 0.74, 0.76, 0.78, 0.8]],
    ['seconds', 20, 400, [0, 120, 240, 360, 480]],
  ])('%s from %d to %d', (unit, low, high, ticks) => {
    const axis = axisTicks(low, high, {unit})
    if (unit !== 'fraction') expect(axis.ticks).toEqual(ticks)
    expect(axis.domain[0]).toBeLessThanOrEqual(low)
    expect(axis.domain[1]).toBeGreaterThanOrEqual(high)
    expect(axis.ticks.length).toBeLessThanOrEqual(7)
  })
})

describe('a chart', () => {
  test('of lines states each line and the range, without labels inside the image', async () => {
    const view = await viewOf({
      figures: [
        ...series('Loan-Card-1', [100, 112, 40]),
        ...series('Loan-Card-1', [30, 20, 10], {dimension: 'format', dimension_value: 'dvd'}),
      ],
    })
    const {text} = chart(view, 'Loan-Line-1', true)
    expect(caption(text)).toContain('In February 2026, loans stood at 112 and DVDs at 20.')
    expect(text.match(/<svg /g)).toHaveLength(2)
    for (const [svg] of text.matchAll(/<svg .*?<\/svg>/gs)) {
      expect(svg.match(/aria-/g)).toHaveLength(1)
      expect(svg).toMatch(/^<svg [^>]*role="img" aria-label="Loans over time. In February 2026, loans stood/)
      expect(svg).toContain('stroke-dasharray="2 4"') // March is not over
      expect(svg).not.toMatch(/NaN|undefined/)
    }
    expect(text).toContain(
      '<th scope="row" data-value="2026-03-01" data-note="incomplete">March 2026 (incomplete)</th>',
    )
  })

  test('of a breakdown counts a missing row as 0 for counts', async () => {
    const view = await viewOf({figures: series('Loan-Card-1', [100, 112, 40])})
    expect(caption(chart(view, 'Loan-Line-1', true).text)).toContain('loans stood at 112 and DVDs at 0.')
  })

  test('as a donut has five slices and the rest', async () => {
    const amounts = [50, 20, 10, 8, 6, 4, 2]
    const values = amounts.map((amount, i) => part('Hold-Donut-1', 'branch', `b${i}`, amount))
    const labels = new Map([['branch', new Map([['b0', 'Main & Harbour']])]])
    const {text} = chart(await viewOf({figures: values, labels}), 'Hold-Donut-1', true)
    expect(text.match(/<path /g)).toHaveLength(6)
    expect(caption(text)).toBe('Main &amp; Harbour comes first with 50 % (50 of 100), ahead of b1 with 20 %.')
    expect(plain(text)).toContain('<span class="what">Other</span> <span class="number">6</span>')
  })

  test('as a histogram gives counts, shares and the period before', async () => {
    const slots = [
      [2, 6, 0, 0],
      [1, 2, 1, 0],
    ].flatMap((counts, i) => counts.map((count, slot) => series(`Loan-Bar-1.${slot}`, [count, count])[1 - i]!))
    const {text} = chart(await viewOf({figures: slots}), 'Loan-Bar-1', true)
    expect(caption(text)).toBe(
      'The most frequent slot is “1-26 h”, with 6 of 8 (75 %). Half of them lie in “1-26 h” or below. Grey: January 2026.',
    )
    expect(text).toContain('>6 (75&#160;%)</text>')
  })

  test('as a funnel adds counts and names its rates', async () => {
    const refs = {'Hold-Card-1': 30, 'Visit-Card-1': 70, 'Loan-Card-1': 50, 'Loan-Card-13': 20}
    const view = await viewOf({figures: Object.entries(refs).flatMap(([ref, value]) => series(ref, [1, value, 1]))})
    const {text} = chart(view, 'Loan-Funnel-1', true)
    expect(caption(text)).toBe('From 100 interest to 50 loans and 20 returns.')
    expect(text).toContain('width:50.0%')
    expect(text).toMatch(/<b>–<\/b>/) // a rate without value
  })

  test.each(['Loan-Line-1', 'Loan-Donut-1', 'Loan-Bar-1', 'Loan-Funnel-1'])('%s says why it is empty', async ref => {
    const {text} = chart(await viewOf({}), ref, true)
    if (ref !== 'Loan-Line-1') expect(caption(text)).toBe('Nothing to show: no event of this kind in the period.')
    expect(text).toContain(`id="${ref}"`)
    expect(text).not.toMatch(/NaN|undefined|Infinity/)
  })
})

test('a table is sorted by its first KPI and shows the total of the period, not of its rows', async () => {
  const view = await viewOf({
    figures: [
      ...series('Loan-Card-1', [1, 14, 2]),
      part('Loan-Card-1', 'branch', 'b1', 4),
      part('Loan-Card-1', 'branch', 'b2', 9),
      part('Loan-Card-3', 'branch', 'b2', 0.5),
    ],
    attributes: new Map([
      [
        'Branch-List-1',
        new Map([
          ['b1', {name: 'Harbour'}],
          ['b2', {name: 'Main <1>'}],
        ]),
      ],
    ]),
  })
  const {text} = table(view, 'Branch-List-1', true)
  expect([...text.matchAll(/<tr>\s*<th scope="row">(.*?)<\/th>/g)].map(match => match[1])).toEqual([
    'Main &lt;1&gt;',
    'Harbour',
  ])
  expect(text).toContain('Sorted by loans.</span>')
  expect(text).toMatch(
    /<tfoot>.*Total<\/th><td class="number" data-value="14">14<\/td><td class="number" data-value="">–<\/td>/s,
  )
})
