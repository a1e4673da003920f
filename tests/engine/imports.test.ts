import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {importCycle, importsOf, scanImports, wrongDirections} from './import-graph.ts'

/** Each room may import those before it and its own files. */
const ROOMS = [
  'core',
  'sql',
  'catalog',
  'compile',
  'plan',
  'lineage',
  'warehouse',
  'query',
  'browser',
  'execute',
  'verify',
  'results',
  'audit',
  'browser',
  'site',
  'explore',
  'publish',
  'compare',
  'dev',
  'commands',
  'ui',
  'cli',
]

describe('the rooms of scripts/', () => {
  const graph = scanImports(join(import.meta.dirname, '../../scripts'))

  test('were found, with their imports', () => {
    expect(graph.size).toBeGreaterThan(30)
    expect(graph.get('commands/build.ts')).toContain('execute/build.ts')
    expect(graph.get('cli/build.ts')).toContain('ui/build.ts')
    expect(graph.get('cli.ts')).toContain('cli/build.ts')
  })

  test('import in one direction only', () => {
    expect(wrongDirections(graph, ROOMS)).toEqual([])
  })

  test('have no circle of imports', () => {
    expect(importCycle(graph)).toBeUndefined()
  })
})

describe('the scanner', () => {
  test('finds every way to import', () => {
    const text = [
      "import {a} from './a.ts'",
      "import type {B} from '../b.ts'",
      'import {',
      '  c,',
      '  type D,',
      "} from './c.ts'",
      "import './d.ts'",
      "export * from './e.ts'",
      "export {f} from './f.ts'",
      "const g = async () => (await import('./g.ts')).g",
      'import h from "./h.ts"',
      "import {join} from 'node:path'",
      "// import {x} from './comment.ts'",
      "/* import {y} from './block.ts' */",
    ].join('\n')
    expect(importsOf(text)).toEqual(['./a.ts', '../b.ts', './c.ts', './d.ts', './e.ts', './f.ts', './g.ts', './h.ts'])
  })

  const rooms = ['low', 'high']

  test('accepts a graph that goes down', () => {
    const graph = new Map([
      ['low/a.ts', []],
      ['low/b.ts', ['low/a.ts']],
      ['high/c.ts', ['low/a.ts', 'low/b.ts']],
      ['cli.ts', ['high/c.ts']],
    ])
    expect(wrongDirections(graph, rooms)).toEqual([])
    expect(importCycle(graph)).toBeUndefined()
  })

  test('refuses what goes up, what lies nowhere and what is missing', () => {
    const graph = new Map([
      ['low/a.ts', ['high/b.ts', 'cli.ts', 'low/gone.ts']],
      ['high/b.ts', []],
      ['attic/c.ts', []],
      ['cli.ts', []],
    ])
    expect(wrongDirections(graph, rooms)).toEqual([
      'low/a.ts imports high/b.ts',
      'low/a.ts imports cli.ts',
      'low/a.ts imports low/gone.ts, which does not exist',
      'attic/c.ts is in no known room',
    ])
  })

  test('finds a circle, also within a room and after files without one', () => {
    const graph = new Map([
      ['low/a.ts', ['low/b.ts']],
      ['low/b.ts', []],
      ['low/c.ts', ['low/b.ts', 'low/d.ts']],
      ['low/d.ts', ['low/e.ts']],
      ['low/e.ts', ['low/c.ts']],
    ])
    expect(importCycle(graph)).toEqual(['low/c.ts', 'low/d.ts', 'low/e.ts', 'low/c.ts'])
    expect(importCycle(new Map([['low/a.ts', ['low/a.ts']]]))).toEqual(['low/a.ts', 'low/a.ts'])
  })
})
