import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {type Database, openDatabase} from '../../scripts/sql/duckdb.ts'
import {type Expression, parseExpressions, writeExpression} from '../../scripts/sql/expressions.ts'

let database: Database
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.close())

async function parse(text: string): Promise<Expression> {
  return (await parseExpressions(database, [text])).get(text)!
}

/** Columns get an alias; `in_period(x)` and `seconds(a, b)` are macros; `gap(x)` becomes arithmetic. */
async function write(text: string): Promise<string> {
  return writeExpression(await parse(text), {
    column: name => `t.${name}`,
    call: (name, written, raw) =>
      ({
        in_period: `between_(t.${raw[0]}_local)`,
        seconds: `date_diff('s', ${written.join(', ')})`,
        gap: `${written[0]} - 1`,
      })[name],
  })
}

/** The columns that a text reads, as they stand in it. */
async function columns(text: string): Promise<string[]> {
  return (await parse(text)).columns.map(use => text.slice(use.offset, use.offset + use.length))
}

describe('what an expression reads', () => {
  it.each([
    ["source = 'x' and y > 1", ['source', 'y']],
    ["a = 'é ü' and b", ['a', 'b']],
    ["'😀' = name and after_it", ['name', 'after_it']],
    ["x in ('a, (b', 'it''s (') and z is null", ['x', 'z']],
    ['"Quoted ""name""" = other', ['"Quoted ""name"""', 'other']],
    ['case when a then b else 0 end', ['a', 'b']],
    ['été is null', ['été']],
    ["list_contains(['a', b], c)", ['b', 'c']],
    ['$$text with a column$$ = a', ['a']],
    ['1', []],
  ])('%j: %j', async (text, expected) => expect(await columns(text)).toEqual(expected))

  it('names quoted columns without their quotes', async () => {
    expect((await parse('"Quoted ""name""" = 1')).columns[0]!.name).toBe('Quoted "name"')
  })

  it('finds calls and their arguments', async () => {
    const text = "seconds(a, coalesce(b, ')')) > 1 and in_period( c )"
    const calls = (await parse(text)).functions.filter(use => use.open >= 0)
    expect(calls.map(use => [use.name, use.arguments.map(([from, to]) => text.slice(from, to))])).toEqual(
      expect.arrayContaining([
        ['seconds', ['a', " coalesce(b, ')')"]],
        ['in_period', [' c ']],
      ]),
    )
  })
})

describe('writing', () => {
  it.each([
    ['a', 't.a'],
    ["a = 'a' and b", "t.a = 'a' and t.b"],
    ['"a" = 1', 't.a = 1'],
    ["a\n  + '-- b, /* ( */'", "t.a\n  + '-- b, /* ( */'"],
    ["'é' = a and a = 'é'", "'é' = t.a and t.a = 'é'"],
    ['in_period(closed_at)', 'between_(t.closed_at_local)'],
    ['not in_period(closed_at) and a', 'not between_(t.closed_at_local) and t.a'],
    ['in_period ( closed_at )', 'between_(t.closed_at_local)'],
    ['seconds(a, b) > 60', "date_diff('s', t.a, t.b) > 60"],
    ['seconds(coalesce(a, b), c) > 1', "date_diff('s', coalesce(t.a, t.b), t.c) > 1"],
    ["seconds(a, 'x, (y') > 1", "date_diff('s', t.a, 'x, (y') > 1"],
    ['gap(a)', 't.a - 1'],
    ['gap(a) * 2', '(t.a - 1) * 2'],
    ['3 - gap(a)', '3 - (t.a - 1)'],
    ['gap(gap(a)) * 2', '((t.a - 1) - 1) * 2'],
    ['seconds(gap(a), b)', "date_diff('s', (t.a - 1), t.b)"],
    ['upper(a)', 'upper(t.a)'],
    ['a between b and c', 't.a between t.b and t.c'],
  ])('%j gives %j', async (text, expected) => expect(await write(text)).toBe(expected))

  it('keeps the meaning: 3 - gap(2) is 2', async () => {
    const [row] = await database.rows<{result: number}>(
      `select ${await write('3 - gap(a)')} as result from (select 2 as a) as t`,
    )
    expect(row!.result).toBe(2)
  })
})

describe('what an expression may not be', () => {
  it.each([
    ['(select 1)', 'a subquery'],
    ['a = (select max(b) from c)', 'a subquery'],
    ['row_number() over ()', 'a window function'],
    ['list_contains([*columns(x)], 1)', '"*"'],
    ['$x', 'a parameter'],
    ['a from b', 'at or near "from"'],
    ['1; select 2', 'at or near ";"'],
    ['a -- why', 'comments belong in the YAML'],
    ['/* why */ a', 'comments belong in the YAML'],
    ['t.a', 'without a table'],
  ])('%j: %s', async (text, message) => {
    const {faults} = await parse(text)
    expect(faults.map(each => each.message).join()).toContain(message)
  })

  it('tells where what cannot be read stands', async () => {
    const text = 'source = a and and b'
    const [fault] = (await parse(text)).faults
    expect(fault!.message).toContain('syntax error')
    expect(fault!.offset).toBe(text.indexOf('and b'))
  })

  it('is nothing for what may be', async () => expect((await parse("a in ('x') and not b")).faults).toEqual([]))
})

it('looks through layout, not through order', async () => {
  const same = await Promise.all(['a=1 and b', 'a = 1\n  and b', 'A = 1 AND b'].map(parse))
  expect(same[1]!.canonical).toBe(same[0]!.canonical)
  expect((await parse('b and a = 1')).canonical).not.toBe(same[0]!.canonical)
})
