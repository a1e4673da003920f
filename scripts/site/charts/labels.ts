/** Breaks a text at spaces, and longer words anywhere, into lines of about `width` characters; at most `most`, the last one shortened. */
export function wrap(text: string, width: number, most: number): string[] {
  const lines: string[] = []
  const longest = Math.max(1, Math.round(width * 1.3)) // a word may be somewhat longer than a line before it is broken
  for (const word of text.split(' ').flatMap(word => pieces(word, longest))) {
    const line = lines.at(-1)
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word)
  }
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1]}…`]
}

function pieces(word: string, longest: number): string[] {
  const characters = [...word]
  const count = Math.ceil(characters.length / longest)
  return Array.from({length: count}, (_, i) => characters.slice(i * longest, (i + 1) * longest).join(''))
}

/** Where labels go (their middles) so that none overlaps: as near as possible to where they belong, inside [top, bottom], in order. */
export function placeLabels(
  labels: readonly {readonly at: number; readonly size: number}[],
  top: number,
  bottom: number,
): number[] {
  const order = labels.map((_, i) => i).sort((a, b) => labels[a]!.at - labels[b]!.at || a - b)
  const places = labels.map(label => label.at)
  let edge = top
  for (const i of order) {
    const half = labels[i]!.size / 2
    places[i] = Math.max(places[i]!, edge + half)
    edge = places[i]! + half
  }
  edge = bottom
  for (const i of order.reverse()) {
    const half = labels[i]!.size / 2
    places[i] = Math.min(places[i]!, edge - half)
    edge = places[i]! - half
  }
  return places
}

/** About how wide a text is, in letters of usual width: capitals, figures and signs of other scripts are wider, strokes are narrower. */
export function lettersOf(text: string): number {
  const widths = [...text].map((character): number => {
    if (/[\u2066-\u2069]/.test(character)) return 0
    if (/[iljtf.,:;'|! ]/.test(character)) return 0.6
    if (/[\u2e80-\uffef\u{1f000}-\u{1ffff}]/u.test(character)) return 2
    return /[\p{Lu}mw@%&=+<>]/u.test(character) ? 1.35 : 1.05
  })
  return widths.reduce((sum, width) => sum + width, 0)
}

/** A point with the size of its label. */
export interface Labelled {
  readonly cx: number
  readonly cy: number
  readonly r: number
  readonly width: number
  readonly height: number
}

/** Where a label begins, is centred or ends, and its middle line. */
export interface LabelPlace {
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'middle' | 'end'
}

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Where points' labels go: right, left, above or below, inside the frame and on no other point or label; those of the first points first. None where there is no room. */
export function placeBeside(points: readonly Labelled[], frame: Box): (LabelPlace | undefined)[] {
  const taken: Box[] = points.map(({cx, cy, r}) => ({left: cx - r, right: cx + r, top: cy - r, bottom: cy + r}))
  return points.map(({cx, cy, r, width, height}, i) => {
    const beside = r + 4
    const above = r + height / 2 + 1
    const places: readonly LabelPlace[] = [
      {x: cx + beside, y: cy, anchor: 'start'},
      {x: cx - beside, y: cy, anchor: 'end'},
      {x: cx, y: cy - above, anchor: 'middle'},
      {x: cx, y: cy + above, anchor: 'middle'},
    ]
    for (const place of places) {
      const left = place.x - {start: 0, middle: width / 2, end: width}[place.anchor]
      const box = {left, right: left + width, top: place.y - height / 2, bottom: place.y + height / 2}
      const inside =
        box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom
      if (!inside || taken.some((other, j) => j !== i && overlap(box, other))) continue
      taken.push(box)
      return place
    }
    return undefined
  })
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}
