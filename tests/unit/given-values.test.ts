import {afterAll, beforeAll, expect, test} from 'vitest'
import {type Database, openDatabase} from '../../scripts/sql/duckdb.ts'
import {CREATE_GIVEN, withGiven} from '../../scripts/sql/given-values.ts'

let database: Database
beforeAll(async () => {
  database = await openDatabase()
  await database.run(CREATE_GIVEN)
})
afterAll(() => database.close())

const SQL = `
  select cast($days as date[]) as days, cast($names as varchar[]) as names, $names is null as none,
    cast($at as time) as at, $at is null as never, '$names' as quoted -- $nothing`

/** Gives the values and runs the statement. */
async function run(bindings: Parameters<typeof withGiven>[1]) {
  const {text, give} = withGiven(SQL, bindings)!
  await database.run(give)
  const [row] = await database.rows<Record<string, unknown>>(text)
  return {text, row}
}

test('values arrive as they are, whatever is in them', async () => {
  const names = ['it\'s, "quoted"', '[a]', '', '$at', 'é ☃']
  const {row} = await run({days: ['2026-03-01', '2026-04-01'], names, at: '09:30:00'})
  expect(row).toMatchObject({names, none: false, at: '09:30:00', never: false, quoted: '$names'})
  expect(row!.days).toEqual(['2026-03-01', '2026-04-01'])
})

test('the text is the same for other values, an empty list and NULL', async () => {
  const full = await run({days: ['2026-03-01'], names: ['a'], at: '09:30:00'})
  const empty = await run({days: [], names: [], at: null})
  expect(empty.text).toBe(full.text)
  expect(empty.row).toMatchObject({days: null, names: null, none: true, at: null, never: true})
})

test('a value with a character that stands between values is not taken apart', () => {
  for (const character of ['\u001d', '\u001e', '\u001f']) {
    expect(withGiven(SQL, {days: [], names: [`a${character}b`], at: null})).toBeUndefined()
    expect(withGiven(SQL, {days: [], names: [], at: character})).toBeUndefined()
  }
})

test('a value that is not given is told', () => {
  expect(() => withGiven(SQL, {days: [], names: []})).toThrow('no value is given for $at')
})
