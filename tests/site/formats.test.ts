import {describe, expect, test} from 'vitest'
import {formatsOf} from '../../scripts/site/formats.ts'
import type {Period} from '../../scripts/site/periods.ts'
import {textsOf} from '../../scripts/site/texts.ts'

const en = formatsOf(textsOf('en'), 'EUR')
const fr = formatsOf(textsOf('fr'), 'EUR')
const spaced = (text: string) => text.replaceAll('\u00a0', ' ')

describe('figures', () => {
  test.each([
    ['count', 12345, '12,345', '12 345'],
    ['fraction', 0.8757, '87.6 %', '87,6 %'],
    ['fraction', 0, '0.0 %', '0,0 %'],
    ['money', 119.3166, '€119.32', '119,32 €'],
    ['money', 13363.46, '€13,363', '13 363 €'],
    ['score', 3.9555, '3.96', '3,96'],
    ['number', 20.0416, '20.0', '20,0'],
    ['count', -3, '−3', '−3'],
    ['seconds', 0, '0 s', '0 s'],
    ['seconds', 8.25, '8.3 s', '8,3 s'],
    ['seconds', 59.6, '1 min', '1 min'],
    ['seconds', 83.5, '1 min 24 s', '1 min 24 s'],
    ['seconds', 3600, '1 h', '1 h'],
    ['seconds', 10814, '3 h', '3 h'],
    ['seconds', 180000, '2 d 2 h', '2 j 2 h'],
  ])('%s %d', (unit, value, english, french) => {
    expect(spaced(en.value(value, {unit}))).toBe(english)
    expect(spaced(fr.value(value, {unit}))).toBe(french)
  })

  test.each(['count', 'fraction', 'seconds', 'money', 'score', 'number'])('NULL in %s is a dash, never 0', unit => {
    expect(en.value(null, {unit})).toBe('–')
    expect(en.value(Number.NaN, {unit})).toBe('–')
  })

  test('working time stays in hours', () => {
    expect(spaced(en.value(7_469_219, {unit: 'seconds', hours: true}))).toBe('2,075 h')
    expect(spaced(en.value(0, {unit: 'seconds', hours: true}))).toBe('0 h')
    expect(spaced(en.value(5400, {unit: 'seconds', hours: true}))).toBe('1 h 30 min')
  })

  test('an instant is told in the local time; midnight belongs to the day that ends', () => {
    expect(en.instant('2026-10-31 22:59:40', 'Europe/Paris')).toMatchObject({date: '31 October 2026', time: '23:59'})
    expect(fr.instant('2026-10-31 23:00:00', 'Europe/Paris')).toMatchObject({date: '31 octobre 2026', time: '24:00'})
  })
})

describe('periods', () => {
  const period = (grain: Period['grain'], start: string, end: string): Period => ({
    grain,
    start,
    end,
    complete: true,
    covered: true,
  })

  test.each([
    [period('month', '2026-02-01', '2026-03-01'), 'February 2026', 'février 2026'],
    [period('quarter', '2026-01-01', '2026-04-01'), 'Q1 2026', '1er trimestre 2026'],
    [period('year', '2026-01-01', '2027-01-01'), '2026', '2026'],
    [period('week', '2026-10-19', '2026-10-26'), '19–25 October 2026', '19 au 25 octobre 2026'],
    [period('week', '2026-09-28', '2026-10-05'), '28 September – 4 October 2026', '28 septembre au 4 octobre 2026'],
    [
      period('week', '2025-12-29', '2026-01-05'),
      '29 December 2025 – 4 January 2026',
      '29 décembre 2025 au 4 janvier 2026',
    ],
    [period('week', '2026-06-01', '2026-06-08'), '1–7 June 2026', '1er au 7 juin 2026'],
  ])('$grain of $start', (each, english, french) => {
    expect(textsOf('en').period(each)).toBe(english)
    expect(textsOf('fr').period(each)).toBe(french)
  })

  test('begin a sentence', () => {
    const quarter = period('quarter', '2026-07-01', '2026-10-01')
    expect(textsOf('en').inPeriod(quarter)).toBe('In the third quarter of 2026')
    expect(textsOf('fr').inPeriod(quarter)).toBe('Au 3e trimestre 2026')
  })
})
