import type {KpiInput} from '../catalog/catalog-schema.ts'
import {formulaText} from '../compile/catalog-table.ts'
import {loadProject} from '../compile/load.ts'
import type {MeasureNode} from '../compile/marts.ts'
import {compileProject} from '../compile/project.ts'
import {fault, ProblemError} from '../core/problem.ts'
import {settle} from '../core/settings.ts'
import {suggestion} from '../core/suggest.ts'
import {understand} from '../query/request.ts'
import {compileStatement} from '../query/statement.ts'

/** Everything the project says of one KPI. */
export interface KpiSheet {
  readonly ref: string
  readonly family: string
  readonly names: Readonly<Record<string, string>>
  readonly descriptions: Readonly<Record<string, string>>
  readonly notes: Readonly<Record<string, string>>
  readonly status: string
  readonly kind: string
  readonly unit: string
  readonly formula: string
  readonly anchors: readonly string[]
  readonly dimensions: readonly string[]
  readonly promise: Pick<KpiInput, 'fixed' | 'fluctuates_by' | 'settles_after'>
  readonly additivity: string
  readonly column: string
  /** KPIs it is made of, and those made of it. */
  readonly dependsOn: readonly string[]
  readonly usedBy: readonly string[]
  /** What its measures are made from, and the groups in which they are computed. */
  readonly lineage: Readonly<Record<'sources' | 'staging' | 'facts' | 'measures', readonly string[]>>
  readonly defined: {readonly file: string; readonly line: number}
  /** The statement of one exact period. */
  readonly sql: string
}

/** `kpi show`: one KPI, with its compiled SQL and lineage. */
export async function show(options: {project?: string; ref: string}): Promise<KpiSheet> {
  const compiled = compileProject(await loadProject(settle(options)))
  const {project, nodes} = compiled
  const {definitions, catalog} = project
  const kpi = definitions.kpis.get(options.ref)
  if (!kpi) {
    const component = definitions.components.get(options.ref)
    throw new ProblemError([
      component
        ? fault('not-a-kpi', `${options.ref} is a ${component.form}, not a KPI`, {
            hint: `it is defined in ${catalog.yaml.file}:${catalog.yaml.keyPlace(['components', options.ref]).line}`,
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
  return {
    ref: kpi.ref,
    family: input.family,
    names: input.name,
    descriptions: input.description,
    notes: input.note ?? {},
    status: input.status,
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
    defined: {file: catalog.yaml.file, line: catalog.yaml.keyPlace(['kpis', kpi.ref]).line},
    sql: compileStatement(project, asked).sql,
  }
}
