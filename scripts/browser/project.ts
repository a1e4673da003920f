import type HandlebarsFull from 'handlebars'
import runtime from 'handlebars/runtime.js'
import type {Catalog} from '../catalog/catalog.ts'
import type {Definitions, Measure} from '../catalog/definitions.ts'
import type {ModelNotes} from '../catalog/models.ts'
import type {Project} from '../compile/load.ts'
import {type Ready, registerHelpers, run} from '../compile/rendering.ts'
import type {Templates} from '../compile/templates.ts'
import type {YamlFile} from '../core/yaml-file.ts'
import type {Expression} from '../sql/expressions.ts'

/** The part of Handlebars that runs compiled templates; its own declarations don't say so. */
const Handlebars = runtime as unknown as typeof HandlebarsFull

/** What is needed of a compiled project to write its statements and draw its pages elsewhere. */
export interface ProjectContent {
  readonly catalog: Omit<Catalog, 'yaml'>
  readonly definitions: Definitions
  readonly models: ReadonlyMap<string, Omit<ModelNotes, 'yaml'>>
  /** Models' files, as in `Declarations`. */
  readonly files: ReadonlyMap<string, string>
  readonly expressions: ReadonlyMap<string, Expression>
  readonly macros: Templates['macros']
}

/** A compiled project as a script carries it: data that JSON can hold, and templates compiled to functions. */
export interface ProjectImage {
  /** Every measure once: the content names them by number, since the engine tells measures apart by identity. */
  readonly measures: readonly Measure[]
  /** `ProjectContent`, packed: see `unpack`. */
  readonly content: unknown
  /** Compiled by Handlebars: macros by name, templates by file. */
  readonly macros: Readonly<Record<string, unknown>>
  readonly templates: Readonly<Record<string, unknown>>
}

/** How a packed content writes what JSON can't: `{"@map": entries}`, and `{"@measure": number}`. */
export const MAP = '@map'
export const MEASURE = '@measure'

/** The project of an image, from which the engine compiles the same statements as from the project's files. Nothing of it can be read from disk. */
export function projectOf(image: ProjectImage): Project {
  const content = unpack(image) as ProjectContent
  const catalog = {...content.catalog, yaml: NO_YAML}
  const declarations = {
    sources: new Map(),
    models: new Map([...content.models].map(([name, model]) => [name, {...model, yaml: NO_YAML}])),
    files: content.files,
  }
  const templates = templatesOf(image, content.macros)
  const {expressions, definitions} = content
  const tools = {templates, declarations, expressions, timezone: catalog.timezone}
  const settings = {variables: new Map(), limits: {}, args: [], from: {}}
  return {
    folder: '',
    settings,
    catalog,
    declarations,
    definitions,
    templates,
    tools,
    needed: [],
    templateText: () => '',
  }
}

function unpack({measures, content}: ProjectImage): unknown {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit)
    if (typeof value !== 'object' || value === null) return value
    if (MEASURE in value) return measures[value[MEASURE] as number]
    if (MAP in value) return new Map(visit(value[MAP]) as [unknown, unknown][])
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, visit(each)]))
  }
  return visit(content)
}

function templatesOf(image: ProjectImage, macros: Templates['macros']): Templates {
  const handlebars = Handlebars.create()
  registerHelpers(handlebars)
  const ready = (specification: unknown) => handlebars.template(specification as TemplateSpecification) as Ready
  for (const [name, specification] of Object.entries(image.macros))
    handlebars.registerPartial(name, ready(specification) as HandlebarsFull.Template)
  const templates = new Map(Object.entries(image.templates).map(([file, each]) => [file, ready(each)]))
  const calls = new Map([...macros.keys()].map(name => [name, handlebars.partials[name] as Ready]))
  return {
    macros,
    render: ({file}, context) => run(templates.get(file)!, context),
    macro: (name, context) => run(calls.get(name)!, context),
    check: () => [],
    traced: work => ({result: work(), macros: []}),
  }
}

/** An image has no positions: problems were told when it was made. */
const NO_YAML: YamlFile = {
  file: '',
  text: '',
  data: undefined,
  problems: [],
  place: () => ({file: '', line: 1, column: 1}),
  keyPlace: () => ({file: '', line: 1, column: 1}),
  placeInside: () => ({file: '', line: 1, column: 1}),
}
