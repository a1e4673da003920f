import {readFileSync} from 'node:fs'
import {isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument, type Scalar} from 'yaml'
import {recall, remember} from './cache.ts'
import {fingerprint} from './hash.ts'
import {fault, type Problem} from './problem.ts'

export type YamlPath = readonly (string | number)[]

export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly length?: number
}

/** A YAML document with the place of each key and value. `data` is plain JavaScript, unchecked. */
export interface YamlFile {
  readonly file: string
  readonly text: string
  readonly data: unknown
  readonly problems: readonly Problem[]
  /** Place of the value at `path`, or of the nearest enclosing one that exists. */
  place(path: YamlPath): Place
  /** Place of the key at `path` (its last element), or of the nearest enclosing value. */
  keyPlace(path: YamlPath): Place
  /** Place of the character at `offset` inside the string at `path`, where its text stands unescaped; else of the string. */
  placeInside(path: YamlPath, offset: number, length?: number): Place
}

/**
 * Reads and parses a YAML file (YAML 1.2 core; duplicate keys are problems). `shown` is the path that problems name. The data of
 * a file without problems is remembered by its content, since parsing with positions costs more than all the rest of a query:
 * positions are worked out when one is asked for.
 */
export function readYaml(absolute: string, shown: string): YamlFile {
  let text: string
  try {
    text = readFileSync(absolute, 'utf8')
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : (error as Error).message
    return {
      ...parseYaml('', shown),
      data: undefined,
      problems: [fault('missing-file', `${shown} ${reason}`, {file: shown})],
    }
  }
  const remembered = recall(`yaml-${fingerprint(text)}`)
  if (remembered !== undefined) {
    let parsed: YamlFile | undefined
    const parse = () => (parsed ??= parseYaml(text, shown))
    return {
      file: shown,
      text,
      data: remembered,
      problems: [],
      place: path => parse().place(path),
      keyPlace: path => parse().keyPlace(path),
      placeInside: (path, offset, length) => parse().placeInside(path, offset, length),
    }
  }
  const parsed = parseYaml(text, shown)
  if (parsed.problems.length === 0) remember(`yaml-${fingerprint(text)}`, parsed.data)
  return parsed
}

/** Parses YAML text; see `readYaml`. */
export function parseYaml(text: string, file: string): YamlFile {
  const lines = new LineCounter()
  const doc = parseDocument(text, {lineCounter: lines, prettyErrors: false, uniqueKeys: true})
  const problems = [...doc.errors, ...doc.warnings].map((issue): Problem => {
    const {line, col} = lines.linePos(issue.pos[0])
    return {
      code: 'yaml-syntax',
      severity: doc.warnings.includes(issue as never) ? 'warning' : 'error',
      message: issue.code === 'DUPLICATE_KEY' ? 'this key is written twice in the same mapping' : issue.message,
      file,
      line: Math.max(1, line),
      column: Math.max(1, col),
      length: Math.max(1, issue.pos[1] - issue.pos[0]),
    }
  })
  const at = (start: number, end: number): Place => {
    const {line, col} = lines.linePos(start)
    const firstLine = text.slice(start, end).split('\n', 1)[0] ?? ''
    return {file, line: Math.max(1, line), column: Math.max(1, col), length: Math.max(1, firstLine.trimEnd().length)}
  }
  const ofNode = (node: Node | null | undefined): Place =>
    node?.range ? at(node.range[0], node.range[1]) : {file, line: 1, column: 1}

  /** The node at the path, or the deepest existing one on the way; with the key node that led to it. */
  const find = (path: YamlPath): {node: Node | null; key: Node | null; depth: number} => {
    let node = doc.contents as Node | null
    let key: Node | null = null
    for (const [depth, step] of path.entries()) {
      if (isMap(node)) {
        const pair = node.items.find(
          item => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step),
        )
        if (!pair) return {node, key, depth}
        key = pair.key as Node
        node = (pair.value as Node | null) ?? key
      } else if (isSeq(node) && typeof step === 'number' && node.items[step] !== undefined) {
        node = node.items[step] as Node
        key = node
      } else return {node, key, depth}
    }
    return {node, key, depth: path.length}
  }

  return {
    file,
    text,
    data: problems.some(problem => problem.severity === 'error') ? undefined : doc.toJS(),
    problems,
    place: path => {
      const found = find(path)
      return ofNode(found.depth < path.length ? (found.key ?? found.node) : found.node)
    },
    keyPlace: path => {
      const found = find(path)
      return ofNode(found.key ?? found.node)
    },
    placeInside: (path, offset, length) => {
      const {node, depth} = find(path)
      if (depth === path.length && isScalar(node) && node.range) {
        const start = contentStart(node, text)
        const value = String(node.value)
        if (start !== undefined && text.slice(start, start + value.length) === value) {
          const place = at(start + offset, start + offset + 1)
          return length === undefined ? place : {...place, length}
        }
      }
      return ofNode(node)
    },
  }
}

/** Where a scalar's text begins in the source: after its quote, or for blocks and folded text unknown. */
function contentStart(node: Scalar, text: string): number | undefined {
  const start = node.range![0]
  if (node.type === 'PLAIN') return start
  if (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') return start + 1
  if (node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL') {
    const match = /^[^\n]*\n\s*/.exec(text.slice(start))
    return match ? start + match[0].length : undefined
  }
  return undefined
}
