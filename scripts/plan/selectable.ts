import type {ComponentInput} from '../catalog/catalog-schema.ts'
import type {Kpi, Measure} from '../catalog/definitions.ts'
import type {MeasureNode} from '../compile/marts.ts'
import {PERIODS} from '../compile/nodes.ts'
import type {Compiled} from '../compile/project.ts'

/** Something that a selector can choose. */
export interface Item {
  /** Unique: a node's name, `source:orders`, `kpi:Shop-Card-1` (of KPIs, charts and tables). */
  readonly id: string
  readonly kind: 'source' | 'node' | 'entry' | 'check'
  /** What a selector without a method calls it; none where only its file or what it tests chooses it. */
  readonly name?: string
  /** The files that it is written in, relative to the project. */
  readonly files: readonly string[]
  readonly tags: readonly string[]
  readonly owner?: string
  readonly family?: string
  /** Ids of what it is made from. The calendar is left out: it reads every fact, and everything reads it. */
  readonly upstream: readonly string[]
  /** Of an entry of the catalog: the nodes that hold its figures. */
  readonly nodes: readonly string[]
}

/** All sources, nodes and entries of a project, each after those it is made from. */
export function selectable(compiled: Compiled): Item[] {
  const {catalog, declarations} = compiled.project
  const {kpis, components} = compiled.project.definitions
  const sources = [...declarations.sources.values()].map(
    (source): Item => ({
      id: `source:${source.name}`,
      kind: 'source',
      files: [source.yaml.file],
      tags: source.tags,
      ...(source.owner === undefined ? {} : {owner: source.owner}),
      upstream: [],
      nodes: [],
    }),
  )
  const nodes = compiled.nodes.map((node): Item => {
    const notes = declarations.models.get(node.name)
    return {
      id: node.name,
      kind: 'node',
      name: node.name,
      files: [node.file, ...(notes ? [notes.yaml.file] : [])],
      tags: notes?.tags ?? [],
      ...(notes?.owner === undefined ? {} : {owner: notes.owner}),
      upstream: node.upstream.filter(name => name !== PERIODS),
      nodes: [],
    }
  })
  const made = makers(compiled)
  const entry = (ref: string, {family, tags, owner}: Kpi['input'] | ComponentInput, named: readonly string[]): Item => {
    const {reads, nodes: own} = made(ref)
    return {
      id: entryId(ref),
      kind: 'entry',
      name: ref,
      files: [catalog.yaml.file],
      tags: tags ?? [],
      ...(owner === undefined ? {} : {owner}),
      family,
      upstream: [...reads, ...named.map(entryId)],
      nodes: own,
    }
  }
  return [
    ...sources,
    ...nodes,
    ...[...kpis.values()].map(kpi => entry(kpi.ref, kpi.input, kpi.dependsOn)),
    ...[...components].map(([ref, input]) => entry(ref, input, refsIn(input, kpis))),
  ]
}

/** The id of a KPI, chart or table. */
export function entryId(ref: string): string {
  return `kpi:${ref}`
}

/** Of each reference: the facts that it is made from, and the nodes in which its figures are computed and kept. */
function makers(compiled: Compiled): (ref: string) => {reads: readonly string[]; nodes: readonly string[]} {
  const {kpis, histograms, componentFigures, components} = compiled.project.definitions
  const names = new Set(compiled.nodes.map(node => node.name))
  const groupOf = new Map(
    compiled.nodes
      .filter(node => node.kind === 'measures')
      .flatMap(node => (node as MeasureNode).group.map(each => [each.measure.id, node.name] as const)),
  )
  const slots = new Map(
    histograms.map(each => [
      each.ref,
      each.slots.flatMap(({measure, share}) => (share ? [measure, share] : [measure])),
    ]),
  )
  const figures = new Map<string, Measure[]>()
  for (const {component, measures} of componentFigures)
    figures.set(component, [...(figures.get(component) ?? []), ...measures])
  const of = (measures: readonly Measure[], kept: readonly (string | false)[]) => ({
    reads: [...new Set(measures.flatMap(each => [each.fact, ...each.related.map(rows => rows.fact)]))],
    nodes: [...new Set([...measures.flatMap(each => groupOf.get(each.id) ?? []), ...kept])].filter(
      (name): name is string => name !== false && names.has(name),
    ),
  })
  return ref => {
    const kpi = kpis.get(ref)
    if (kpi) {
      const {family, target} = kpi.input
      const marts = ['kpi_values', 'kpi_catalog', ...(target ? ['kpi_targets'] : []), family]
      return of(kpi.measures, [`macro/${kpi.columnName}`, ...marts])
    }
    const component = components.get(ref)!
    if (component.form === 'list') return {reads: [component.list], nodes: [component.list]}
    if (component.form === 'histogram')
      return of(slots.get(ref) ?? [], ['kpi_histograms', component.share === undefined ? false : 'histogram_shares'])
    const own = figures.get(ref) ?? []
    const named = (component as unknown as Record<string, unknown>)[component.form]
    const mart = typeof named === 'string' && !kpis.has(named) ? named : false
    return of(own, ['kpi_values', own.length > 0 && 'component_values', mart])
  }
}

/** The KPIs that a chart or table names, wherever in its definition. */
export function refsIn(component: ComponentInput, kpis: ReadonlyMap<string, unknown>): string[] {
  const found = new Set<string>()
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      if (kpis.has(value)) found.add(value)
    } else if (value !== null && typeof value === 'object')
      for (const [key, inner] of Object.entries(value)) {
        look(key)
        look(inner)
      }
  }
  look(component)
  return [...found]
}
