import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {isCurrent, type Observation, observationOf} from '../audit/marts.ts'
import {type AuditNote, type AuditRecord, readAudit} from '../audit/record.ts'
import {presentRefs, statusOf} from '../catalog/aliases.ts'
import type {KpiInput} from '../catalog/catalog-schema.ts'
import type {Kpi} from '../catalog/definitions.ts'
import {formulaText} from '../compile/catalog-table.ts'
import {loadProject, type Project} from '../compile/load.ts'
import type {MeasureNode} from '../compile/marts.ts'
import {type Compiled, compileProject} from '../compile/project.ts'
import {fault, type Problem, ProblemError} from '../core/problem.ts'
import {settle} from '../core/settings.ts'
import {suggestion} from '../core/suggest.ts'
import {columnGraph} from '../lineage/column-graph.ts'
import {followColumns} from '../lineage/columns.ts'
import {type SourceColumns, sourceColumnsOf} from '../lineage/source-columns.ts'
import type {Outdated} from '../plan/outdated.ts'
import {understand} from '../query/request.ts'
import {compileStatement} from '../query/statement.ts'
import {openDatabase, openSmall} from '../sql/duckdb.ts'
import {outdatedSince} from './outdated.ts'

/** What an audit found, and whether of the KPI as it is now. */
export interface Audited extends Omit<AuditNote, 'kpi_ref' | 'definition'> {
  readonly observation: Observation
  readonly is_current_definition: boolean
}

/** Everything the project says of one KPI. */
export interface KpiSheet {
  readonly ref: string
  readonly family: string
  readonly names: Readonly<Record<string, string>>
  readonly descriptions: Readonly<Record<string, string>>
  readonly notes: Readonly<Record<string, string>>
  readonly status: string
  /** Its former references. */
  readonly aliases: readonly string[]
  readonly deprecated?: KpiInput['deprecated']
  readonly kind: string
  readonly unit: string
  readonly formula: string
  readonly anchors: readonly string[]
  readonly dimensions: readonly string[]
  readonly promise: Pick<KpiInput, 'fixed' | 'fluctuates_by' | 'settles_after'>
  /** What the last `kpi audit` of it found; null before the first. */
  readonly audited: Audited | null
  readonly additivity: string
  readonly column: string
  /** KPIs it is made of, and those made of it. */
  readonly dependsOn: readonly string[]
  readonly usedBy: readonly string[]
  /** What its measures are made from, and the groups in which they are computed. */
  readonly lineage: Readonly<Record<'sources' | 'staging' | 'facts' | 'measures', readonly string[]>>
  /** Columns of sources that its value comes from, and that only decide about it. */
  readonly sourceColumns: SourceColumns
  readonly defined: {readonly file: string; readonly line: number}
  /** The statement of one exact period. */
  readonly sql: string
}

/** `kpi show`: one KPI, with its compiled SQL and lineage, and what of it has changed since what is published was built. */
export async function show(options: {
  project?: string
  target?: string
  ref: string
}): Promise<{readonly sheet: KpiSheet; readonly outdated: Outdated; readonly warnings: readonly Problem[]}> {
  const place = settle(options)
  const compiled = compileProject(await loadProject(place))
  const {project, nodes} = compiled
  const {definitions, catalog} = project
  const {
    refs: [ref],
    warnings,
  } = presentRefs(catalog, [options.ref]) as {refs: [string]; warnings: readonly Problem[]}
  const kpi = definitions.kpis.get(ref)
  if (!kpi) {
    const component = definitions.components.get(ref)
    throw new ProblemError([
      component
        ? fault('not-a-kpi', `${ref} is a ${component.form}, not a KPI`, {
            hint: `it is defined in ${catalog.yaml.file}:${catalog.yaml.keyPlace(['components', ref]).line}`,
          })
        : fault('unknown-kpi', `there is no KPI "${options.ref}"`, {
            hint: suggestion(options.ref, definitions.kpis.keys(), 'KPIs'),
          }),
    ])
  }
  const ids = new Set(kpi.measures.map(measure => measure.id))
  const needed = new Set(
    nodes
      .filter(node => node.kind === 'measures' && (node as MeasureNode).group.some(each => ids.has(each.measure.id)))
      .map(node => node.name),
  )
  const groups = [...needed]
  for (const name of kpi.measures.flatMap(measure => [measure.fact, ...measure.related.map(rows => rows.fact)]))
    needed.add(name)
  for (const node of [...nodes].reverse())
    if (needed.has(node.name) && node.kind !== 'measures') for (const name of node.upstream) needed.add(name)
  const asked = understand({refs: [kpi.ref], from: '2000-01-01', to: '2000-01-31'}, project)
  const {input} = kpi
  const database = await openSmall()
  const columns = await followColumns(compiled, database, ['staging', 'facts']).finally(() => database.close())
  const unread: Problem[] = []
  const sheet: KpiSheet = {
    ref: kpi.ref,
    family: input.family,
    names: input.name,
    descriptions: input.description,
    notes: input.note ?? {},
    status: statusOf(input),
    aliases: input.aliases ?? [],
    ...(input.deprecated ? {deprecated: input.deprecated} : {}),
    kind: kpi.kind,
    unit: input.unit,
    formula: formulaText(input),
    anchors: [
      ...new Set(
        kpi.measures.map(measure =>
          measure.date ? `${measure.fact}.${measure.date}` : `${measure.fact} at the period's start`,
        ),
      ),
    ],
    dimensions: kpi.dimensions,
    promise: {fixed: input.fixed, fluctuates_by: input.fluctuates_by, settles_after: input.settles_after},
    audited: audited(
      compiled,
      readAudit(place.target, problem => unread.push(problem)),
      kpi,
    ),
    additivity: kpi.additivity,
    column: kpi.columnName,
    dependsOn: kpi.dependsOn,
    usedBy: [...definitions.kpis.values()].filter(other => other.dependsOn.includes(kpi.ref)).map(other => other.ref),
    lineage: {
      sources: [...needed]
        .filter(name => name.startsWith('source:'))
        .map(name => name.slice('source:'.length))
        .sort(),
      staging: nodes
        .filter(node => needed.has(node.name) && node.layer === 'staging')
        .map(node => node.name)
        .sort(),
      facts: nodes
        .filter(node => needed.has(node.name) && node.layer === 'facts')
        .map(node => node.name)
        .sort(),
      measures: groups,
    },
    sourceColumns: sourceColumnsOf(columnGraph(compiled, columns), kpi.ref),
    defined: {file: catalog.yaml.file, line: catalog.yaml.keyPlace(['kpis', kpi.ref]).line},
    sql: compileStatement(project, asked).sql,
  }
  return {sheet, outdated: await changedSince(project, kpi, place.target), warnings: [...warnings, ...unread]}
}

function audited(compiled: Compiled, {kpis}: AuditRecord, {ref}: Kpi): Audited | null {
  const note = kpis.find(each => each.kpi_ref === ref)
  if (note === undefined) return null
  const {kpi_ref: _, definition: __, ...found} = note
  return {observation: observationOf(note), is_current_definition: isCurrent(compiled, note), ...found}
}

/** What has changed since what is published was built; nothing where nothing is. */
async function changedSince(project: Project, kpi: Kpi, target: string): Promise<Outdated> {
  const file = join(target, 'warehouse.duckdb')
  if (!existsSync(file)) return {refs: [], models: []}
  const database = await openDatabase(file, {access_mode: 'READ_ONLY'})
  try {
    return await outdatedSince(project, [kpi], database, target)
  } finally {
    database.close()
  }
}
