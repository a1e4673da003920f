import {Document, isCollection, isMap, isScalar, type Node, type Pair, parseDocument, visit} from 'yaml'

const WRITING = {lineWidth: 0, flowCollectionPadding: false} as const

/**
 * Adds an entry at the end of the mapping that is at a key of a YAML text, leaving every other byte as it is; the key is added where it is
 * missing. A mapping written in braces is written anew by the library, comments kept.
 */
export function addToYaml(text: string, section: string, key: string, value: unknown): string {
  const document = parseDocument(text)
  const pairs = isMap(document.contents) ? (document.contents.items as Pair<Node, Node | null>[]) : []
  const pair = pairs.find(each => isScalar(each.key) && each.key.value === section)
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`
  if (!pair) return `${before}${text === '' ? '' : '\n'}${yamlText({[section]: {[key]: value}})}`
  const map = pair.value
  if (isMap(map) && !map.flow && map.items.length > 0) {
    const first = map.items[0]!.key as Node
    const indent = first.range![0] - text.lastIndexOf('\n', first.range![0]) - 1
    const end = lineAfter(before, lastLeaf(map))
    const entry = yamlText({[key]: value}).replaceAll(/^(?=.)/gm, ' '.repeat(indent))
    return before.slice(0, end) + entry + before.slice(end)
  }
  if (isMap(map)) {
    if (map.items.length === 0) map.flow = false
    map.set(key, document.createNode(value))
  } else document.set(section, document.createNode({[key]: value}))
  return document.toString(WRITING)
}

/** A value as a YAML text: a mapping of plain values within another stands in braces, and so does a list of them in brackets. */
export function yamlText(value: unknown): string {
  const document = new Document(value)
  visit(document, {
    Collection: (_, node, path) => {
      const inner = node.items.map(item => (isScalar(item) || isCollection(item) ? item : (item as Pair).value))
      if (path.length > 2 && inner.every(each => !isCollection(each))) node.flow = true
    },
  })
  return document.toString(WRITING)
}

/** The last thing written in a block. */
function lastLeaf(node: Node): Node {
  if (!isCollection(node) || node.flow || node.items.length === 0) return node
  const last = node.items.at(-1)!
  return lastLeaf(isMap(node) ? (((last as Pair).value ?? (last as Pair).key) as Node) : (last as Node))
}

/** Where the line after a node begins; a comment beside it stays beside it. */
function lineAfter(text: string, {range}: Node): number {
  const end = range![1]
  if (text[end - 1] === '\n') return end
  const next = text.indexOf('\n', end)
  return next === -1 ? text.length : next + 1
}
