import type {CompiledNode} from '../compile/nodes.ts'

/** The `unique_id` of a node: `model.fct_orders`, `measures.orders_by_ordered_at`, `macro.shop_card_1`. */
export function nodeId({kind, name}: Pick<CompiledNode, 'kind' | 'name'>): string {
  if (kind === 'measures' || kind === 'macro') return `${kind}.${name.slice(kind.length + 1)}`
  return `model.${name}`
}

/** The `unique_id` of what a node reads: another node, or a source (`source:orders`). */
export function idOf(name: string, nodes: ReadonlyMap<string, CompiledNode>): string {
  const node = nodes.get(name)
  return node ? nodeId(node) : name.replace(':', '.')
}

/** The `unique_id` of a test: a data test, a unit test of a model, a golden example. */
export function testId(kind: 'test' | 'unit_test' | 'example', name: string, file?: string): string {
  const stem =
    file === undefined
      ? ''
      : `${file
          .split('/')
          .at(-1)!
          .replace(/\.ya?ml$/, '')}.`
  return `${kind}.${stem}${name}`
}
