import {expect, test} from 'vitest'
import {keepRecent} from '../../scripts/core/keep-recent.ts'

test('what was put longest ago goes first; put again, it is the latest', () => {
  const map = new Map<string, number>()
  expect(keepRecent(map, 'a', 1, 2)).toEqual([])
  expect(keepRecent(map, 'b', 2, 2)).toEqual([])
  expect(keepRecent(map, 'a', 3, 2)).toEqual([])
  expect(keepRecent(map, 'c', 4, 2)).toEqual([2])
  expect([...map]).toEqual([
    ['a', 3],
    ['c', 4],
  ])
})
