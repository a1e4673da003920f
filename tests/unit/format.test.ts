import {describe, expect, it} from 'vitest'
import {drawTable, formatSeconds, formatValue} from '../../scripts/ui/format.ts'

describe('values', () => {
  it.each([
    [null, 'count', '–'],
    [0, 'count', '0'],
    [1234567, 'count', '1,234,567'],
    [2.5, 'count', '2.5'],
    [0.4249, 'fraction', '42.5 %'],
    [1.5, 'fraction', '150.0 %'],
    [0, 'fraction', '0.0 %'],
    [1234.5, 'money', '1,234.50 EUR'],
    [4.256, 'score', '4.26'],
    [1.66666, 'number', '1.6667'],
    [3, 'number', '3'],
    [90, 'seconds', '1 min 30 s'],
  ])('%d in %s: %s', (value, unit, expected) => expect(formatValue(value, unit, 'EUR')).toBe(expected))
})

describe('durations show their two largest units', () => {
  it.each([
    [0, '0 s'],
    [0.25, '0.3 s'],
    [59, '59 s'],
    [60, '1 min'],
    [3599.6, '1 h'],
    [3725, '1 h 2 min'],
    [86_400, '1 d'],
    [90_061, '1 d 1 h'],
    [86_460, '1 d'],
    [-90, '−1 min 30 s'],
    [-5, '−5 s'],
  ])('%d s: %s', (seconds, expected) => expect(formatSeconds(seconds)).toBe(expected))
})

describe('tables', () => {
  it('align columns by characters, numbers to the right', () => {
    expect(
      drawTable(
        ['name', 'n'],
        [
          ['é', '1'],
          ['longer', '1,000'],
        ],
        new Set([1]),
      ),
    ).toBe(['name        n', '──────  ─────', 'é           1', 'longer  1,000'].join('\n'))
  })

  it('have a head without rows', () => expect(drawTable(['a', 'bc'], [], new Set())).toBe('a  bc\n─  ──'))
})
