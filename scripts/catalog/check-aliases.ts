import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import {type Catalog, columnName} from './catalog.ts'

/** A former reference is nobody else's, present or former; what is deprecated points to something that is not. */
export function checkAliases(catalog: Catalog, problems: Problem[]): void {
  const {yaml, kpis, components} = catalog
  const entries = [
    ...[...kpis].map(([ref, entry]) => ['kpis', ref, entry] as const),
    ...[...components].map(([ref, entry]) => ['components', ref, entry] as const),
  ]
  const find = (ref: string) => kpis.get(ref) ?? components.get(ref)
  const owners = new Map(entries.map(([, ref]) => [columnName(ref), {ref, how: 'the reference of'}]))
  for (const [section, ref, {aliases = [], deprecated}] of entries) {
    for (const [i, alias] of aliases.entries()) {
      const owner = owners.get(columnName(alias))
      if (owner)
        problems.push(
          fault('alias-taken', `${ref}.aliases: "${alias}" is ${owner.how} ${owner.ref}`, {
            ...yaml.place([section, ref, 'aliases', i]),
            hint: 'a reference leads to one thing',
          }),
        )
      else owners.set(columnName(alias), {ref, how: 'an alias of'})
    }
    if (deprecated?.use === undefined) continue
    const {use} = deprecated
    const place = yaml.place([section, ref, 'deprecated', 'use'])
    if (!find(use))
      problems.push(
        fault('unknown-ref', `${ref}.deprecated.use: the catalog has no "${use}"`, {
          ...place,
          hint: suggestion(use, [...kpis.keys(), ...components.keys()], 'references'),
        }),
      )
    else if (use === ref || find(use)!.deprecated)
      problems.push(
        fault('deprecated-use', `${ref}.deprecated.use: ${use} is deprecated${use === ref ? ' itself' : ', too'}`, {
          ...place,
          hint: 'name what is to be used, or leave "use" out',
        }),
      )
  }
}
