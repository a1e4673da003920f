import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {type Dependencies, rescanned} from '../../scripts/lineage/dependencies.ts'
import {readQuery} from '../../scripts/lineage/query.ts'
import {changed, type Relation, tableOf} from '../../scripts/lineage/relations.ts'
import type {Context} from '../../scripts/lineage/scope.ts'
import {parseQueries, Unreadable} from '../../scripts/lineage/syntax.ts'
import {type Database, openDatabase} from '../../scripts/sql/duckdb.ts'

/** Tables of the examples: `t` by its id, `u` without a key, `many` holds several things that `what` tells apart. */
const TABLES: Readonly<Record<string, Relation>> = {
  t: tableOf('t', ['id', 'k', 'a', 'b'], [['id']]),
  u: tableOf('u', ['id', 'k', 'x', 'y'], []),
  many: tableOf('many', ['what', 'value'], [], true),
}

let database: Database
let aggregates: Set<string>

beforeAll(async () => {
  database = await openDatabase()
  const rows = await database.rows<{name: string}>(
    "select distinct function_name as name from duckdb_functions() where function_type = 'aggregate'",
  )
  aggregates = new Set(rows.map(row => row.name))
})
afterAll(() => database.close())

/** Column → what its value comes from | what decides it; `rows` → what decides about them. */
async function lineageOf(sql: string): Promise<Record<string, string>> {
  const parsed = (await parseQueries(database, new Map([['query', sql]]))).get('query')!
  if ('failure' in parsed) throw new Unreadable(parsed.failure)
  let scans = 0
  const context: Context = {
    queries: new Map(),
    table: (_, name) => TABLES[name],
    partitions: relation => (relation === 'many' ? ['what'] : []),
    isAggregate: name => aggregates.has(name),
    scan: () => ++scans,
    read: readQuery,
  }
  const relation = changed(readQuery(parsed.tree, context), from => rescanned(from))
  return Object.fromEntries([
    ...relation.columns.map(column => [column.name, told(column.from)]),
    ['rows', told(relation.rows)],
  ])
}

function told(from: Dependencies): string {
  return [...from.values()]
    .map(({relation, column, way, slice}) => {
      const of = slice ? `[${Object.values(slice).flat()}]` : ''
      return `${relation}${of}${column === undefined ? '' : `.${column}`} ${way}`
    })
    .sort()
    .join(', ')
}

describe('a column’s value', () => {
  test.each<[string, string, Record<string, string>]>([
    ['is passed on', 'select a, t.b as c from t', {a: 't.a identity', c: 't.b identity', rows: 't rows'}],
    [
      'is transformed',
      'select a + b as s, a is null as n, 1 as one from t',
      {s: 't.a transformation, t.b transformation', n: 't.a transformation', one: ''},
    ],
    [
      'depends on a case',
      'select case when k > 0 then a else b end as c from t',
      {c: 't.a transformation, t.b transformation, t.k conditional'},
    ],
    [
      'is aggregated',
      'select k, sum(a + b) as s, count(*) as n from t group by k',
      {k: 't.k identity', s: 't.a aggregation, t.b aggregation', n: 't aggregation', rows: 't rows, t.k group'},
    ],
    [
      'is aggregated under a condition',
      'select sum(a) filter (where b > 0) as s from t group by k',
      {s: 't.a aggregation, t.b conditional'},
    ],
    [
      'is chosen by another',
      'select max_by(a, b) as m, list(a order by b) as l from t group by k',
      {m: 't.a aggregation, t.b sort', l: 't.a aggregation, t.b sort'},
    ],
    [
      'comes from a window',
      'select sum(a) over (partition by k order by b) as s, lag(a) over w as l from t window w as (order by id)',
      {s: 't.a aggregation, t.b window, t.k window', l: 't.a transformation, t.id window'},
    ],
    ['is the number of rows in a window', 'select count(*) over () as n from t', {n: 't aggregation'}],
    [
      'is read in a lambda',
      'select list_transform([a], e -> e + b) as l from t',
      {l: 't.a transformation, t.b transformation'},
    ],
    ['is a field', "select {'p': a, 'q': b}.p as p from t", {p: 't.a transformation, t.b transformation'}],
    [
      'is a field of a column',
      'with s as (select struct_pack(p := a) as z from t) select s.z.p, z.p as q from s',
      {p: 't.a transformation', q: 't.a transformation'},
    ],
    ['uses an earlier column of the list', 'select a + 1 as c, c * 2 as d from t', {d: 't.a transformation'}],
    [
      'has no name',
      'select max(a), count(*) from t',
      {'max(a)': 't rows, t.a aggregation', 'count_star()': 't aggregation, t rows'},
    ],
    [
      'is a scalar subquery',
      'select (select max(x) from u where u.k = t.k) as m from t',
      {m: 't.k filter, u rows, u.k filter, u.x aggregation'},
    ],
    [
      'is whether something exists',
      'select exists (select 1 from u where u.k = t.k) as e from t',
      {e: 't.k filter, u rows, u.k filter'},
    ],
    [
      'is whether something is in a list',
      'select a in (select x from u where y) as i from t',
      {i: 't.a transformation, u rows, u.x transformation, u.y filter'},
    ],
  ])('%s', async (_, sql, expected) => {
    expect(await lineageOf(sql)).toMatchObject(expected)
  })
})

