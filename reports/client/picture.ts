import {copyDrawing} from './copy-drawing.ts'
import {ground, paint, wrapped} from './paint.ts'
import {writeText} from './picture-text.ts'

/** A figure as a picture of its own, in the colours and letters in which it is shown. */
export interface Picture {
  readonly svg: string
  readonly width: number
  readonly height: number
}

/** Around the figure. */
const MARGIN = 24
/** Not in pictures: what is folded away, what one clicks on, what is only heard. */
const LEFT_OUT = 'details, .exports, .choice label:not(:has(:checked)), input, .vh'

/** What has been drawn so far, and how far it reaches to the right and down. */
interface Sheet {
  readonly origin: DOMRect
  readonly parts: string[]
  right: number
  bottom: number
}

/** Draws a figure as it stands on the page, with a last line that says where the numbers are from. */
export function drawPicture(figure: HTMLElement, source: string): Picture {
  const line = document.createElement('p')
  line.className = 'source'
  line.textContent = source
  figure.append(line)
  figure.classList.add('pictured')
  try {
    const origin = figure.getBoundingClientRect()
    const sheet: Sheet = {origin, parts: [], right: origin.width, bottom: 0}
    for (const child of figure.children) drawElement(child, sheet)
    const width = Math.ceil(sheet.right + 2 * MARGIN)
    const height = Math.ceil(sheet.bottom + 2 * MARGIN)
    const title = figure.querySelector('h3, h4')?.textContent ?? ''
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${wrapped(getComputedStyle(document.body).fontFamily)}">
<title>${wrapped(title)}</title>
<rect width="${width}" height="${height}" fill="${ground()}"/>
<g transform="translate(${MARGIN} ${MARGIN})">
${sheet.parts.join('\n')}
</g>
</svg>
`
    return {svg, width, height}
  } finally {
    figure.classList.remove('pictured')
    line.remove()
  }
}

/** The picture in points, two by two for each of its own. */
export async function pngOf({svg, width, height}: Picture): Promise<Blob> {
  const image = new Image(width, height)
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}` // nothing from elsewhere: the canvas stays readable
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = 2 * width
  canvas.height = 2 * height
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error(`${canvas.width} × ${canvas.height}`)
  return blob
}

function drawElement(element: Element, sheet: Sheet): void {
  if (element.matches(LEFT_OUT)) return
  const style = getComputedStyle(element)
  if (style.display === 'none') return
  const box = element.getBoundingClientRect()
  const [x, y] = [box.left - sheet.origin.left, box.top - sheet.origin.top]
  sheet.right = Math.max(sheet.right, x + box.width)
  sheet.bottom = Math.max(sheet.bottom, y + box.height)
  if (element instanceof SVGSVGElement) {
    sheet.parts.push(copyDrawing(element, x, y))
    return
  }
  drawBox(style, {x, y, width: box.width, height: box.height}, sheet)
  for (const child of element.childNodes) {
    if (child instanceof Element) drawElement(child, sheet)
    else if (child instanceof Text) sheet.parts.push(...writeText(child, style, sheet.origin))
  }
}

interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** An element's ground and its borders. */
function drawBox(style: CSSStyleDeclaration, {x, y, width, height}: Place, {parts}: Sheet): void {
  const fill = (colour: string, at: Place) => {
    const painted = paint(colour)
    if (painted === 'none' || at.width === 0 || at.height === 0) return
    parts.push(
      `<rect x="${short(at.x)}" y="${short(at.y)}" width="${short(at.width)}" height="${short(at.height)}" fill="${painted}"/>`,
    )
  }
  fill(style.backgroundColor, {x, y, width, height})
  const side = (name: 'top' | 'right' | 'bottom' | 'left') =>
    style.getPropertyValue(`border-${name}-style`) === 'none'
      ? 0
      : Number.parseFloat(style.getPropertyValue(`border-${name}-width`))
  const [top, right, bottom, left] = [side('top'), side('right'), side('bottom'), side('left')]
  fill(style.borderTopColor, {x, y, width, height: top})
  fill(style.borderBottomColor, {x, y: y + height - bottom, width, height: bottom})
  fill(style.borderLeftColor, {x, y, width: left, height})
  fill(style.borderRightColor, {x: x + width - right, y, width: right, height})
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100)
}
