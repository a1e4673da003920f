import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {stringify} from 'yaml'
import {parseYaml, readYaml} from '../../scripts/core/yaml-file.ts'
import {temporaryFolder} from '../e2e/command-line.ts'

/** The text that a place marks. */
function marked(text: string, {line, column, length = 0}: {line: number; column: number; length?: number}): string {
  return text.split('\n')[line - 1]!.slice(column - 1, column - 1 + length)
}

const TEXT = `# a comment
plain: source = 'web' and x > 1
double: "a, 'b' ]"
single: 'it is'
escaped: "a\\tb"
é: {ключ: "ü", list: [one, two]}
emoji: 😀 then where
folded: >-
  first line
  second line
literal: |
  select 1
empty:
`

describe('places in YAML', () => {
  const yaml = parseYaml(TEXT, 'x.yml')

  it('are those of values', () => {
    expect(marked(TEXT, yaml.place(['plain']))).toBe("source = 'web' and x > 1")
    expect(marked(TEXT, yaml.place(['double']))).toBe(`"a, 'b' ]"`)
    expect(marked(TEXT, yaml.place(['é', 'ключ']))).toBe('"ü"')
    expect(marked(TEXT, yaml.place(['é', 'list', 1]))).toBe('two')
    expect(marked(TEXT, yaml.place(['emoji']))).toBe('😀 then where')
  })

  it('are those of keys', () => {
    expect(marked(TEXT, yaml.keyPlace(['double']))).toBe('double')
    expect(marked(TEXT, yaml.keyPlace(['é', 'list']))).toBe('list')
    expect(marked(TEXT, yaml.keyPlace(['é', 'ключ']))).toBe('ключ')
  })

  it('fall back to the nearest enclosing one that exists', () => {
    expect(marked(TEXT, yaml.place(['é', 'missing', 'deeper']))).toBe('é')
    expect(marked(TEXT, yaml.keyPlace(['plain', 'deeper']))).toBe('plain')
    expect(yaml.place(['empty'])).toMatchObject({line: 13})
  })

  it('name the file', () => expect(yaml.place(['plain']).file).toBe('x.yml'))

  describe('inside a text', () => {
    const inside = (path: string[], word: string, content: string) =>
      marked(TEXT, yaml.placeInside(path, content.indexOf(word), word.length))

    it('that is plain', () => expect(inside(['plain'], 'x', "source = 'web' and x > 1")).toBe('x'))
    it('in quotes', () => {
      expect(inside(['double'], "'b'", "a, 'b' ]")).toBe("'b'")
      expect(inside(['single'], 'is', 'it is')).toBe('is')
    })
    it('after characters beyond ASCII and the BMP', () =>
      expect(inside(['emoji'], 'where', '😀 then where')).toBe('where'))
    it('in a block of one line', () => expect(inside(['literal'], '1', 'select 1')).toBe('1'))
    it('that is escaped or folded: the whole text', () => {
      expect(marked(TEXT, yaml.placeInside(['escaped'], 2, 1))).toBe('"a\\tb"')
      expect(yaml.placeInside(['folded'], 12, 4)).toMatchObject({line: 8, column: 9})
    })
  })

  it('lead back to every text of any mapping', () => {
    const word = fc.stringMatching(/^[a-zé😀][a-z =<>'"é😀]{0,12}[a-zé😀]$/u)
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-zé]{1,5}$/), word, {minKeys: 1, maxKeys: 4}), data => {
        const text = stringify({first: 'ü', data})
        const parsed = parseYaml(text, 'x.yml')
        expect(parsed.data).toEqual({first: 'ü', data})
        for (const [key, value] of Object.entries(data)) {
          expect(marked(text, parsed.keyPlace(['data', key])).replace(/^["'](.*)["']$/, '$1')).toBe(key)
          const found = marked(text, parsed.place(['data', key]))
          expect([value, JSON.stringify(value), `'${value.replaceAll("'", "''")}'`]).toContain(found)
        }
      }),
    )
  })
})

describe('what YAML can hold wrongly', () => {
  it('is told with its place, and then there are no data', () => {
    const twice = parseYaml('a: 1\nb: 2\na: 3\n', 'x.yml')
    expect(twice.data).toBeUndefined()
    expect(twice.problems).toMatchObject([{code: 'yaml-syntax', severity: 'error', file: 'x.yml', line: 3, column: 1}])
    const broken = parseYaml('a: [1, 2\nb: 3\n', 'x.yml')
    expect(broken.data).toBeUndefined()
    expect(broken.problems[0]).toMatchObject({code: 'yaml-syntax', line: 2})
  })

  it('is a file that is missing', () => {
    const folder = join(temporary, 'missing')
    mkdirSync(folder)
    expect(readYaml(join(folder, 'none.yml'), 'none.yml').problems).toMatchObject([
      {code: 'missing-file', message: 'none.yml does not exist', file: 'none.yml'},
    ])
    writeFileSync(join(folder, 'some.yml'), 'a: 1\n')
    expect(readYaml(join(folder, 'some.yml'), 'some.yml')).toMatchObject({data: {a: 1}, problems: []})
  })
})

const temporary = temporaryFolder()
