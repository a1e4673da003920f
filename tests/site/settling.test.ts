import {describe, expect, test} from 'vitest'
import type {Project} from '../../scripts/compile/load.ts'
import {card} from '../../scripts/site/card.ts'
import {expectedChange} from '../../scripts/site/settling.ts'
import {library, series, viewOf} from './view.ts'

const CURVE = [
  {days: 0, share: 0.2, figures: 9},
  {days: 1, share: 0.6, figures: 9},
  {days: 3, share: 1, figures: 9},
]

describe('what a figure is expected to become', () => {
  test('is its days over the shares that they have reached', () => {
    // three days that ended 0.5, 1.5 and 2.5 days ago have reached 0.4, 0.7 and 0.9: two days’ worth of three
    const period = {start: '2026-01-01', end: '2026-01-04'}
    expect(expectedChange(period, {dataEnd: '2026-01-04T12:00:00'}, CURVE, 3)).toBeCloseTo(0.5, 10)
    // the same a week later: all of it is there
    expect(expectedChange(period, {dataEnd: '2026-01-11T12:00:00'}, CURVE, 3)).toBe(0)
  })

  test('falls where shares are over 1', () => {
    const falling = [
      {days: 0, share: 1.25, figures: 9},
      {days: 7, share: 1, figures: 9},
    ]
    const day = {start: '2026-01-01', end: '2026-01-02'}
    expect(expectedChange(day, {dataEnd: '2026-01-02T00:00:00'}, falling, 7)).toBeCloseTo(-0.2, 10)
  })

  test('is not known for days younger than the curve, and certain once the KPI has settled', () => {
    const day = {start: '2026-01-01', end: '2026-01-02'}
    const late = [{days: 3, share: 0.5, figures: 9}]
    expect(expectedChange(day, {dataEnd: '2026-01-04T00:00:00'}, late, 5)).toBeUndefined()
    expect(expectedChange(day, {dataEnd: '2026-01-06T00:00:00'}, late, 5)).toBeCloseTo(1 / 0.75 - 1, 10)
    expect(expectedChange(day, {dataEnd: '2026-01-07T00:00:00'}, late, 5)).toBe(0)
  })

  test('is nothing to divide by while nothing is there', () => {
    const day = {start: '2026-01-01', end: '2026-01-02'}
    expect(expectedChange(day, {dataEnd: '2026-01-02T00:00:00'}, [{days: 0, share: 0, figures: 9}], 5)).toBeUndefined()
  })
})

describe('a card', () => {
  const REF = 'Loan-Card-1'
  const plain = (text: string) =>
    text
      .replace(/<[^>]+>/g, '')
      .replaceAll('\u00a0', ' ')
      .replace(/\s+/g, ' ')

  /** The library as if its loans went on being counted for a week. */
  async function moving(): Promise<Project> {
    const project = await library()
    const kpi = project.definitions.kpis.get(REF)!
    const {target: _, ...input} = kpi.input
    const kpis = new Map(project.definitions.kpis).set(REF, {
      ...kpi,
      input: {...input, fixed: false, settles_after: '7 days'},
    })
    return {...project, definitions: {...project.definitions, kpis}}
  }
  const drawn = async (options: Parameters<typeof viewOf>[1] = {}, value = 112) => {
    const view = await viewOf(
      {figures: series(REF, [100, value, 40])},
      {dataEnd: '2026-03-01T00:00:00', project: await moving(), ...options},
    )
    return (changed: Partial<typeof view> = {}) =>
      card({...view, curveOf: () => CURVE, ...changed}, REF, {anchor: true}).text
  }

  test('says where a figure that may still change is expected to end, marked as an estimate', async () => {
    // the last days of February have reached 0.2, 0.6 and 0.8, the other 25 all: 28 / 26.6 is 1.053, and 112 becomes 118
    const shown = (await drawn())()
    expect(shown).toContain('<summary>Estimate: expected to rise by about 5\u00a0%</summary>')
    expect(plain(shown)).toContain('the figure ends at about 118')
    expect(shown).toContain('<a href="kpi/loan-card-1.html#settling">')
    expect(plain((await drawn())({language: 'fr'}))).toContain('Estimation : hausse attendue d’environ 5 %')
  })

  test('says nothing without a curve, under filters, of nothing, when it is settled, or where it is less than one per cent', async () => {
    const estimate = 'class="estimate"'
    expect((await drawn())()).toContain(estimate)
    expect((await drawn())({curveOf: () => undefined})).not.toContain(estimate)
    const filters = {where: new Map([['branch', ['b1']]])}
    expect((await drawn({selection: {filters}}))()).not.toContain(estimate)
    expect((await drawn({}, 0))()).not.toContain(estimate)
    expect((await drawn({dataEnd: '2026-03-08T00:00:00'}))()).not.toContain(estimate)
    // two days later only the last day lacks 0.2 of what it will be: 28 / 27.8
    expect((await drawn({dataEnd: '2026-03-03T00:00:00'}))()).not.toContain(estimate)
  })
})
