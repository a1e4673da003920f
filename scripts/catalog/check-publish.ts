import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import type {YamlPath} from '../core/yaml-file.ts'
import {type Catalog, isHidden} from './catalog.ts'
import type {Declarations} from './models.ts'
import type {NeededColumn} from './needed-columns.ts'

/** What `publish` allows must exist, and must be all that statements on the site need. */
export function checkPublish(
  catalog: Catalog,
  declarations: Declarations,
  needed: readonly NeededColumn[],
  problems: Problem[],
): void {
  const {publish, dimensions, components, yaml} = catalog
  const report = (code: string, path: YamlPath, message: string, hint: string) =>
    problems.push(fault(code, `${path.join('.')}: ${message}`, {...yaml.place(path), hint}))

  const people = Object.keys(dimensions).filter(name => dimensions[name]!.personal)
  for (const [i, name] of publish.names.entries()) {
    const path = ['publish', 'names', i]
    if (!(name in dimensions))
      report(
        'unknown-dimension',
        path,
        `there is no dimension "${name}"`,
        suggestion(name, people, 'dimensions of people'),
      )
    else if (!people.includes(name))
      report(
        'not-personal',
        path,
        `"${name}" is no dimension of people`,
        `its values are shown as they are; for people, write personal: true in dimensions.${name}`,
      )
  }
  const lists = [...components].filter(([, each]) => each.form === 'list').map(([ref]) => ref)
  for (const [i, ref] of publish.rows.entries())
    if (!lists.includes(ref))
      report('unknown-list', ['publish', 'rows', i], `there is no list "${ref}"`, suggestion(ref, lists, 'lists'))

  if (!publish.exact) return
  for (const [fact, {columns, keys}] of Object.entries(publish.exact)) {
    const path = ['publish', 'exact', fact]
    const declared = declarations.models.get(fact)?.columns
    if (!declared) {
      const facts = [...new Set(needed.map(each => each.fact))]
      problems.push(
        fault('unknown-fact', `publish.exact: there is no fact "${fact}"`, {
          ...yaml.keyPlace(path),
          hint: suggestion(fact, facts, 'facts'),
        }),
      )
      continue
    }
    for (const [key, names] of Object.entries({columns, keys}))
      for (const [i, name] of names.entries())
        if (!(name in declared))
          report(
            'unknown-column',
            [...path, key, i],
            `${fact} has no column "${name}"`,
            suggestion(name, Object.keys(declared), 'columns'),
          )
  }
  for (const fact of new Set(needed.map(each => each.fact)))
    checkFact(
      catalog,
      fact,
      needed.filter(each => each.fact === fact),
      problems,
    )
}

/** The columns that a fact's statements need are allowed, each as what it is needed for. */
function checkFact(
  {publish, dimensions, yaml}: Catalog,
  fact: string,
  needed: readonly NeededColumn[],
  problems: Problem[],
): void {
  const {columns = [], keys = []} = publish.exact?.[fact] ?? {}
  const path = ['publish', 'exact', fact]
  const missing = needed.filter(each => !columns.includes(each.column) && !keys.includes(each.column))
  const [first] = missing
  if (first) {
    const names = (role: (each: NeededColumn) => boolean) => missing.filter(role).map(each => each.column)
    const lines = [
      ['columns', names(each => each.role !== 'key')] as const,
      ['keys', names(each => each.role === 'key')] as const,
    ].flatMap(([key, list]) => (list.length === 0 ? [] : [`${key}: [${list.join(', ')}]`]))
    const others = missing.length === 1 ? '' : ` (and ${missing.length - 1} more)`
    problems.push(
      fault(
        'not-allowed',
        `${fact}: ${ownerOf(first)} needs the column "${first.column}"${others}, which may not be published`,
        {
          ...(publish.exact?.[fact] ? yaml.keyPlace(path) : yaml.keyPlace(['publish', 'exact'])),
          hint: `add to publish.exact.${fact}: {${lines.join(', ')}}; without publish.exact, the site has presets only`,
        },
      ),
    )
  }
  for (const each of needed) {
    const {column, role} = each
    if (role !== 'key' && keys.includes(column))
      problems.push(
        fault('not-a-key', `${path.join('.')}.keys: ${ownerOf(each)} looks at the values of "${column}"`, {
          ...yaml.place([...path, 'keys', keys.indexOf(column)]),
          hint: 'list it under "columns"; its values are then published',
        }),
      )
    if (role === 'key' && columns.includes(column))
      problems.push(
        fault('only-a-key', `${path.join('.')}.columns: nothing looks at the values of "${column}"`, {
          ...yaml.place([...path, 'columns', columns.indexOf(column)]),
          hint: 'list it under "keys": numbers stand for its values then',
        }),
      )
    if (role === 'person' && each.looksAt !== undefined && isHidden({dimensions, publish}, each.people!))
      problems.push(
        fault(
          'looks-at-people',
          `publish.exact: ${each.looksAt.split('.')[0]} looks at the values of "${column}", which are under pseudonyms`,
          {
            ...yaml.keyPlace(['publish', 'exact']),
            hint: `decide in the fact what the KPI asks of "${column}", or show its names with publish.names`,
          },
        ),
      )
  }
}

/** The KPI or component of a measure. */
function ownerOf({measure}: NeededColumn): string {
  return measure.split('.')[0]!
}

/** Columns that may be published and that nothing needs, as `fact.column`. */
export function unneededColumns({publish}: Catalog, needed: readonly NeededColumn[]): string[] {
  const used = new Set(needed.map(each => `${each.fact}.${each.column}`))
  return Object.entries(publish.exact ?? {})
    .flatMap(([fact, {columns, keys}]) => [...columns, ...keys].map(column => `${fact}.${column}`))
    .filter(name => !used.has(name))
}
