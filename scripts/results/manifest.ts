import {existsSync} from 'node:fs'
import {join} from 'node:path'
import type {MeasureNode} from '../compile/marts.ts'
import type {CompiledNode} from '../compile/nodes.ts'
import {type Compiled, compiledPath} from '../compile/project.ts'
import {fingerprint} from '../core/hash.ts'
import {entryId, type Item, selectable} from '../plan/selectable.ts'
import {engineVersion, writeJson} from './files.ts'
import {idOf, nodeId, testId} from './ids.ts'
import {MANIFEST_VERSION, type Manifest} from './manifest-schema.ts'

type ManifestNode = Manifest['nodes'][string]
type Texts = Readonly<Record<string, string>>

/** Writes `manifest.json`. */
export function writeManifest(compiled: Compiled, target: string): void {
  writeJson(join(target, 'manifest.json'), manifestOf(compiled))
}

/** Whether a target has one. */
export function hasManifest(target: string): boolean {
  return existsSync(join(target, 'manifest.json'))
}

/** What a project consists of. It depends on the project's files and the engine's version alone. */
export function manifestOf(compiled: Compiled): Manifest {
  const {catalog, declarations, definitions} = compiled.project
  const [language] = catalog.languages
  const say = (texts: Texts) => texts[language!] ?? ''
  const byName = new Map(compiled.nodes.map(node => [node.name, node]))
  const items = new Map(selectable(compiled).map(item => [item.id, item]))
  const idOfItem = (id: string) => {
    const item = items.get(id)
    if (item?.kind !== 'entry') return idOf(id, byName)
    return definitions.kpis.has(item.name!) ? `metric.${item.name}` : `exposure.${item.name}`
  }
  const entry = (ref: string, input: {name: Texts; description: Texts; family: string}) => {
    const item = items.get(entryId(ref))!
    return {
      unique_id: idOfItem(item.id),
      name: ref,
      label: say(input.name),
      description: say(input.description),
      ...responsible(item),
      original_file_path: catalog.yaml.file,
      family: input.family,
      depends_on: {nodes: item.upstream.map(idOfItem)},
    }
  }
  const nodes = [
    ...compiled.nodes.map(node => nodeOf(compiled, node, items.get(node.name)!, byName)),
    ...compiled.tests.map((test): ManifestNode => {
      const read = [test.subject, ...test.reads].filter(name => name !== '')
      return {
        unique_id: testId('test', test.name),
        resource_type: 'test',
        name: test.name,
        description: test.complaint,
        tags: [],
        owner: null,
        original_file_path: test.place.file,
        schema: null,
        relation_name: null,
        config: {materialized: 'test', severity: test.severity, threshold: test.threshold},
        depends_on: {nodes: read.map(name => idOf(name, byName))},
        columns: {},
        compiled_path: `compiled/tests/${test.name}.sql`,
        checksum: {name: 'sha256', checksum: fingerprint(test.sql)},
      }
    }),
  ]
  const sources = [...declarations.sources.values()].map(source => ({
    unique_id: `source.${source.name}`,
    resource_type: 'source' as const,
    name: source.name,
    description: source.description,
    ...responsible(items.get(`source:${source.name}`)!),
    original_file_path: source.yaml.file,
    path: source.path,
    columns: columnsOf(source.columns),
  }))
  const metrics = [...definitions.kpis.values()].map(kpi => ({
    ...entry(kpi.ref, kpi.input),
    resource_type: 'metric' as const,
    type: kpi.kind,
    unit: kpi.input.unit,
    dimensions: [...kpi.dimensions],
    column_name: kpi.columnName,
  }))
  const exposures = [...definitions.components].map(([ref, input]) => ({
    ...entry(ref, input),
    resource_type: 'exposure' as const,
    type: input.form,
  }))
  const all = [...sources, ...nodes, ...metrics, ...exposures]
  const parents = new Map(all.map(each => [each.unique_id, 'depends_on' in each ? each.depends_on.nodes : []]))
  const children = new Map(all.map(each => [each.unique_id, [] as string[]]))
  for (const [id, read] of parents) for (const parent of read) children.get(parent)?.push(id)
  return {
    metadata: {schema_version: MANIFEST_VERSION, kpi_version: engineVersion()},
    nodes: byUniqueId(nodes),
    sources: byUniqueId(sources),
    metrics: byUniqueId(metrics),
    exposures: byUniqueId(exposures),
    parent_map: Object.fromEntries(parents),
    child_map: Object.fromEntries(children),
  }
}

function nodeOf(
  compiled: Compiled,
  node: CompiledNode,
  item: Item,
  byName: ReadonlyMap<string, CompiledNode>,
): ManifestNode {
  const {declarations} = compiled.project
  const notes = declarations.models.get(node.name)
  const described =
    node.kind === 'measures'
      ? `The measures ${(node as MeasureNode).group.map(each => each.measure.id).join(', ')}`
      : (notes?.description ?? '')
  return {
    unique_id: nodeId(node),
    resource_type: node.kind === 'measures' || node.kind === 'macro' ? node.kind : 'model',
    name: node.name,
    description: described,
    ...responsible(item),
    original_file_path: node.file,
    schema: node.layer,
    relation_name: node.relation,
    config: {materialized: node.kind},
    depends_on: {
      nodes: node.upstream
        .filter(name => byName.has(name) || name.startsWith('source:'))
        .map(name => idOf(name, byName)),
    },
    columns: columnsOf(notes?.columns ?? {}),
    compiled_path: `compiled/${compiledPath(node)}`,
    checksum: {name: 'sha256', checksum: fingerprint(node.sql)},
  }
}

function responsible({tags, owner}: Item): {tags: string[]; owner: string | null} {
  return {tags: [...tags], owner: owner ?? null}
}

function columnsOf(columns: Readonly<Record<string, {readonly type: string; readonly description: string}>>) {
  return Object.fromEntries(
    Object.entries(columns).map(([name, {type, description}]) => [name, {name, data_type: type, description}]),
  )
}

function byUniqueId<T extends {readonly unique_id: string}>(list: readonly T[]): Record<string, T> {
  return Object.fromEntries(list.map(each => [each.unique_id, each]))
}
