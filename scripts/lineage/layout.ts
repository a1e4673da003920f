import {coordGreedy, decrossTwoLayer, type GraphNode, graphConnect, sugiyama, twolayerAgg} from 'd3-dag'
import {curveBumpX, line} from 'd3-shape'

const LETTER = 6.6
export const PAD = 8
export const HEIGHT = 24
export const HEAD = 28
const GAP = {x: 32, y: 8}

/** What is to be placed: in which column, from 0, is known. */
export interface Placeable {
  readonly id: string
  readonly label: string
  readonly column: number
}

/** Where everything stands, in pixels; the same in every language. */
export interface Layout<N extends Placeable = Placeable> {
  readonly width: number
  readonly height: number
  readonly boxes: readonly {readonly node: N; readonly x: number; readonly y: number; readonly width: number}[]
  /** One for each edge, in their order. */
  readonly paths: readonly string[]
  /** Left edge of each column. */
  readonly lefts: readonly number[]
}

/** Lays a graph out in columns, with few crossings: the fewer the more `passes`. Edges lead to later columns. */
export function layOut<N extends Placeable>(
  nodes: readonly N[],
  edges: readonly (readonly [string, string])[],
  passes = 2,
): Layout<N> {
  const byId = new Map(nodes.map(node => [node.id, node]))
  const columns = 1 + Math.max(...nodes.map(node => node.column))
  const widths = Array.from({length: columns}, (_, i) =>
    Math.max(...nodes.filter(node => node.column === i).map(node => node.label.length * LETTER + 2 * PAD)),
  )
  const lefts = widths.map((_, i) => widths.slice(0, i).reduce((sum, width) => sum + width + GAP.x, 0))
  if (edges.length === 0) {
    const boxes = nodes.map((node, i) => ({node, x: 0, y: HEAD + i * (HEIGHT + GAP.y), width: widths[0]!}))
    return {width: widths[0]!, height: HEAD + nodes.length * (HEIGHT + GAP.y) - GAP.y + 2, boxes, paths: [], lefts}
  }
  const joined = new Set(edges.flat())
  const alone = nodes.filter(node => !joined.has(node.id)).map((node): [string, string] => [node.id, node.id])
  const graph = graphConnect().single(true)([...(edges as [string, string][]), ...alone])
  const columnOf = (node: GraphNode<string>) => byId.get(node.data)!.column
  // the columns are given by what the nodes are; the library orders and places the nodes in them
  const inColumns = (dag: {nodes(): Iterable<GraphNode<string>>}) => {
    for (const node of dag.nodes()) node.y = columnOf(node)
    return columns - 1
  }
  const operator = sugiyama()
    .layering(inColumns as never)
    .decross(decrossTwoLayer().order(twolayerAgg()).passes(passes))
    .coord(coordGreedy())
    .nodeSize([HEIGHT, 1])
    .gap([GAP.y, 1])
  const {width: high} = operator(graph as never)
  const boxes = ([...graph.nodes()] as GraphNode<string>[]).map(node => {
    const found = byId.get(node.data)!
    return {node: found, x: lefts[found.column]!, y: HEAD + node.x - HEIGHT / 2, width: widths[found.column]!}
  })
  const boxOf = new Map(boxes.map(box => [box.node.id, box]))
  const pen = line().curve(curveBumpX)
  const drawn = new Map(
    [...graph.links()].map(link => {
      const [from, to] = [boxOf.get(link.source.data)!, boxOf.get(link.target.data)!]
      // across the columns between, a level piece at the height that the library keeps free
      const between = link.points.slice(1, -1).flatMap(([y], i): [number, number][] => {
        const column = from.node.column + 1 + i
        return [
          [lefts[column]!, HEAD + y],
          [lefts[column]! + widths[column]!, HEAD + y],
        ]
      })
      const points: [number, number][] = [
        [from.x + from.width, from.y + HEIGHT / 2],
        ...between,
        [to.x, to.y + HEIGHT / 2],
      ]
      return [`${from.node.id}\t${to.node.id}`, pen(points)!.replace(/(\.\d)\d+/g, '$1')] as const
    }),
  )
  return {
    width: lefts.at(-1)! + widths.at(-1)!,
    height: HEAD + high + 2,
    boxes,
    paths: edges.map(([from, to]) => drawn.get(`${from}\t${to}`)!),
    lefts,
  }
}

export function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
