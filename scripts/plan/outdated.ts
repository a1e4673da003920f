import type {Kpi} from '../catalog/definitions.ts'
import {templateNode} from '../compile/component-marts.ts'
import {macroContext} from '../compile/exact.ts'
import type {Project} from '../compile/load.ts'
import {compileModels, TEMPLATES} from '../compile/models.ts'
import {fingerprints} from './fingerprints.ts'

/** What a warehouse was built from. */
export interface BuiltFrom {
  readonly nodes: ReadonlyMap<string, string>
  /** Fingerprints of the sources. */
  readonly sources: ReadonlyMap<string, string>
  readonly dataEnd: string
}

/** What the project says otherwise than a warehouse was built. */
export interface Outdated {
  /** KPIs that it holds by another definition, or not at all. */
  readonly refs: readonly string[]
  /** Models that these KPIs read and that it holds as they, or what they read, were. */
  readonly models: readonly string[]
}

/**
 * Says of a few KPIs what has changed in the project since a warehouse was built, without compiling everything: their macros, whose text is all that
 * the catalog says of them, and the models. The sources are not looked at.
 */
export function outdated(project: Project, kpis: readonly Kpi[], built: BuiltFrom): Outdated {
  const {catalog, definitions} = project
  const charts = [...definitions.components.values()].map(each =>
    String((each as Partial<Record<string, unknown>>)[each.form]),
  )
  const models = compileModels(project, [...TEMPLATES, ...Object.keys(catalog.families), ...charts])
  const macros = kpis.map(kpi => {
    const name = `macro/${kpi.columnName}`
    return templateNode(project, name, 'table_macro', [], () => macroContext(project, kpi), {kind: 'macro'})
  })
  const names = new Map(models.map(node => [node.name, node]))
  // each after those it reads, as fingerprints need them
  const ordered = new Set<(typeof models)[number]>()
  const add = (name: string) => {
    const node = names.get(name)
    if (!node || ordered.has(node)) return
    for (const upstream of node.upstream) add(upstream)
    ordered.add(node)
  }
  const facts = kpis.flatMap(kpi => kpi.measures.flatMap(each => [each.fact, ...each.related.map(rows => rows.fact)]))
  for (const fact of facts) add(fact)
  const prints = fingerprints(
    {project, nodes: [...ordered, ...macros], tests: []},
    // nothing here reads the calendar
    {sources: built.sources, dataEnd: built.dataEnd, calendar: ''},
  )
  const isOther = (name: string) => prints.nodes.get(name) !== built.nodes.get(name)
  return {
    refs: kpis.filter(kpi => isOther(`macro/${kpi.columnName}`)).map(kpi => kpi.ref),
    models: [...new Set(facts)].filter(isOther).sort(),
  }
}
