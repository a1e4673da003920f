import type {CompiledNode} from '../compile/nodes.ts'
import {fault, type Problem, refuse} from '../core/problem.ts'
import {nearest, suggestion} from '../core/suggest.ts'
import {type Known, METHODS} from './methods.ts'
import {downstreamOf, upstreamOf} from './reach.ts'
import type {Item} from './selectable.ts'
import {parseSelector, type SelectorArguments, type SelectorPart} from './selector.ts'

/** What selectors choose. */
export interface Selection {
  /** Ids of the items asked for, those that are excluded left out. */
  readonly chosen: ReadonlySet<string>
  /** Ids of the items that are excluded. */
  readonly excluded: ReadonlySet<string>
}

/**
 * What is chosen of `items`: by any of the selectors (by none: everything), but for what `exclude` chooses. A selector that can find
 * nothing is a problem (status 2), and so is to exclude all that is selected; that nothing has changed or failed is not.
 */
export function select(items: readonly Item[], args: SelectorArguments, known: Known = {}): Selection {
  const problems: Problem[] = []
  const find = (selectors: readonly string[]): Found => {
    const all = selectors.map(text => findOne(items, text, known, problems))
    return {ids: new Set(all.flatMap(each => [...each.ids])), mayBeEmpty: all.some(each => each.mayBeEmpty)}
  }
  const asked = args.select?.length ? find(args.select) : {ids: new Set(items.map(item => item.id)), mayBeEmpty: false}
  const excluded = find(args.exclude ?? [])
  refuse(problems)
  const chosen = new Set([...asked.ids].filter(id => !excluded.ids.has(id)))
  if (chosen.size === 0 && !asked.mayBeEmpty && !excluded.mayBeEmpty)
    refuse([
      fault('empty-selection', 'everything that is selected is excluded', {
        hint: `selected: ${args.select?.join(' ') || 'everything'}; excluded: ${args.exclude?.join(' ')}`,
      }),
    ])
  return {chosen, excluded: excluded.ids}
}

interface Found {
  readonly ids: ReadonlySet<string>
  readonly mayBeEmpty: boolean
}

const NOTHING: Found = {ids: new Set(), mayBeEmpty: true}

function findOne(items: readonly Item[], text: string, known: Known, problems: Problem[]): Found {
  const before = problems.length
  const parts = parseSelector(text, problems)
  if (problems.length > before) return NOTHING
  const found = parts.map(part => findPart(items, part, known, problems))
  if (problems.length > before) return NOTHING
  const [first, ...rest] = found
  const ids = new Set([...first!.ids].filter(id => rest.every(each => each.ids.has(id))))
  const mayBeEmpty = found.some(each => each.mayBeEmpty)
  if (ids.size === 0 && !mayBeEmpty) {
    const counts = parts.map((part, i) => `${part.text} selects ${found[i]!.ids.size}`)
    problems.push(fault('empty-selection', `"${text}" selects nothing`, {hint: `${counts.join(', ')}; none in common`}))
  }
  return {ids, mayBeEmpty}
}

function findPart(items: readonly Item[], part: SelectorPart, known: Known, problems: Problem[]): Found {
  const {method: name = 'name', pattern, text} = part
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined
  if (method === undefined || part.method === 'name') {
    const names = Object.keys(METHODS).filter(each => each !== 'name')
    const hint = suggestion(name, names, 'methods')
    problems.push(fault('unknown-method', `"${text}": there is no selector method "${name}"`, {hint}))
    return NOTHING
  }
  let matched = items.filter(item => method.matches(item, pattern, known))
  // a path may stand without its method, as a shell completes it
  if (part.method === undefined && matched.length === 0 && /[/.]/.test(pattern))
    matched = items.filter(item => METHODS.path!.matches(item, pattern, known))
  const isWord = !method.mayBeEmpty || [...method.valid(items)].includes(pattern)
  if (matched.length === 0 && (!method.mayBeEmpty || !isWord)) {
    problems.push(fault('empty-selection', `"${text}" selects nothing`, {hint: nearestHint(items, part)}))
    return NOTHING
  }
  const ids = matched.map(item => item.id)
  const reached = new Set([...ids, ...upstreamOf(items, ids, part.up), ...downstreamOf(items, ids, part.down)])
  return {ids: reached, mayBeEmpty: method.mayBeEmpty ?? false}
}

/** What may have been meant: the word under another method, the nearest word, or the words there are. */
function nearestHint(items: readonly Item[], {method, pattern, text}: SelectorPart): string {
  if (/\s/.test(text.trim())) return 'give each selector as an argument of its own'
  if (method === undefined) {
    const others = Object.entries(METHODS).filter(
      ([name, each]) => name !== 'name' && [...each.valid(items)].includes(pattern),
    )
    if (others.length > 0) return `did you mean ${others.map(([name]) => `"${name}:${pattern}"`).join(' or ')}?`
  }
  const {values, valid} = METHODS[method ?? 'name']!
  const words = [...valid(items)]
  const near = nearest(pattern, words)
  return near === undefined ? suggestion(pattern, words, values) : `did you mean "${text.replace(pattern, near)}"?`
}

/** What a build is restricted to. */
export interface Restriction {
  /** Names of nodes and sources: what is asked for, and everything that it is made from. */
  readonly only?: ReadonlySet<string>
  /** Names of nodes that are not built, nor what is made from them while they are stale. */
  readonly excluded?: ReadonlySet<string>
}

/**
 * The nodes that a selection means. A KPI, chart or table stands for the nodes that hold its figures; excluded, for those of them that
 * nothing else needs.
 */
export function restriction(
  items: readonly Item[],
  nodes: readonly CompiledNode[],
  args: SelectorArguments,
  known?: Known,
): Restriction {
  if (!args.select?.length && !args.exclude?.length) return {}
  const {chosen, excluded} = select(items, args, known)
  const users = new Map<string, string[]>()
  for (const item of items) for (const name of item.nodes) users.set(name, [...(users.get(name) ?? []), item.id])
  const without = nodes
    .map(node => node.name)
    .filter(name => excluded.has(name) || (users.get(name)?.every(id => excluded.has(id)) ?? false))
  return {
    ...(args.select?.length
      ? {
          only: withUpstream(
            nodes,
            items.filter(item => chosen.has(item.id)).flatMap(item => (item.kind === 'entry' ? item.nodes : [item.id])),
          ),
        }
      : {}),
    excluded: new Set(without),
  }
}

/** Those of the stale nodes that a restricted build computes, in their order. */
export function within<N extends CompiledNode>(stale: readonly N[], {only, excluded}: Restriction): N[] {
  const blocked = new Set<string>()
  for (const node of stale) {
    // a view holds no data: whoever reads it needs it
    const isExcluded = node.kind !== 'view' && excluded?.has(node.name)
    if (isExcluded || node.upstream.some(name => blocked.has(name))) blocked.add(node.name)
  }
  return stale.filter(node => (only?.has(node.name) ?? true) && !blocked.has(node.name))
}

/** The named nodes and everything that they read. */
export function withUpstream(nodes: readonly CompiledNode[], names: Iterable<string>): Set<string> {
  const all = new Set(names)
  for (const node of [...nodes].reverse()) if (all.has(node.name)) for (const name of node.upstream) all.add(name)
  return all
}
