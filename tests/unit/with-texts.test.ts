import {afterAll, beforeAll, expect, test} from 'vitest'
import {type Database, openDatabase} from '../../scripts/sql/duckdb.ts'
import {withTexts} from '../../scripts/sql/literals.ts'

let database: Database
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())

const SQL = `
  select cast($days as date[]) as days, cast($names as varchar[]) as names, $names is null as none,
    cast($at as time) as at, $at is null as never, '$names' as quoted -- $nothing`

/** Runs the statement with its numbered texts bound. */
async function run(bindings: Parameters<typeof withTexts>[1]) {
  const {text, values} = withTexts(SQL, bindings)
  // DuckDB's own numbers, by name
  const [row] = await database.rows<Record<string, unknown>>(
    text,
    Object.fromEntries(values.map((value, i) => [String(i + 1), value])),
  )
  return {text, row}
}

test('values travel as texts, whatever is in them', async () => {
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

test('a value that is not given is told', () => {
  expect(() => withTexts(SQL, {days: [], names: []})).toThrow('no value is given for $at')
})
