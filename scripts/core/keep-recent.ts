/**
 * Puts an entry last into a map that holds at most `limit`: entries, or the sum of what `sizeOf` says of each. Gives the values that had
 * to go, those that were put longest ago; the new one stays whatever its size.
 */
export function keepRecent<K, V>(
  map: Map<K, V>,
  key: K,
  value: V,
  limit: number,
  sizeOf: (entry: readonly [K, V]) => number = () => 1,
): V[] {
  map.delete(key)
  map.set(key, value)
  let size = [...map].reduce((sum, entry) => sum + sizeOf(entry), 0)
  const gone: V[] = []
  for (const entry of map) {
    if (size <= limit || entry[0] === key) break
    size -= sizeOf(entry)
    map.delete(entry[0])
    gone.push(entry[1])
  }
  return gone
}
