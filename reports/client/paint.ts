const canvas = document.createElement('canvas')
canvas.width = 1
canvas.height = 1
const painted = new Map<string, string>()

/** A computed colour as any program reads it (`#0072b2`, `rgba(…)`, `none`): style sheets may mix colours in ways that only browsers know. */
export function paint(colour: string): string {
  if (colour === 'none') return colour
  const known = painted.get(colour)
  if (known !== undefined) return known
  const pen = canvas.getContext('2d', {willReadFrequently: true})!
  pen.clearRect(0, 0, 1, 1)
  pen.fillStyle = colour
  pen.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data
  const hex = [red, green, blue].map(part => part.toString(16).padStart(2, '0')).join('')
  const result =
    alpha === 0 ? 'none' : alpha === 255 ? `#${hex}` : `rgba(${red},${green},${blue},${(alpha / 255).toFixed(3)})`
  painted.set(colour, result)
  return result
}

/** The paper that is shown. */
export function ground(): string {
  const colour = paint(getComputedStyle(document.body).backgroundColor)
  return colour === 'none' ? '#fff' : colour
}

/** The letters of an element as a declaration; nothing where they are those of the whole page. */
export function letterFamily({fontFamily}: CSSStyleDeclaration): string {
  return fontFamily === getComputedStyle(document.body).fontFamily ? '' : `font-family:${fontFamily};`
}

/** A text as XML text or attribute value; characters that XML can't hold are left out. */
export function wrapped(text: string): string {
  return text
    .replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
}
