import {expect, test} from 'vitest'
import {normalSql, normalTemplate} from '../../scripts/sql/normal.ts'

test.each([
  ['layout', 'select a,\n  b\nfrom t', 'select a , b from t'],
  ['comments', 'select a -- the first\nfrom t /* of /* all */ tables */', 'select a from t'],
  ['comments right after operators', 'select a +-- more\n1', 'select a + 1'],
  [
    'the case of reserved words',
    'SELECT a FROM t WHERE a IS NOT NULL GROUP BY a',
    'select a from t where a is not null group by a',
  ],
])('%s do not matter', (_, a, b) => {
  expect(normalSql(a)).toBe(normalSql(b))
})

test.each([
  ['what is quoted', "select 'a  b'", "select 'a b'"],
  ['what looks like a comment in a text', "select 'a--b'", "select 'a'"],
  ['the case of a text', "select 'A'", "select 'a'"],
  ['a text after an escaped quote', String.raw`select e'it\'s  a'`, String.raw`select e'it\'s a'`],
  ['a quoted name', 'select "a  b"', 'select "a b"'],
  ['text in dollar quotes', 'select $$a  b$$', 'select $$a b$$'],
  ['the case of a column, which is shown as it is written', 'select a as Value', 'select a as value'],
  ['a reserved word as a name', 'select a as Select', 'select a as select'],
  ['words that come apart', 'select ab', 'select a b'],
  ['two signs that are one', 'select 1 - -1', 'select 1 --1'],
  ['operators', 'select a < b', 'select a <= b'],
])('%s matters', (_, a, b) => {
  expect(normalSql(a)).not.toBe(normalSql(b))
})

test('a template has comments of its own', () => {
  const template = '{{!-- total(of): a sum --}}\nsum({{of}}) {{! of all }}-- of all'
  expect(normalTemplate(template)).toBe(normalTemplate('{{!-- total(of): another text --}}\nsum({{of}})'))
  expect(normalTemplate(template)).not.toBe(normalTemplate('{{!-- total(of): a sum --}}\nsum({{of}} + 1)'))
})
