import {isDirect} from './dependencies.ts'
import {KINDS, type Kind, type LineageEdge, type LineageNode, type Part} from './graph.ts'
import {labelOf} from './label.ts'
import {HEAD, HEIGHT, layOut, PAD, rounded} from './layout.ts'
import {type Placed, placed} from './place.ts'

const MARGIN = 16
const FOOT = 28
/** One picture may take its time. */
const PASSES = 6

const HEADS: Readonly<Record<Kind, string>> = {
  source: 'Sources',
  instant: 'Last instant',
  staging: 'Staging',
  fact: 'Facts',
  calendar: 'Calendar',
  measures: 'Measures',
  kpi: 'KPIs',
  chart: 'Charts and tables',
  mart: 'Marts',
}

const STYLE = `
svg { --paper: #fff; --ink: #1a1c1f; --ink-2: #54585e; --ink-3: #8b9097; --line: #dfe2e6; --accent: #0072b2; color-scheme: light dark }
@media (prefers-color-scheme: dark) { svg { --paper: #15171a; --ink: #eceef0; --ink-2: #aab0b7; --ink-3: #7c838b; --line: #33383e; --accent: #5fb4e8 } }
text { font: 11px ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace; fill: var(--ink-2) }
.head, .foot { font-family: system-ui, "Liberation Sans", sans-serif }
.head { font-weight: 600; fill: var(--ink) }
.paper { fill: var(--paper) }
path { fill: none; stroke: var(--ink-3) }
.decides { stroke-dasharray: 3 3 }
rect { fill: var(--paper); stroke: var(--line) }
.paper { stroke: none }
.kpi rect, .chart rect { stroke: var(--accent) }
.root rect { fill: var(--accent); stroke: var(--accent) }
.root text { fill: var(--paper) }
`

interface Box extends Placed {
  readonly id: string
  readonly label: string
}

/**
 * A part of a graph as a picture that stands alone: no other file, light and dark, its title and description for those who can't see it.
 * Dashed lines only decide. The same part gives the same bytes.
 */
export function standaloneSvg({root, nodes, edges}: Part, titles: ReadonlyMap<string, string>): string {
  const boxes = placed(nodes, edges).map((each): Box => ({...each, id: each.node.id, label: labelOf(each.node)}))
  const layout = layOut(
    boxes,
    edges.map(({from, to}) => [from, to]),
    PASSES,
  )
  const ofColumns = edges.some(edge => edge.ways.length > 0)
  const width = Math.ceil(layout.width + 2 * MARGIN)
  const height = Math.ceil(layout.height + 2 * MARGIN + (ofColumns ? FOOT : 0))
  const drawn = layout.boxes.map(({node: {node, label}, x, y, width: wide}) => {
    const title = titles.get(node.id)
    return `<g class="${node.id === root.id ? 'root' : node.kind}">${title === undefined ? '' : `<title>${xml(title)}</title>`}<rect x="${rounded(x)}" y="${rounded(y)}" width="${rounded(wide)}" height="${HEIGHT}" rx="2"/><text x="${rounded(x + PAD)}" y="${rounded(y + 16)}">${xml(label)}</text></g>`
  })
  const lines = layout.paths.map((path, i) => `<path${decides(edges[i]!) ? ' class="decides"' : ''} d="${path}"/>`)
  const heads = KINDS.flatMap((kind, layer) => {
    const columns = boxes.filter(each => each.layer === layer).map(each => each.column)
    if (columns.length === 0) return []
    return [
      `<text class="head" x="${rounded(layout.lefts[Math.min(...columns)]!)}" y="${HEAD - 14}">${HEADS[kind]}</text>`,
    ]
  })
  const foot = `<text class="foot" x="0" y="${rounded(layout.height + 20)}">A solid line: the value comes from it. A dashed line: it only decides (filter, join, group, …).</text>`
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">Lineage of ${xml(root.id)}</title>`,
    `<desc id="description">${xml(inWords(nodes, edges))}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    `<g transform="translate(${MARGIN} ${MARGIN})">`,
    ...lines,
    ...drawn,
    ...heads,
    ...(ofColumns ? [foot] : []),
    '</g>',
    '</svg>',
  ].join('\n')}\n`
}

function decides({ways}: LineageEdge): boolean {
  return ways.length > 0 && !ways.some(isDirect)
}

/** The picture's content as sentences. */
function inWords(nodes: readonly LineageNode[], edges: readonly LineageEdge[]): string {
  return nodes
    .flatMap(node => {
      const from = edges.filter(edge => edge.to === node.id).map(edge => edge.from)
      return from.length === 0 ? [] : [`${labelOf(node)} depends on ${from.join(', ')}.`]
    })
    .join(' ')
}

function xml(text: string): string {
  return text.replace(/[&<>"]/g, char => `&#${char.charCodeAt(0)};`)
}