describe('rows', () => {
  test.each<[string, string, string]>([
    ['are filtered', 'select a from t where b > k', 't rows, t.b filter, t.k filter'],
    ['of one group are always one', 'select sum(a) as s from t where b > 0', ''],
    ['are filtered after grouping', 'select k from t group by k having sum(a) > 0', 't rows, t.a filter, t.k group'],
    [
      'are filtered by a window',
      'select a from t qualify row_number() over (partition by k order by b) = 1',
      't rows, t.b window, t.k window',
    ],
    ['are made distinct', 'select distinct a from t', 't rows, t.a group'],
    ['are the first of each', 'select distinct on (k) a from t order by b', 't rows, t.b sort, t.k group'],
    ['are the first', 'select a from t order by b limit 3', 't rows, t.b sort'],
    ['are only put in order', 'select a from t order by b', 't rows'],
    [
      'are grouped by an alias, a position, everything',
      'select a as g, b, count(*) from t group by g, 2',
      't rows, t.a group, t.b group',
    ],
    ['are grouped by all', 'select a, sum(b) from t group by all', 't rows, t.a group'],
    [
      'are grouped in several ways',
      'select a, k, sum(b) from t group by grouping sets ((a), (k))',
      't rows, t.a group, t.k group',
    ],
    ['become several', 'select id, unnest([a]) as e from t', 't rows, t.a join'],
    ['become several beside the table', 'select id, e.v from t, unnest([t.a]) as e(v)', 't rows, t.a join'],
    ['are those of a condition on an alias', 'select a + b as s from t where s > 0', 't rows, t.a filter, t.b filter'],
  ])('%s', async (_, sql, rows) => {
    expect((await lineageOf(sql)).rows).toBe(rows)
  })
})

describe('joins', () => {
  test('to what has one match at most change no row, only what comes from there', async () => {
    expect(await lineageOf('select u.x, t.a from u left join t on u.id = t.id')).toEqual({
      x: 'u.x identity',
      a: 't rows, t.a identity, t.id join, u.id join',
      rows: 'u rows',
    })
  })

  test.each([
    ['inner', 'select u.x from u inner join t on u.id = t.id'],
    ['left, to what may match twice', 'select t.a from t left join u on u.id = t.id'],
    ['left, by something else than the key', 'select u.x from u left join t on u.k = t.k and u.id = t.id + t.a'],
    ['full', 'select u.x from u full join t on u.id = t.id'],
  ])('%s: decide about rows', async (_, sql) => {
    expect((await lineageOf(sql)).rows).toMatch(/^t rows, t\..* join, u rows, u\..* join$/)
  })

  test('know the one match of groups, distinct rows and as-of joins', async () => {
    const grouped = 'select u.x from u left join (select k, sum(a) as s from t group by k) as g on g.k = u.k'
    const distinct = 'with d as (select distinct k from t where a > 0) select u.x from u left join d on d.k = u.k'
    const latest = 'select u.x from u asof left join t on u.k = t.k and u.y >= t.a'
    for (const sql of [grouped, distinct, latest]) expect((await lineageOf(sql)).rows).toBe('u rows')
    const without = 'with d as (select distinct k, a from t) select u.x from u left join d on d.k = u.k'
    expect((await lineageOf(without)).rows).toContain('t.k')
  })

  test('know a constant part of the key', async () => {
    const sql =
      "select u.x from u left join (select k, b, sum(a) as s from t group by k, b) as g on g.k = u.k and g.b = 'x'"
    expect((await lineageOf(sql)).rows).toBe('u rows')
  })

  test('keep a key through CTEs, renaming and further joins', async () => {
    const sql = `with c as (select id as key, a from t), d as (select c.*, t.b from c left join t on c.key = t.id)
                 select u.x, d.b from u left join d on u.id = d.key`
    expect(await lineageOf(sql)).toMatchObject({rows: 'u rows'})
  })

  test.each([
    ['using', 'select id, a, x from t join u using (id)'],
    ['natural', 'select id, a, x from t natural join u'],
  ])('%s: make columns one', async (_, sql) => {
    expect(await lineageOf(sql)).toMatchObject({id: 't.id identity', a: 't.a identity', x: 'u.x identity'})
  })

  test('semi and anti only decide', async () => {
    expect(await lineageOf('select * from t semi join u on t.k = u.k')).toEqual({
      id: 't.id identity',
      k: 't.k identity',
      a: 't.a identity',
      b: 't.b identity',
      rows: 't rows, t.k join, u rows, u.k join',
    })
  })

  test('beside a lateral subquery', async () => {
    expect(await lineageOf('select l.s from t, lateral (select t.a + u.x as s from u where u.k = t.k) as l')).toEqual({
      s: 't.a transformation, u.x transformation',
      rows: 't rows, t.k filter, u rows, u.k filter',
    })
  })
})

