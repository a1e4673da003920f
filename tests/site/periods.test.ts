import {describe, expect, test} from 'vitest'
import {choosePresets, isPartial, type PeriodRow} from '../../scripts/site/periods.ts'
import {months} from './view.ts'

const month = (rows: readonly PeriodRow[], firstDay = '2026-01-01') =>
  choosePresets(rows, firstDay).find(preset => preset.grain === 'month')!

describe('the period that a preset shows', () => {
  test('is the last complete one, compared with the one before; the trend ends with the one that is not over', () => {
    const preset = month(months(16))
    expect(preset.current?.start).toBe('2027-03-01')
    expect(preset.previous?.start).toBe('2027-02-01')
    expect(preset.window).toHaveLength(13)
    expect(preset.window.at(-1)).toMatchObject({start: '2027-04-01', complete: false})
  })

  test('is the latest one where none is complete', () => {
    const preset = month(months(1))
    expect(preset.current).toMatchObject({start: '2026-01-01', complete: false})
    expect(preset.previous).toBeUndefined()
  })

  test('is none where the data have none', () => {
    const [week] = choosePresets(months(3), '2026-01-01')
    expect(week).toMatchObject({grain: 'week', window: []})
    expect(week!.current).toBeUndefined()
  })

  test('tells where the data begin inside it', () => {
    const {window} = month(months(4), '2026-01-10')
    expect(window.map(isPartial)).toEqual([true, false, false, true])
  })
})
