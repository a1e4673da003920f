import {HEIGHT, type Layout, layOut, PAD, rounded} from '../../lineage/layout.ts'
import {html, type Markup, raw} from '../html.ts'
import {LAYERS, type Layer, type Lineage, type LineageNode} from './lineage.ts'
import {fileOf} from './more.ts'
import {entryOf, linkTo, nameOf, type Sheet} from './sheet.ts'

/** Where everything stands; the same in every language. */
export interface Picture extends Layout<LineageNode> {
  readonly lineage: Lineage
  /** Left edge of each layer that has nodes. */
  readonly heads: readonly {readonly layer: Layer; readonly x: number}[]
}

/** Lays a lineage out. */
export function pictureOf(lineage: Lineage): Picture {
  const {nodes, edges} = lineage
  const layout = layOut(nodes, edges)
  const heads = LAYERS.flatMap(layer => {
    const columns = nodes.filter(node => node.layer === layer).map(node => node.column)
    return columns.length === 0 ? [] : [{layer, x: layout.lefts[Math.min(...columns)]!}]
  })
  return {...layout, lineage, heads}
}

/** The picture in a frame that scrolls, and the same as a list. */
export function picture(sheet: Sheet, ref: string, {lineage, width, height, boxes, paths, heads}: Picture): Markup {
  const {words} = sheet
  const drawn = boxes.map(({node, x, y, width: wide}) => {
    const at = raw(`x="${rounded(x)}" y="${rounded(y)}" width="${rounded(wide)}" height="${HEIGHT}"`)
    const label = html`<rect ${at} rx="2"/><text x="${rounded(x + PAD)}" y="${rounded(y + 16)}">${node.label}</text>`
    return node.ref === undefined
      ? html`<g class="in-${node.layer}">${label}</g>`
      : html`<a class="in-${node.layer}" href="${fileOf(node.ref)}" aria-label="${node.ref}: ${nameOf(sheet, node.ref)}">${label}</a>`
  })
  const titles = heads.map(
    ({layer, x}) => html`<text class="head" x="${rounded(x)}" y="14">${words.layers[layer]}</text>`,
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
