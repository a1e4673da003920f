/** Puts an entry last into a map of at most `limit` entries; gives the values that had to go, those that were put longest ago. */
export function keepRecent<K, V>(map: Map<K, V>, key: K, value: V, limit: number): V[] {
  map.delete(key)
  map.set(key, value)
  const gone = [...map].slice(0, Math.max(0, map.size - limit))
  for (const [old] of gone) map.delete(old)
  return gone.map(([, dropped]) => dropped)
}
