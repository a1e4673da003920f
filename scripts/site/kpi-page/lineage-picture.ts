import {coordGreedy, decrossTwoLayer, type GraphNode, graphConnect, sugiyama, twolayerAgg} from 'd3-dag'
import {curveBumpX, line} from 'd3-shape'
import {html, type Markup, raw} from '../html.ts'
import {LAYERS, type Layer, type Lineage, type LineageNode} from './lineage.ts'
import {fileOf} from './more.ts'
import {entryOf, linkTo, nameOf, type Sheet} from './sheet.ts'

const LETTER = 6.6
const PAD = 8
const HEIGHT = 24
const GAP = {x: 32, y: 8}
const HEAD = 28

/** Where everything stands; the same in every language. */
export interface Layout {
  readonly lineage: Lineage
  readonly width: number
  readonly height: number
  readonly boxes: readonly {
    readonly node: LineageNode
    readonly x: number
    readonly y: number
    readonly width: number
  }[]
  readonly paths: readonly string[]
  /** Left edge of each layer that has nodes. */
  readonly heads: readonly {readonly layer: Layer; readonly x: number}[]
}

/** Lays a lineage out in columns, with few crossings. */
export function layOut(lineage: Lineage): Layout {
  const {nodes, edges} = lineage
  const byId = new Map(nodes.map(node => [node.id, node]))
  const columns = 1 + Math.max(...nodes.map(node => node.column))
  const widths = Array.from({length: columns}, (_, i) =>
    Math.max(...nodes.filter(node => node.column === i).map(node => node.label.length * LETTER + 2 * PAD)),
  )
  const lefts = widths.map((_, i) => widths.slice(0, i).reduce((sum, width) => sum + width + GAP.x, 0))
  if (edges.length === 0) {
    const [node] = nodes as readonly [LineageNode]
    const boxes = [{node, x: 0, y: HEAD, width: widths[0]!}]
    return {lineage, width: widths[0]!, height: HEAD + HEIGHT + 2, boxes, paths: [], heads: [{layer: node.layer, x: 0}]}
  }
  const graph = graphConnect()(edges as [string, string][])
  const columnOf = (node: GraphNode<string>) => byId.get(node.data)!.column
  // the columns are given by what the nodes are; the library orders and places the nodes in them
  const inColumns = (dag: {nodes(): Iterable<GraphNode<string>>}) => {
    for (const node of dag.nodes()) node.y = columnOf(node)
    return columns - 1
  }
  const operator = sugiyama()
    .layering(inColumns as never)
    .decross(decrossTwoLayer().order(twolayerAgg()).passes(2))
    .coord(coordGreedy())
    .nodeSize([HEIGHT, 1])
    .gap([GAP.y, 1])
  const {width: high} = operator(graph as never)
  const placed = [...graph.nodes()] as GraphNode<string>[]
  const boxes = placed.map(node => {
    const found = byId.get(node.data)!
    return {node: found, x: lefts[found.column]!, y: HEAD + node.x - HEIGHT / 2, width: widths[found.column]!}
  })
  const boxOf = new Map(boxes.map(box => [box.node.id, box]))
  const pen = line().curve(curveBumpX)
  const paths = [...graph.links()].map(link => {
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
    return pen(points)!.replace(/(\.\d)\d+/g, '$1')
  })
  const heads = LAYERS.flatMap(layer => {
    const first = nodes.filter(node => node.layer === layer).map(node => node.column)
    return first.length === 0 ? [] : [{layer, x: lefts[Math.min(...first)]!}]
  })
  return {lineage, width: lefts.at(-1)! + widths.at(-1)!, height: HEAD + high + 2, boxes, paths, heads}
}

/** The picture in a frame that scrolls, and the same as a list. */
export function picture(sheet: Sheet, ref: string, {lineage, width, height, boxes, paths, heads}: Layout): Markup {
  const {words} = sheet
  const drawn = boxes.map(({node, x, y, width: wide}) => {
    const at = raw(`x="${round(x)}" y="${round(y)}" width="${round(wide)}" height="${HEIGHT}"`)
    const label = html`<rect ${at} rx="2"/><text x="${round(x + PAD)}" y="${round(y + 16)}">${node.label}</text>`
    return node.ref === undefined
      ? html`<g class="in-${node.layer}">${label}</g>`
      : html`<a class="in-${node.layer}" href="${fileOf(node.ref)}" aria-label="${node.ref}: ${nameOf(sheet, node.ref)}">${label}</a>`
  })
  const titles = heads.map(
    ({layer, x}) => html`<text class="head" x="${round(x)}" y="14">${words.layers[layer]}</text>`,
  )
  const lines = LAYERS.flatMap(layer => {
    const here = lineage.nodes.filter(node => node.layer === layer)
    if (here.length === 0) return []
    const items = here.map(
      ({label, ref: to}) => html`<li>${to === undefined ? html`<code>${label}</code>` : linkTo(sheet, to)}</li>`,
    )
    return [html`<div><dt>${words.layers[layer]}</dt> <dd><ul>${items}</ul></dd></div>`]
  })
  const name = `${words.lineage}: ${sheetName(sheet, ref)}`
  return html`<p class="lead">${words.lineageLead}${lineage.more > 0 && html` (${words.moreRows(String(lineage.more))})`}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="${name}">
    <svg class="lineage" viewBox="0 0 ${Math.ceil(width + 2)} ${Math.ceil(height)}" width="${Math.ceil(width + 2)}" style="min-width:${Math.ceil((width + 2) * 0.85)}px" role="group" aria-label="${name}">
    ${paths.map(path => html`<path d="${path}"/>`)}${drawn}${titles}</svg></div>
    <details><summary>${words.lineageList}</summary><dl class="parts">${lines}</dl></details>`
}

function sheetName(sheet: Sheet, ref: string): string {
  return entryOf(sheet, ref).name[sheet.language] ?? ref
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
