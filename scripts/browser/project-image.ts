import Handlebars from 'handlebars'
import {type Catalog, isHidden} from '../catalog/catalog.ts'
import type {KpiInput} from '../catalog/catalog-schema.ts'
import type {Definitions, Measure} from '../catalog/definitions.ts'
import type {Project} from '../compile/load.ts'
import {templateFile} from '../compile/template-names.ts'
import {COMPILING} from '../compile/templates.ts'
import {MAP, MEASURE, type ProjectContent} from './project.ts'

/** The templates that statements compiled in the browser need. */
const TEMPLATES = ['query', 'list'] as const

/**
 * A classic script that sets `globalThis.kpiProject` to the image of a project (`ProjectImage`), for `projectOf`. The same project
 * gives the same text.
 */
export function projectScript(project: Project): string {
  const measures = [...measuresOf(project.definitions)]
  const numbers = new Map(measures.map((measure, i) => [measure, i]))
  const data = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c')
  const compiled = (entries: Iterable<readonly [string, string]>) =>
    `{${[...entries].map(([name, text]) => `${data(name)}:${Handlebars.precompile(text, COMPILING)}`).join(',')}}`
  const macros = [...project.templates.macros.values()].map(({name, text}) => [name, text] as const)
  const templates = TEMPLATES.map(name => [templateFile(project, name), project.templateText(name)] as const)
  return `globalThis.kpiProject={measures:${data(measures)},content:${data(pack(contentOf(project), numbers))},macros:${compiled(macros)},templates:${compiled(templates)}}\n`
}

function measuresOf({kpis, histograms, componentFigures, measures}: Definitions): Set<Measure> {
  return new Set([
    ...[...measures.values()].map(each => each.measure),
    ...[...kpis.values(), ...componentFigures].flatMap(each => each.measures),
    ...histograms.flatMap(each => each.slots.flatMap(slot => (slot.share ? [slot.measure, slot.share] : slot.measure))),
  ])
}

function contentOf({catalog, definitions, declarations, tools, templates}: Project): ProjectContent {
  const {yaml: _, ...header} = catalog
  const {kpis, histograms, componentFigures, components, measures} = definitions
  return {
    catalog: {...header, kpis: new Map([...catalog.kpis].map(([ref, input]) => [ref, withoutPeople(input, catalog)]))},
    definitions: {
      kpis: new Map([...kpis].map(([ref, kpi]) => [ref, {...kpi, input: withoutPeople(kpi.input, catalog)}])),
      histograms,
      componentFigures,
      components,
      measures,
    },
    models: new Map(
      [...declarations.models].map(([name, {yaml: _, columns, ...model}]) => [
        name,
        {
          ...model,
          tests: [],
          columns:
            columns &&
            Object.fromEntries(
              Object.entries(columns).map(([column, {type}]) => [column, {type, description: '', tests: []}]),
            ),
        },
      ]),
    ),
    files: declarations.files,
    expressions: new Map(
      [...tools.expressions].map(([text, each]) => [text, {...each, faults: [], canonical: ''}] as const),
    ),
    macros: new Map(
      [...templates.macros].map(([name, macro]) => [name, {...macro, text: '', description: ''}] as const),
    ),
  }
}

/** A KPI without the targets of people whose names are not published. */
function withoutPeople(input: KpiInput, catalog: Catalog): KpiInput {
  if (!input.target?.by) return input
  const by = Object.entries(input.target.by).filter(([dimension]) => !isHidden(catalog, dimension))
  return {...input, target: {...input.target, by: Object.fromEntries(by)}}
}

/** The content as JSON can hold it: see `projectOf`. */
function pack(value: unknown, numbers: ReadonlyMap<object, number>): unknown {
  if (typeof value !== 'object' || value === null) return value
  const number = numbers.get(value)
  if (number !== undefined) return {[MEASURE]: number}
  if (value instanceof Map) return {[MAP]: [...value].map(([key, each]) => [key, pack(each, numbers)])}
  if (Array.isArray(value)) return value.map(each => pack(each, numbers))
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, pack(each, numbers)]))
}
