import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'

/** Something that patterns choose: by its ref, its family, or another name of it. */
export interface Choosable {
  readonly ref: string
  readonly family?: string
}

/**
 * The refs that patterns name: a ref, a family, or either with `*`. A pattern that matches nothing becomes a problem, which names the
 * option it came from.
 */
export function choose(
  patterns: readonly string[],
  all: readonly Choosable[],
  option: string,
  problems: Problem[],
): ReadonlySet<string> {
  const chosen = new Set<string>()
  for (const pattern of patterns) {
    const matches = glob(pattern)
    const found = all.filter(({ref, family}) => matches(ref) || (family !== undefined && matches(family)))
    if (found.length === 0) {
      const names = [...all.map(each => each.ref), ...all.flatMap(each => each.family ?? [])]
      problems.push(
        fault('empty-selection', `${option}: "${pattern}" is no reference or family on either side`, {
          hint: suggestion(pattern, [...new Set(names)], 'names'),
        }),
      )
    }
    for (const {ref} of found) chosen.add(ref)
  }
  return chosen
}

function glob(pattern: string): (name: string) => boolean {
  if (!pattern.includes('*')) return name => name === pattern
  const expression = new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`)
  return name => expression.test(name)
}
