import {statusOf} from '../catalog/aliases.ts'
import {loadProject} from '../compile/load.ts'
import {fault, ProblemError} from '../core/problem.ts'
import {settle} from '../core/settings.ts'
import {suggestion} from '../core/suggest.ts'

export interface ListArguments {
  readonly project?: string
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

/** `kpi list`: KPIs, charts and tables in the catalog's order, of all families or one. */
export async function list(options: ListArguments): Promise<ListEntry[]> {
  const {catalog, definitions} = await loadProject(settle(options).project)
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
  return [...kpis, ...components].filter(each => options.family === undefined || each.family === options.family)
}
