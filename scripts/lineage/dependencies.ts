/**
 * How a column depends on another. Its value comes from the other one: as it is, transformed, or aggregated. Or the other one only
 * decides: which rows there are (filter, join, group, sort), which rows a window holds, which case applies.
 * The words are OpenLineage's; `rows` is a relation's rows as such, `unknown` what could not be read.
 */
export const DIRECT = ['identity', 'transformation', 'aggregation'] as const
export const INDIRECT = ['conditional', 'filter', 'join', 'group', 'sort', 'window', 'rows', 'unknown'] as const
export type Way = (typeof DIRECT)[number] | (typeof INDIRECT)[number]

/** What a column is to a KPI, beyond how its value comes about. */
export type Role = 'anchor' | 'condition' | 'entity' | 'having' | 'related' | 'breakdown' | 'part'

/** Of a relation that holds several things, one below the other: which ones, by the column that tells them apart. */
export type Slice = Readonly<Record<string, readonly string[]>>

/** A column of another relation, or (without `column`) its rows. */
export interface Dependency {
  /** A node's name or `source:NAME`. */
  readonly relation: string
  readonly column?: string
  readonly way: Way
  readonly slice?: Slice
  /** Of a KPI's: what the column is to it. */
  readonly as?: Role
  /** While a query is read: which of its scans of the relation, where that holds several things. */
  readonly scan?: number
}

/** What something depends on, each once: a column that its value comes from in several ways is there with the farthest. */
export type Dependencies = ReadonlyMap<string, Dependency>

export const NONE: Dependencies = new Map()

export function isDirect(way: Way): boolean {
  return (DIRECT as readonly string[]).includes(way)
}

/** What the parts depend on, together. */
export function union(...parts: readonly Dependencies[]): Dependencies {
  const filled = parts.filter(part => part.size > 0)
  if (filled.length <= 1) return filled[0] ?? NONE
  const all = new Map<string, Dependency>()
  for (const part of filled) for (const each of part.values()) put(all, each)
  return all
}

export function dependencies(list: Iterable<Dependency>): Dependencies {
  const all = new Map<string, Dependency>()
  for (const each of list) put(all, each)
  return all
}

/** The same, seen through what is done with it: a filter of a sum is a filter; a sum of what a filter decides still is. */
export function through(inner: Dependencies, way: Way): Dependencies {
  if (inner.size === 0 || way === 'identity') return inner
  let isSame = true
  const seen = [...inner.values()].map(each => {
    const now = farther(each.way, way)
    if (now === each.way) return each
    isSame = false
    return {...each, way: now}
  })
  return isSame ? inner : dependencies(seen)
}

/** Which of the things that a relation holds one of its scans is restricted to. */
export interface Restriction {
  readonly relation: string
  readonly scan: number | undefined
  readonly key: string
  readonly values: readonly string[]
}

/** The same, of the things only that are left. */
export function restricted(inner: Dependencies, restrictions: readonly Restriction[]): Dependencies {
  const concerned = (each: Dependency) =>
    restrictions.filter(one => one.relation === each.relation && one.scan === each.scan)
  if (![...inner.values()].some(each => concerned(each).length > 0)) return inner
  return dependencies(
    [...inner.values()].map(each => concerned(each).reduce((now, {key, values}) => narrowed(now, key, values), each)),
  )
}

function narrowed(each: Dependency, key: string, values: readonly string[]): Dependency {
  const before = each.slice?.[key]
  const left = before ? before.filter(value => values.includes(value)) : [...new Set(values)].sort()
  return {...each, slice: {...each.slice, [key]: left}}
}

/** The same, with other numbers of scans (none: without). */
export function rescanned(inner: Dependencies, number?: (scan: number) => number): Dependencies {
  if (![...inner.values()].some(each => each.scan !== undefined)) return inner
  return dependencies(
    [...inner.values()].map(({scan, ...each}) =>
      scan === undefined || number === undefined ? each : {...each, scan: number(scan)},
    ),
  )
}

function farther(inner: Way, outer: Way): Way {
  if (!isDirect(inner)) return inner
  if (!isDirect(outer)) return outer
  const rank = (way: Way) => (DIRECT as readonly Way[]).indexOf(way)
  return rank(outer) > rank(inner) ? outer : inner
}

function put(all: Map<string, Dependency>, each: Dependency): void {
  const key = keyOf(each)
  const before = all.get(key)
  all.set(key, before && before.way !== each.way ? {...before, way: farther(before.way, each.way)} : each)
}

const keys = new WeakMap<Dependency, string>()

function keyOf(each: Dependency): string {
  const known = keys.get(each)
  if (known !== undefined) return known
  const {relation, column = '', way, as = '', scan = '', slice} = each
  const kind = isDirect(way) ? 'direct' : way
  const key = `${relation}\t${column}\t${kind}\t${as}\t${scan}\t${slice ? JSON.stringify(slice) : ''}`
  keys.set(each, key)
  return key
}