describe('queries within queries', () => {
  test('a star leaves out, replaces and renames', async () => {
    expect(await lineageOf('select * exclude (k) replace (a + b as a) rename (b as c) from t')).toEqual({
      id: 't.id identity',
      a: 't.a transformation, t.b transformation',
      c: 't.b identity',
      rows: 't rows',
    })
  })

  test('unions take columns by position; sets compare all of them', async () => {
    expect(await lineageOf('select a as v from t union all select x from u')).toEqual({
      v: 't.a identity, u.x identity',
      rows: 't rows, u rows',
    })
    expect((await lineageOf('select a as v from t union select x from u')).rows).toBe(
      't rows, t.a group, u rows, u.x group',
    )
    expect(await lineageOf('select a from t except select x from u')).toEqual({
      a: 't.a identity',
      rows: 't rows, t.a filter, u rows, u.x filter',
    })
  })

  test('a recursive one is read until nothing is added', async () => {
    const sql = `with recursive r as (
        select id, k as up, a as n from t
        union all
        select r.id, u.k, r.n + u.x from r inner join u on r.up = u.id
      ) select n from r`
    expect(await lineageOf(sql)).toEqual({
      n: 't.a transformation, u.x transformation',
      rows: 't rows, t.k join, u rows, u.id join, u.k join',
    })
  })

  test('values are constants', async () => {
    expect(await lineageOf("select v.s from (values (1, 'a'), (2, 'b')) as v(i, s)")).toEqual({s: '', rows: ''})
  })
})

describe('of a table that holds several things', () => {
  test.each([
    ['a condition', "select value from many where what = 'p'", 'many[p].value identity'],
    ['a list', "select value from many where what in ('q', 'p')", 'many[p,q].value identity'],
    [
      'a condition within a CTE',
      "with m as (select * from many) select m.value from m where 'p' = m.what",
      'many[p].value identity',
    ],
    [
      'an aggregate’s own condition',
      "select max(value) filter (where what = 'p') as value from many",
      'many[p].value aggregation, many[p].what conditional, many rows',
    ],
    [
      'a join with written values',
      "select value from many inner join (values ('p')) as w(k) on many.what = w.k",
      'many[p].value identity',
    ],
    ['either of two conditions: all', "select value from many where what = 'p' or value > 0", 'many.value identity'],
  ])('%s leaves those that are meant', async (_, sql, expected) => {
    expect((await lineageOf(sql)).value!.split(', ').sort()).toEqual(expected.split(', ').sort())
  })

  test('two readings are told apart', async () => {
    const sql =
      "with m as (select * from many) select a.value as a, b.value as b from m as a cross join m as b where a.what = 'p'"
    expect(await lineageOf(sql)).toMatchObject({a: 'many[p].value identity', b: 'many.value identity'})
  })
})

describe('what cannot be followed is said', () => {
  test.each([
    ['select * from (pivot t on k in (1, 2) using sum(a))', /pivot/],
    ["select columns('a|b') from t", /"columns\(…\)" is not followed/],
    ["select * from read_csv('some.csv')", /table function read_csv/],
    ['select nothing from t', /"nothing" is no column/],
    ['select a from elsewhere', /"elsewhere" is no table/],
    ['create table z as select 1', /Only SELECT statements can be serialized/],
    ['select a from t union by name select x as a from u', /union by name/],
    ['select a from t positional join u', /positional join/],
  ])('%s', async (sql, message) => {
    await expect(lineageOf(sql)).rejects.toThrow(message)
  })
})
