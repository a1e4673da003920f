import {type ComponentFigure, type Kpi, pairOf} from '../catalog/definitions.ts'
import {combineContext, isZeroWhenEmpty} from './combine.ts'
import type {Project} from './load.ts'
import type {TemplateName} from './models.ts'
import {type CompiledNode, PERIODS} from './nodes.ts'
import {partsOf, shapeOf} from './parts.ts'
import {renderTemplate} from './render-template.ts'
import {templateFile} from './template-names.ts'

/** A node that is written from a template of the project; the context may call macros itself. */
export function templateNode(
  project: Project,
  name: string,
  template: TemplateName,
  upstream: readonly string[],
  context: () => object,
  rest: Partial<Pick<CompiledNode, 'kind' | 'layer' | 'relation' | 'parts' | 'reads'>> = {},
): CompiledNode {
  const {layer = 'marts'} = rest
  const {result, macros} = project.templates.traced(() => renderTemplate(project, template, context()))
  return {
    name,
    kind: 'table',
    layer,
    relation: `${layer}.${name}`,
    file: templateFile(project, template),
    upstream,
    sql: result,
    template: project.templateText(template),
    macros,
    ...rest,
  }
}

/** How a KPI's column is named and filled in wide marts. */
export function columnOf(kpi: Kpi): {ref: string; column: string; zero: boolean} {
  return {ref: kpi.ref, column: kpi.columnName, zero: isZeroWhenEmpty(kpi.term)}
}

/** The marts of charts and tables: their own figures, and one for each table, scatter, matrix and group of bars. */
export function componentMarts(project: Project, measured: readonly string[]): CompiledNode[] {
  const {definitions, tools} = project
  const figures = definitions.componentFigures
  const nodes: CompiledNode[] = []
  if (figures.length > 0) {
    const context = (wanted: readonly ComponentFigure[]) => ({
      combine: combineContext(wanted, tools, true, (_, measure) => measure.id),
      figures: wanted.map(({ref, component, column = null}) => ({ref, component, column})),
    })
    const parts = partsOf(project, 'component_values', figures, {
      keyOf: figure => figure.component,
      measuresOf: figure => figure.measures.map(measure => measure.id),
      definitionOf: ({term, dimensions, column}) => ({formula: shapeOf(term), dimensions, column}),
      context,
    })
    nodes.push(
      templateNode(project, 'component_values', 'component_values', [...measured, PERIODS], () => context(figures), {
        parts,
      }),
    )
  }
  for (const [ref, component] of definitions.components) {
    if (component.form === 'table') {
      const also = Object.keys(component.also)
      nodes.push(
        tableNode(
          project,
          component.table,
          [component.by].flat(),
          component.columns,
          also.length > 0 ? ref : undefined,
          {
            also,
            ...(component.model === undefined
              ? {}
              : {model: component.model, key: component.key!, attributes: Object.keys(component.attributes)}),
          },
        ),
      )
    } else if (component.form === 'scatter') {
      const columns = [...new Set([component.x, component.y, component.size])]
      nodes.push(tableNode(project, component.scatter, [component.by].flat(), columns, undefined, {}))
    } else if (component.form === 'matrix') {
      const {rows, columns, kpi} = component
      const labelled = labelsOf(project, [rows, columns])
      nodes.push(
        templateNode(
          project,
          component.matrix,
          'matrix',
          ['kpi_values', 'component_values', ...labelled.map(each => each.model)],
          () => ({ref, kpi, rows, columns, pair: pairOf(rows, columns), labelled}),
          {reads: readsOf([kpi], [ref])},
        ),
      )
    } else if (component.form === 'bars') {
      const [language] = project.catalog.languages
      const bars = component.groups.flatMap(group =>
        group.bars.map(bar => ({group: group.name[language!], kpi: bar.kpi, dimension: bar.by ?? 'total'})),
      )
      const numbered = bars.map((bar, i) => ({...bar, position: i + 1}))
      const reads = readsOf(bars.map(bar => bar.kpi))
      nodes.push(templateNode(project, component.bars, 'bars', ['kpi_values'], () => ({bars: numbered}), {reads}))
    }
  }
  return nodes
}

function tableNode(
  project: Project,
  name: string,
  dimensions: readonly string[],
  columns: readonly string[],
  own: string | undefined,
  rest: {also?: readonly string[]; model?: string; key?: string; attributes?: readonly string[]},
): CompiledNode {
  const labelled = rest.model === undefined ? labelsOf(project, [...dimensions, ...(rest.also ?? [])]) : []
  const models = rest.model === undefined ? labelled.map(each => each.model) : [rest.model]
  return templateNode(
    project,
    name,
    'table',
    ['kpi_values', ...(own === undefined ? [] : ['component_values']), ...models],
    () => ({
      dimensions,
      own,
      key: rest.key,
      relation: rest.model && relationOf(project, rest.model),
      attributes: rest.attributes ?? [],
      labelled,
      kpis: columns.map(ref => columnOf(project.definitions.kpis.get(ref)!)),
    }),
    {reads: readsOf(columns, own === undefined ? undefined : [own])},
  )
}

/** Of the values of KPIs and of components, the only ones that a mart reads. */
export function readsOf(
  kpis: readonly string[],
  components?: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  return new Map([
    ['kpi_values', [...new Set(kpis)]],
    ...(components === undefined ? [] : [['component_values', components] as const]),
  ])
}

/** Of those dimensions that have one, the model with their values' names. */
function labelsOf(project: Project, dimensions: readonly string[]) {
  return [...new Set(dimensions)].flatMap(name => {
    const labels = project.catalog.dimensions[name]?.labels
    return labels ? [{name, ...labels, relation: relationOf(project, labels.model)}] : []
  })
}

function relationOf(project: Project, model: string): string {
  const layer = project.declarations.files.get(model)?.includes('/marts/') ? 'marts' : 'facts'
  return `${layer}.${model}`
}
