import type {Compiled} from '../compile/project.ts'
import {settle} from '../core/settings.ts'
import type {Known} from '../plan/methods.ts'
import {type Restriction, restriction, select} from '../plan/select.ts'
import {type Item, selectable} from '../plan/selectable.ts'
import {methodsIn, type SelectorArguments, type SelectorOptions} from '../plan/selector.ts'
import {readRunResults, resultsByItem} from '../results/run-results.ts'
import type {BuildArguments} from './build-types.ts'
import {changesSince} from './changes.ts'

/** What says where a command works, and on what data. */
export type Surroundings = Pick<BuildArguments, 'project' | 'target' | 'sources' | 'asOf' | 'onBadRows' | 'full'>

/** All selectors of a command line; it is one whether they stand alone or after `--select`. */
export function selectorsOf({selectors = [], select = [], exclude = []}: SelectorOptions): Required<SelectorArguments> {
  return {select: [...selectors, ...select], exclude}
}

/**
 * What the selectors ask about besides the project's files: what has changed since it was built, how the last run went. What is wrong
 * with them themselves is thrown before (status 2).
 */
export async function knownFor(
  args: SelectorArguments,
  items: readonly Item[],
  compiled: Compiled,
  options: Surroundings,
): Promise<Known> {
  const methods = methodsIn(args)
  if (!methods.has('result') && !methods.has('state')) return {}
  select(items, args)
  return {
    ...(methods.has('state') ? await changesSince(compiled, options) : {}),
    ...(methods.has('result')
      ? {results: resultsByItem(readRunResults(settle(options).target), compiled.nodes, compiled.tests)}
      : {}),
  }
}

/** The nodes to which selectors restrict a build or plan. */
export async function restrictionFor(
  args: SelectorArguments,
  compiled: Compiled,
  options: Surroundings,
): Promise<Restriction> {
  if (!args.select?.length && !args.exclude?.length) return {}
  const items = selectable(compiled)
  return restriction(items, compiled.nodes, args, await knownFor(args, items, compiled, options))
}
