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

test('a size may be what is limited; the new entry stays whatever its size', () => {
  const map = new Map<string, number>()
  const keep = (key: string, value: number) => keepRecent(map, key, value, 10, ([, size]) => size)
  expect(keep('a', 4)).toEqual([])
  expect(keep('b', 5)).toEqual([])
  expect(keep('c', 3)).toEqual([4])
  expect(keep('d', 20)).toEqual([5, 3])
  expect([...map.keys()]).toEqual(['d'])
})
