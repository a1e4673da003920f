import {letterFamily, paint} from './paint.ts'

/** What the style sheet says about a drawing, and what holds where nothing is said. */
const LOOK: Readonly<Record<string, string>> = {
  'stroke-width': '1px',
  'stroke-dasharray': 'none',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  'stroke-opacity': '1',
  'fill-opacity': '1',
  opacity: '1',
}
const LETTERS = ['font-size', 'font-weight', 'text-anchor', 'font-variant-numeric']
const PAGE_ONLY = ['class', 'style', 'tabindex', 'role', 'aria-label']
const SHAPES = 'path, line, rect, circle, ellipse, polygon, polyline, text, tspan'

/** A drawing of the page at a place of the picture; what came from the style sheet is written into it. */
export function copyDrawing(svg: SVGSVGElement, x: number, y: number): string {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const copies = [...copy.querySelectorAll(SHAPES)]
  for (const [i, element] of [...svg.querySelectorAll(SHAPES)].entries()) writeLook(element, copies[i]!)
  for (const element of [copy, ...copy.querySelectorAll('*')]) {
    // variables of the style sheet mean nothing elsewhere: what they come to stands in the shapes themselves
    for (const {name, value} of [...element.attributes])
      if (PAGE_ONLY.includes(name) || value.includes('var(')) element.removeAttribute(name)
  }
  for (const [from, to] of textPairs(svg, copy)) to.setAttribute('style', `white-space:pre;${letters(from)}`)
  const {width, height} = svg.getBoundingClientRect()
  const place = {x, y, width, height}
  for (const [name, value] of Object.entries(place)) copy.setAttribute(name, String(Math.round(value * 100) / 100))
  copy.setAttribute('overflow', 'visible')
  return new XMLSerializer().serializeToString(copy)
}

function textPairs(svg: SVGSVGElement, copy: SVGSVGElement): (readonly [Element, Element])[] {
  const copies = [...copy.querySelectorAll('text')]
  return [...svg.querySelectorAll('text')].map((text, i) => [text, copies[i]!] as const)
}

function letters(element: Element): string {
  const style = getComputedStyle(element)
  return letterFamily(style) + LETTERS.map(name => `${name}:${style.getPropertyValue(name)}`).join(';')
}

function writeLook(element: Element, copy: Element): void {
  const style = getComputedStyle(element)
  copy.setAttribute('fill', style.fill.startsWith('url') ? style.fill : paint(style.fill))
  const stroke = style.stroke === 'none' ? 'none' : paint(style.stroke)
  if (stroke === 'none') copy.removeAttribute('stroke')
  else copy.setAttribute('stroke', stroke)
  for (const [name, usual] of Object.entries(LOOK)) {
    const value = style.getPropertyValue(name)
    if (value === usual || (stroke === 'none' && name.startsWith('stroke'))) copy.removeAttribute(name)
    else copy.setAttribute(name, value)
  }
}
