import {describe, expect, test} from 'vitest'
import {defaultDays, spreadDays} from '../../scripts/audit/instants.ts'

describe('days that are replayed', () => {
  test('are the last ends of months, weeks and days, each once', () => {
    // a Friday; the last weeks ended on Sundays
    expect(defaultDays('2025-01-01', '2026-10-30')).toEqual([
      '2026-07-31',
      '2026-08-31',
      '2026-09-30',
      '2026-10-04',
      '2026-10-11',
      '2026-10-18',
      '2026-10-25',
      '2026-10-26',
      '2026-10-27',
      '2026-10-28',
      '2026-10-29',
      '2026-10-30',
    ])
  })

  test('include the last day where a month and a week end with it', () => {
    expect(defaultDays('2026-01-01', '2026-05-31')).toEqual([
      '2026-03-31',
      '2026-04-30',
      '2026-05-10',
      '2026-05-17',
      '2026-05-24',
      '2026-05-27',
      '2026-05-28',
      '2026-05-29',
      '2026-05-30',
      '2026-05-31',
    ])
  })

  test('are those that the data have', () => {
    expect(defaultDays('2026-05-29', '2026-05-31')).toEqual(['2026-05-29', '2026-05-30', '2026-05-31'])
    expect(defaultDays('2026-05-31', '2026-05-30')).toEqual([])
  })

  test('may be spread evenly', () => {
    expect(spreadDays(3, '2026-01-01', '2026-01-05')).toEqual(['2026-01-02', '2026-01-03', '2026-01-04'])
    expect(spreadDays(50, '2026-01-01', '2026-01-03')).toEqual(['2026-01-01', '2026-01-02', '2026-01-03'])
  })
})
