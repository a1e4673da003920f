import {letterFamily, paint, wrapped} from './paint.ts'

/** A piece of a text that stands on one line of the page. */
interface Line {
  text: string
  left: number
  right: number
  readonly top: number
  readonly height: number
}

/** A text of the page as texts of a picture, one for each line into which it is broken there. */
export function writeText(node: Text, style: CSSStyleDeclaration, origin: DOMRect): string[] {
  if (node.data.trim() === '') return []
  const pen = document.createElement('canvas').getContext('2d')!
  pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
  const {fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent} = pen.measureText('x')
  // figures keep their right edge even where another program has other letters
  const atEnd = style.textAlign === 'right' || style.textAlign === 'end'
  const look = `font-size="${Number.parseFloat(style.fontSize)}" font-weight="${style.fontWeight}" fill="${paint(style.color)}"`
  const spacing = style.letterSpacing === 'normal' ? '' : ` letter-spacing="${Number.parseFloat(style.letterSpacing)}"`
  return linesOf(node).map(({text, left, right, top, height}) => {
    const x = (atEnd ? right : left) - origin.left
    const y = top - origin.top + (height - ascent - descent) / 2 + ascent
    return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${atEnd ? ' text-anchor="end"' : ''} ${look}${spacing} style="${wrapped(letterFamily(style))}white-space:pre;font-variant-numeric:${style.fontVariantNumeric}">${wrapped(atEnd ? text : text.trimEnd())}</text>`
  })
}

/** Character by character, since a browser tells where each of them stands, but not where it breaks lines. */
function linesOf(node: Text): Line[] {
  const range = document.createRange()
  const lines: Line[] = []
  let at = 0
  for (const character of node.data) {
    range.setStart(node, at)
    at += character.length
    range.setEnd(node, at)
    const rect = [...range.getClientRects()].at(-1)
    const isSpace = /\s/.test(character) && character !== '\u00a0'
    if (!rect || (isSpace && rect.width === 0)) continue
    const line = lines.at(-1)
    if (line && Math.abs(rect.top - line.top) < line.height / 2) {
      line.text += isSpace ? ' ' : character
      line.left = Math.min(line.left, rect.left)
      line.right = Math.max(line.right, rect.right)
    } else if (!isSpace) {
      lines.push({text: character, left: rect.left, right: rect.right, top: rect.top, height: rect.height})
    }
  }
  return lines
}
