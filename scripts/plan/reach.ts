import type {Item} from './selectable.ts'

/** Ids of what lies up to `steps` upstream of some items. */
export function upstreamOf(items: readonly Item[], from: readonly string[], steps: number): Set<string> {
  if (steps === 0) return new Set()
  const byId = new Map(items.map(item => [item.id, item]))
  return walk(from, steps, id => (byId.get(id)?.upstream ?? []).filter(each => byId.has(each)))
}

/** Ids of what lies up to `steps` downstream of some items. */
export function downstreamOf(items: readonly Item[], from: readonly string[], steps: number): Set<string> {
  if (steps === 0) return new Set()
  const readers = new Map<string, string[]>()
  for (const item of items) {
    for (const id of item.upstream) {
      const known = readers.get(id)
      if (known) known.push(item.id)
      else readers.set(id, [item.id])
    }
  }
  return walk(from, steps, id => readers.get(id) ?? [])
}

function walk(from: readonly string[], steps: number, next: (id: string) => readonly string[]): Set<string> {
  const reached = new Set<string>()
  let edge = [...from]
  for (let step = 0; step < steps && edge.length > 0; step++) {
    const further: string[] = []
    for (const id of edge) {
      for (const neighbour of next(id)) {
        if (reached.has(neighbour)) continue
        reached.add(neighbour)
        further.push(neighbour)
      }
    }
    edge = further
  }
  return reached
}
