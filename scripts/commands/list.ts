import {statusOf} from '../catalog/aliases.ts'
import {loadProject, type Project} from '../compile/load.ts'
import {compileProject} from '../compile/project.ts'
import {fault, ProblemError, refuse} from '../core/problem.ts'
import {settle} from '../core/settings.ts'
import {suggestion} from '../core/suggest.ts'
import {METHODS} from '../plan/methods.ts'
import {select} from '../plan/select.ts'
import {entryId, selectable} from '../plan/selectable.ts'
import {methodsIn, type SelectorArguments, type SelectorOptions} from '../plan/selector.ts'
import {knownFor, selectorsOf} from './selection.ts'

export interface ListArguments extends SelectorOptions {
  readonly project?: string
  readonly target?: string
  readonly sources?: string
  readonly family?: string
  readonly language?: string
}

export interface ListEntry {
  readonly ref: string
  readonly family: string
  readonly kind: string
  /** `fixed`, `fluctuating`, `fixed, not by member, role`; empty for charts. */
  readonly promise: string
  readonly status: string
  readonly name: string
  readonly dimensions: readonly string[]
}

/** `kpi list`: KPIs, charts and tables in the catalog's order: all, those of one family, or those that selectors choose. */
export async function list(options: ListArguments): Promise<ListEntry[]> {
  const place = settle(options)
  const project = await loadProject(place)
  const {catalog, definitions} = project
  const families = Object.keys(catalog.families)
  if (options.family !== undefined && !families.includes(options.family)) {
    throw new ProblemError([
      fault('unknown-family', `there is no family "${options.family}"`, {
        hint: suggestion(options.family, families, 'families'),
      }),
    ])
  }
  const language = options.language ?? catalog.languages[0]!
  if (!catalog.languages.includes(language)) {
    throw new ProblemError([
      fault('unknown-language', `the catalog has no texts in "${language}"`, {
        hint: `languages: ${catalog.languages.join(', ')}`,
      }),
    ])
  }
  const args = selectorsOf(options)
  const isChosen =
    args.select.length > 0 || args.exclude.length > 0 ? await chooser(project, args, options) : () => true
  const kpis = [...definitions.kpis.values()].map(({ref, input, kind, dimensions}): ListEntry => {
    const moves = input.fluctuates_by ?? []
    const promise = input.fixed ? (moves.length > 0 ? `fixed, not by ${moves.join(', ')}` : 'fixed') : 'fluctuating'
    return {ref, family: input.family, kind, promise, status: statusOf(input), name: input.name[language]!, dimensions}
  })
  const components = [...definitions.components].map(
    ([ref, input]): ListEntry => ({
      ref,
      family: input.family,
      kind: input.form,
      promise: '',
      status: statusOf(input),
      name: input.name[language]!,
      dimensions: [],
    }),
  )
  return [...kpis, ...components].filter(
    each => (options.family === undefined || each.family === options.family) && isChosen(each.ref),
  )
}

/** Which references selectors choose. That they choose only others, such as a model, is a problem (status 2). */
async function chooser(
  project: Project,
  args: Required<SelectorArguments>,
  options: ListArguments,
): Promise<(ref: string) => boolean> {
  const compiled = compileProject(project)
  const items = selectable(compiled)
  const known = await knownFor(args, items, compiled, options)
  const {chosen} = select(items, args, known)
  const mayBeEmpty = [...methodsIn(args)].some(name => METHODS[name]?.mayBeEmpty)
  if (!mayBeEmpty && !items.some(item => item.kind === 'entry' && chosen.has(item.id)))
    refuse([
      fault('empty-selection', 'what is selected is in no catalog', {
        hint: `only KPIs, charts and tables are listed; those made from it: ${args.select.map(text => `${text}+`).join(' ')}`,
      }),
    ])
  return ref => chosen.has(entryId(ref))
}
