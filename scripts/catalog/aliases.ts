import {type Problem, warning} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import type {YamlPath} from '../core/yaml-file.ts'
import type {Catalog} from './catalog.ts'
import type {ComponentInput, KpiInput} from './catalog-schema.ts'
import {REF} from './names.ts'

type Entry = KpiInput | ComponentInput
type Entries = Pick<Catalog, 'kpis' | 'components'>

/** What a reader is told of an entry's state: `implemented`, `draft` or `deprecated`. */
export function statusOf({status, deprecated}: Pick<Entry, 'status' | 'deprecated'>): string {
  return deprecated ? 'deprecated' : status
}

/** Former references → the present ones. */
export function aliasesOf({kpis, components}: Entries): Map<string, string> {
  const found = new Map<string, string>()
  for (const [ref, {aliases = []}] of [...kpis, ...components]) for (const alias of aliases) found.set(alias, ref)
  return found
}

/** The present references of those that are written, and a warning for each that is a former one or deprecated. Others stay as they are. */
export function presentRefs(
  catalog: Entries,
  written: readonly string[],
): {readonly refs: readonly string[]; readonly warnings: readonly Problem[]} {
  const aliases = aliasesOf(catalog)
  const refs = written.map(ref => aliases.get(ref) ?? ref)
  const warnings = written.flatMap((ref, i) => outdated(catalog, aliases, ref, refs[i]!))
  return {refs, warnings}
}

function outdated(catalog: Entries, aliases: ReadonlyMap<string, string>, written: string, ref: string): Problem[] {
  const renamed = aliases.has(written) ? [warning('old-reference', `${written} is now ${ref}`)] : []
  const entry = catalog.kpis.get(ref) ?? catalog.components.get(ref)
  return [...renamed, ...(entry?.deprecated ? [deprecation(ref, entry.deprecated, catalog)] : [])]
}

/** The warning that something should no longer be used. */
export function deprecation(
  ref: string,
  {since, use, note}: NonNullable<Entry['deprecated']>,
  catalog: Entries & {readonly languages?: readonly string[]},
): Problem {
  const [language] = catalog.languages ?? []
  const said = language === undefined ? undefined : note?.[language]
  const hint = [use === undefined ? undefined : `use ${use}`, said].filter(Boolean).join('; ')
  return warning('deprecated', `${ref} is deprecated since ${since}`, hint === '' ? {} : {hint})
}

/** A hint for a KPI that does not exist: what it is called now, or the nearest one. */
export function kpiHint(catalog: Entries, written: string): string {
  const now = aliasesOf(catalog).get(written)
  return now === undefined ? suggestion(written, catalog.kpis.keys(), 'KPIs') : `it is now ${now}`
}

/** Warnings of the catalog's own uses of what is deprecated, by what is not. */
export function deprecatedUses(catalog: Catalog): Problem[] {
  const {yaml, kpis, components} = catalog
  const entries = [
    ...[...kpis].map(([ref, entry]) => ({path: ['kpis', ref], entry})),
    ...[...components].map(([ref, entry]) => ({path: ['components', ref], entry})),
  ]
  return entries.flatMap(({path, entry}) =>
    entry.deprecated
      ? []
      : namedIn(entry, path).flatMap(({ref, at}) => {
          const named = kpis.get(ref) ?? components.get(ref)
          if (!named?.deprecated) return []
          const problem = deprecation(ref, named.deprecated, catalog)
          return [{...problem, message: `${path[1]}: ${problem.message}`, ...yaml.place(at)}]
        }),
  )
}

/** Every text of an entry that has the form of a reference, with its place. */
function namedIn(value: unknown, at: YamlPath): {readonly ref: string; readonly at: YamlPath}[] {
  if (typeof value === 'string') return REF.test(value) ? [{ref: value, at}] : []
  if (Array.isArray(value)) return value.flatMap((each, i) => namedIn(each, [...at, i]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => namedIn(each, [...at, key]))
}

/** The same of selectors, which may have a `+` before or after the reference. */
export function presentSelectors(catalog: Entries, selectors: readonly string[]): ReturnType<typeof presentRefs> {
  const parts = selectors.map(each => /^((?:\d*\+)?(?:kpi:)?)(.*?)((?:\+\d*)?)$/.exec(each)!)
  const {refs, warnings} = presentRefs(
    catalog,
    parts.map(part => part[2]!),
  )
  return {refs: refs.map((ref, i) => `${parts[i]![1]}${ref}${parts[i]![3]}`), warnings}
}
