/** Breaks a text at spaces into lines of about `width` characters; at most `most`, the last one shortened. */
export function wrap(text: string, width: number, most: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const line = lines.at(-1)
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word)
  }
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1]}…`]
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
