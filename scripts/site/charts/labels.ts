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
