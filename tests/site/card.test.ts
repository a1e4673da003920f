import {describe, expect, test} from 'vitest'
import {card} from '../../scripts/site/card.ts'
import {series, viewOf} from './view.ts'

const text = (markup: {text: string}) =>
  markup.text
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replace(/\s+/g, ' ')

const cardOf = async (ref: string, values: readonly (number | null)[], firstDay?: string) =>
  card(await viewOf({figures: series(ref, values)}, firstDay === undefined ? {} : {firstDay}), ref, {anchor: true})

describe('a card', () => {
  test('has its ref as id, name, value, change in words, date and description', async () => {
    const shown = await cardOf('Loan-Card-1', [100, 112, 40])
    expect(shown.text).toContain('id="Loan-Card-1"')
    expect(text(shown)).toMatch(/Loans 112 ↑ \+12 % vs previous month by loan date \+?\s?Definition/)
    expect(text(shown)).toContain('Items lent in the period.')
  })

  test.each([
    ['Loan-Card-1', [100, 112, 40], 'good'], // higher is better
    ['Loan-Card-1', [100, 80, 40], 'bad'],
    ['Loan-Card-4', [100, 80, 40], 'good'], // lower is better
    ['Loan-Card-2', [100, 80, 40], 'neutral'], // nothing is better
    ['Loan-Card-1', [100, 100, 40], 'neutral'],
  ] as const)('%s with %j is %s', async (ref, values, mood) => {
    expect((await cardOf(ref, values)).text).toContain(`class="change ${mood}"`)
  })

  test('tells fractions in points', async () => {
    expect(text(await cardOf('Loan-Card-8', [0.1, 0.125, 0]))).toContain('12.5 % ↑ +2.5 points vs previous month')
  })

  test('shows NULL as a dash and says why', async () => {
    const shown = text(await cardOf('Loan-Card-4', [100, null, 40]))
    expect(shown).toContain('Median keeping time –')
    expect(shown).toContain('no value: nothing to calculate it from')
    expect(shown).not.toMatch(/NaN|null|\b0\b/)
  })

  test('gives no per cent of nothing', async () => {
    expect(text(await cardOf('Loan-Card-1', [0, 5, 1]))).toContain('↑ previous month: 0')
    expect(text(await cardOf('Loan-Card-4', [null, 5, 1]))).toContain('previous month: –')
  })

  test('compares whole periods only', async () => {
    const shown = text(await cardOf('Loan-Card-1', [100, 112, 40], '2026-01-20'))
    expect(shown).toContain('no comparison: data begin on 20 January 2026')
    expect(shown).not.toContain('%')
  })

  test('marks what may still change, drafts and targets', async () => {
    const figures = series('Hold-Card-3', [0.5, 0.6, 0.1])
    const shown = async (dataEnd: string) =>
      card(await viewOf({figures}, {dataEnd}), 'Hold-Card-3', {anchor: true}).text
    expect(await shown('2026-03-03T23:59:59')).toContain('may still change')
    expect(await shown('2026-03-04T00:00:00')).not.toContain('may still change') // it settles after three days
    expect(text(await cardOf('Cost-Card-4', [1, 2, 3]))).toContain('draft')
    expect(text(await cardOf('Loan-Card-8', [0.1, 0.2, 0.3]))).toContain('target at most 10.0 %')
  })

  test.each([
    [[0.1, 0.2, 0.3], 'bad', 'target at most 10.0 %: not met'],
    [[0.1, 0.1, 0.3], 'good', 'target at most 10.0 %: met'],
    [[0.1, null, 0.3], undefined, 'target at most 10.0 % '],
  ] as const)('of %j says whether the target is met', async (values, mood, words) => {
    const shown = await cardOf('Loan-Card-8', values)
    expect(text(shown)).toContain(words)
    expect(/class="mark ?(\w*)">target/.exec(shown.text)?.[1] || undefined).toBe(mood)
  })

  test('leads to its companion and shows its figure', async () => {
    const values = [...series('Loan-Card-14', [0.5, 0.6, 0.7]), ...series('Loan-Card-13', [10, 12, 3])]
    const shown = card(await viewOf({figures: values}), 'Loan-Card-14', {anchor: true})
    expect(shown.text).toContain('<a href="#Loan-Card-13">Returned in the period</a> <b>12</b>')
    const view = {...(await viewOf({figures: values})), cardAt: () => undefined}
    expect(card(view, 'Loan-Card-14', {anchor: true}).text).toContain('with Returned in the period <b>12</b>')
  })

  test('draws the trend: a gap for NULL, a dashed end for the period that is not over', async () => {
    const {text: shown} = await cardOf('Loan-Card-1', [100, 112, 40])
    expect(shown).toMatch(
      /<svg class="spark"[^>]* role="img" aria-label="Loans: from 100 in January 2026 to 40 in March 2026"/,
    )
    expect(shown.match(/<path/g)).toHaveLength(2)
    expect(shown).toContain('class="partial"')
    expect((await cardOf('Loan-Card-4', [100, null, 40])).text).not.toContain('<path')
  })

  test('escapes what the catalog says', async () => {
    const view = await viewOf({figures: series('Loan-Card-1', [1, 2, 3])})
    const dates = {loaned_at: {en: '<b>"date" & time</b>'}}
    expect(card({...view, dates}, 'Loan-Card-1', {anchor: true}).text).toContain(
      'by &lt;b&gt;&quot;date&quot; &amp; time&lt;/b&gt;',
    )
  })
})
