import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {columnUses} from '../../scripts/catalog/column-uses.ts'
import {loadProject} from '../../scripts/compile/load.ts'
import {groupBy} from '../../scripts/core/group-by.ts'
import {compileStatement} from '../../scripts/query/statement.ts'
import {needsOf} from '../../scripts/site/needs.ts'
import {openDatabase} from '../../scripts/sql/duckdb.ts'
import {parseExpressions} from '../../scripts/sql/expressions.ts'

const ROOT = join(import.meta.dirname, '../..')
const LIBRARY = join(ROOT, 'tests/projects/library')

test.each([ROOT, LIBRARY])('statements need no other columns than those found: %s', async folder => {
  const project = await loadProject(folder)
  const database = await openDatabase()
  await database.run('create schema facts')
  for (const [fact, columns] of groupBy(project.needed, each => each.fact)) {
    const declared = project.declarations.models.get(fact)!.columns!
    const typed = columns.map(({column, role}) => `${column} ${role === 'key' ? 'INTEGER' : declared[column]!.type}`)
    await database.run(`create table facts.${fact} (${typed.join(', ')})`)
  }
  const {kpis, components} = project.definitions
  const where = new Map(Object.keys(project.catalog.dimensions).map(name => [name, ['x']]))
  const periods = [{start: '2026-03-01', end: '2026-04-01'}]
  const rest = {periods, where, hours: {from: '09:00:00', to: '19:00:00'}, weekdays: [1]}
  let statements = 0
  for (const needs of groupBy(needsOf(project, [...kpis.keys(), ...components.keys()]), need => need.by).values()) {
    const {by} = needs[0]!
    const asked = {kpis: needs.map(need => need.figure), ...(by === undefined ? {} : {by}), ...rest}
    const {sql, bindings} = compileStatement(project, asked)
    await database.rows(sql, bindings) // binds, or throws
    statements++
  }
  database.close()
  expect(statements).toBeGreaterThan(2)
})

test('what only tells rows apart or joins them is a key; what is shown or looked at is not', async () => {
  const {needed} = await loadProject(LIBRARY)
  const role = (fact: string, column: string) => needed.find(each => each.fact === fact && each.column === column)?.role
  expect(role('fct_loans', 'borrower_id')).toBe('key') // counted once each
  expect(role('fct_loans', 'title_id')).toBe('key')
  expect(role('fct_notices', 'loan_id')).toBe('key') // joined
  expect(role('fct_loans', 'branch_id')).toBe('value') // a dimension
  expect(role('fct_notices', 'kind')).toBe('value') // compared with a text
  expect(role('fct_loans', 'loaned_at_local')).toBe('value')
  expect(role('fct_visits', 'visit_id')).toBeUndefined()
})

describe('an expression', () => {
  test.each([
    ['writer is not null', ['writer present']],
    ['writer = reader', ['writer compared reader', 'reader compared writer']],
    ["writer = 'm1'", ['writer value']],
    [
      'writer is null and writer in (reader, editor)',
      ['writer present', 'writer value', 'reader value', 'editor value'],
    ],
    ['coalesce(writer, reader) is null', ['writer value', 'reader value']],
    ['upper(writer) = reader', ['writer value', 'reader value']],
    ['writer < reader', ['writer value', 'reader value']],
    [
      'case when writer is distinct from reader then score end',
      ['writer compared reader', 'reader compared writer', 'score value'],
    ],
  ])('%s', async (text, expected) => {
    const database = await openDatabase()
    const parsed = (await parseExpressions(database, [text])).get(text)!
    database.close()
    const found = columnUses(parsed).map(use =>
      [use.column, use.kind, ...(use.kind === 'compared' ? [use.with] : [])].join(' '),
    )
    expect(found.sort()).toEqual([...expected].sort())
  })
})
