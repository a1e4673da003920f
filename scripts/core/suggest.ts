/** Damerau-Levenshtein distance (adjacent transposition = 1), case-insensitive. */
export function distance(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()]
  let before: number[] = []
  let previous = Array.from({length: right.length + 1}, (_, j) => j)
  for (let i = 1; i <= left.length; i++) {
    const current = [i]
    for (let j = 1; j <= right.length; j++) {
      const cost = left[i - 1] === right[j - 1] ? 0 : 1
      let best = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + cost)
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        best = Math.min(best, before[j - 2]! + 1)
      }
      current.push(best)
    }
    before = previous
    previous = current
  }
  return previous[right.length]!
}

/** The valid name nearest to what was written, when one is near enough to be what was meant; else the shortest that it begins, or that begins it. */
export function nearest(written: string, valid: Iterable<string>): string | undefined {
  const names = [...valid]
  const limit = Math.max(1, Math.floor(written.length / 3))
  let best: {name: string; far: number} | undefined
  for (const name of names) {
    const far = distance(written, name)
    if (far <= limit && (best === undefined || far < best.far)) best = {name, far}
  }
  if (best !== undefined) return best.name
  const begins = (long: string, short: string) =>
    short.length > 2 && long.toLowerCase().startsWith(`${short.toLowerCase()}_`)
  const begun = names.filter(name => begins(name, written) || begins(written, name))
  return begun.sort((a, b) => a.length - b.length)[0]
}

/** A hint: the nearest valid name, else the valid names (the first twelve). */
export function suggestion(written: string, valid: Iterable<string>, what = 'names'): string {
  const names = [...valid]
  const near = nearest(written, names)
  if (near !== undefined) return `did you mean "${near}"?`
  if (names.length === 0) return `there are no ${what}`
  const shown = names.slice(0, 12).join(', ')
  return `${what}: ${shown}${names.length > 12 ? `, … (${names.length} in all)` : ''}`
}
