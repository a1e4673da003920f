import {z} from 'zod'
import {
  AGGREGATES,
  COMPONENT_FORMS,
  headerShape,
  KPI_FORMS,
  measureSchema,
  narrowingSchema,
  stockSchema,
  texts,
} from '../catalog/catalog-schema.ts'
import {examplesSchema, modelsSchema, modelTestsSchema, sourcesSchema} from '../catalog/model-schemas.ts'
import {settingsSchema} from '../catalog/settings-schema.ts'
import {strict} from '../catalog/strict.ts'
import {loadProject, type Project} from '../compile/load.ts'
import type {Macro} from '../compile/templates.ts'
import {settle} from '../core/settings.ts'

/** Where the reference lies in a project. */
export const REFERENCE_FILE = 'docs/catalog-reference.md'

/** `kpi docs`: every key of the project's YAML files, its macros, facts, dimensions, families and scales, as Markdown. */
export async function docs(options: {project?: string}): Promise<string> {
  return reference(await loadProject(settle(options)))
}

function reference(project: Project): string {
  const parts = [
    '# Catalog reference',
    'Written by `kpi docs --write` from the schemas that check the files and from the project itself; do not edit it. ' +
      'The ideas behind the keys, with examples, are in [catalog-language.md](catalog-language.md).',
    'In the tables, `texts` is one text per language of the catalog (`{en: …}`), a `name` is a name in SQL (lower case), ' +
      'a `reference` is that of a KPI, a `duration` is written as `30 s`, `10 min`, `24 h` or `7 days`, and an `expression` is SQL ' +
      'over the columns of a fact with the [macros](#macros-for-expressions) below.',
    ...catalogKeys(),
    ...otherFiles(),
    ...macros(project),
    ...facts(project),
    ...header(project),
  ]
  return `${parts.join('\n\n')}\n`
}

// ---------------------------------------------------------------- keys, from the schemas

interface Schema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly pattern?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly minLength?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
}

const jsonSchema = (schema: z.ZodType) => {
  const {$schema: _, ...rest} = z.toJSONSchema(schema, {io: 'input', unrepresentable: 'any'})
  return rest as Schema
}

/** A schema without its description, which may differ from place to place. */
const shapeOf = ({description: _, ...shape}: Schema) => JSON.stringify(shape)

/** What has a word of its own: texts, and definitions written in place of a reference; told by their shape. */
const KNOWN = new Map(
  Object.entries({texts, measure: measureSchema, narrowing: narrowingSchema, stock: stockSchema}).map(
    ([name, schema]) => [shapeOf(jsonSchema(schema)), name],
  ),
)
/** Descriptions that only say the form of a value, which the table says already. */
const GENERIC = /^(A lower-case SQL name|Reference of a KPI|SQL over the fact's columns|One text per language)\b/

function catalogKeys(): string[] {
  const kpis = mapValues(KPI_FORMS, jsonSchema)
  const components = mapValues(COMPONENT_FORMS, jsonSchema)
  return [
    '## `kpi-catalog.yml`: the header',
    keyTable(jsonSchema(strict(headerShape))),
    '## `kpis`: what every KPI has',
    'Under `kpis`, by reference: letters first, words joined by hyphens.',
    keyTable(shared(Object.values(kpis))),
    ...Object.entries(kpis).flatMap(([form, schema]) => [
      `### A ${form}`,
      ...(form === 'measure' ? [`Exactly one of ${AGGREGATES.map(code).join(', ')}.`] : []),
      keyTable(without(schema, shared(Object.values(kpis)))),
    ]),
    '## `components`: what every chart and table has',
    'Under `components`, by reference, in the same space as those of KPIs.',
    keyTable(shared(Object.values(components))),
    ...Object.entries(components).flatMap(([form, schema]) => [
      `### ${form.slice(0, 1).toUpperCase()}${form.slice(1)}`,
      keyTable(without(schema, shared(Object.values(components)))),
    ]),
  ]
}

function otherFiles(): string[] {
  return [
    '## `sources.yml`',
    'Any `.yml` file in the models’ folders that has the key `sources`.',
    keyTable(jsonSchema(sourcesSchema)),
    '## The `.yml` beside models',
    keyTable(jsonSchema(modelsSchema)),
    '## `kpi-settings.yml`',
    'Beside the catalog; see [development and production](how-to/dev-and-prod.md).',
    keyTable(jsonSchema(settingsSchema)),
    '## Golden examples',
    'Each `.yml` file of the examples’ folder.',
    keyTable(jsonSchema(examplesSchema)),
    '## Unit tests of models',
    'Each `.yml` file of the model tests’ folder.',
    keyTable(jsonSchema(modelTestsSchema)),
  ]
}

/** The keys that all of the schemas have, alike. */
function shared(schemas: readonly Schema[]): Schema {
  const [first, ...others] = schemas
  const alike = (key: string, schema: Schema) =>
    others.every(other => JSON.stringify(other.properties?.[key]) === JSON.stringify(schema))
  const properties = Object.fromEntries(Object.entries(first!.properties!).filter(([key, value]) => alike(key, value)))
  return {type: 'object', properties, required: first!.required!.filter(key => key in properties)}
}

function without(schema: Schema, common: Schema): Schema {
  const properties = Object.fromEntries(
    Object.entries(schema.properties!).filter(([key]) => !(key in common.properties!)),
  )
  return {...schema, properties}
}

function keyTable(schema: Schema): string {
  return table(['key', 'value', '', 'meaning'], keyRows(schema, ''))
}

/** A row per key; the keys of mappings inside follow with their path, `<name>` standing for names of one's own. */
function keyRows(schema: Schema, path: string): string[][] {
  const properties = Object.entries(schema.properties ?? {})
  const aggregates: readonly string[] =
    path !== '' && AGGREGATES.every(key => key in (schema.properties ?? {})) ? AGGREGATES : []
  const first =
    aggregates.length > 0
      ? [[code(`${path}<aggregate>`), 'as in a measure', 'required', `One of ${aggregates.map(code).join(', ')}.`]]
      : []
  const own = properties.filter(([key]) => !aggregates.includes(key))
  return [...first, ...own.flatMap(([key, value]) => keyRow(path, key, value, schema.required?.includes(key) ?? false))]
}

function keyRow(path: string, key: string, schema: Schema, required: boolean): string[][] {
  const presence = required ? 'required' : isPlain(schema.default) ? `default ${code(yaml(schema.default))}` : ''
  // a text that may not be empty is an expression, unless it is for people
  const expression =
    schema.type === 'string' && schema.minLength === 1 && !schema.pattern && !['name', 'description'].includes(key)
  const meaning =
    [schema.description, schema.items?.description].find(text => text !== undefined && !GENERIC.test(text)) ?? ''
  const row = [code(path + key), code(expression ? 'expression' : typeOf(schema)), presence, meaning]
  const values = valuesOf(schema)
  const inside = mappingIn(schema.items ?? values ?? schema)
  return [row, ...keyRows(inside, `${path}${key}.${values === undefined ? '' : '<name>.'}`)]
}

/** The mapping among the alternatives of a value, unless it has a word of its own. */
function mappingIn(schema: Schema): Schema {
  return schema.anyOf?.find(each => each.properties && !KNOWN.has(shapeOf(each))) ?? schema
}

/** The schema of a mapping's values, where its keys are free. */
function valuesOf(schema: Schema): Schema | undefined {
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined
}

/** What a value looks like, in the manner of YAML: `[reference, …]`, `{name: number}`. */
function typeOf(schema: Schema): string {
  const known = KNOWN.get(shapeOf(schema))
  if (known !== undefined) return known
  if (schema.const !== undefined) return String(schema.const)
  if (schema.enum) return schema.enum.join(' | ')
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' | ')
  if (typeof schema.type === 'object') return schema.type.join(' | ')
  if (schema.type === 'array') return `[${typeOf(schema.items ?? {})}, …]`
  if (schema.type === 'object') {
    const values = valuesOf(schema)
    return values === undefined ? '{…}' : `{name: ${typeOf(values)}}`
  }
  if (schema.type === 'string') return schema.format ?? (schema.pattern === undefined ? 'text' : textOf(schema.pattern))
  if (schema.type === 'boolean') return 'true | false'
  return schema.type ?? 'value'
}

/** What a text of a certain form is, told by what fits the form. */
function textOf(pattern: string): string {
  const samples = {
    name: 'fct_days',
    reference: 'Card-10',
    duration: '30 days',
    currency: 'EUR',
    language: 'en',
    'table.column': 'days.day_id',
    type: 'TIMESTAMP',
  }
  return Object.entries(samples).find(([, sample]) => new RegExp(pattern).test(sample))?.[0] ?? 'text'
}

const isPlain = (value: unknown) =>
  value !== undefined && !(typeof value === 'object' && Object.keys(value as object).length === 0)
const yaml = (value: unknown) => (Array.isArray(value) ? `[${value.join(', ')}]` : String(value))

// ---------------------------------------------------------------- what this project has

/** Macros, first those for the catalog's expressions: those that it calls, and those that need a column's local twin. */
function macros(project: Project): string[] {
  const called = new Set([...project.tools.expressions.values()].flatMap(each => each.functions.map(use => use.name)))
  const all = [...project.templates.macros.values()]
  const inExpressions = (macro: Macro) => called.has(macro.name) || macro.parameters.some(parameter => parameter.local)
  const row = (macro: Macro) => [
    code(`${macro.name}(${macro.parameters.map(each => each.name).join(', ')})`),
    sentence(macro.description),
    link(macro.file),
  ]
  const head = ['macro', 'what it gives', 'file']
  const parts = [
    '## Macros for expressions',
    'Called like functions: `seconds(a, b)`. A parameter of a period helper is a column with a local twin.',
  ]
  return [
    ...parts,
    table(head, all.filter(inExpressions).map(row)),
    '## Macros for models and templates',
    'Called as Handlebars partials: `{{> local_time moment="orders.ordered_at"}}`.',
    table(head, all.filter(macro => !inExpressions(macro)).map(row)),
  ]
}

/** Models with declared columns, but for marts: what KPIs can be measured on. */
function facts({declarations}: Project): string[] {
  const rows = [...declarations.models.values()]
    .filter(model => model.columns && declarations.files.get(model.name)?.includes('/marts/') === false)
    .map(model => {
      const columns = model.columns!
      const anchors = Object.keys(columns).filter(name => columns[name]!.type === 'DATE' || `${name}_local` in columns)
      const sets = Object.entries({default: model.dimensions ?? {}, ...model.dimension_sets}).filter(
        ([, set]) => Object.keys(set).length > 0,
      )
      return [
        link(model.yaml.file, model.name),
        model.description.trim(),
        anchors.map(code).join(', '),
        sets
          .map(([name, set]) => `${name === 'default' ? '' : `${code(name)}: `}${Object.keys(set).join(', ')}`)
          .join('<br>'),
      ]
    })
  return [
    '## Facts and dimension tables',
    'Columns are described in the file behind each name.',
    table(['model', 'what it holds', 'can be dated by', 'dimensions'], rows),
  ]
}

function header({catalog}: Project): string[] {
  const [language] = catalog.languages
  const dimensions = Object.entries(catalog.dimensions).map(([name, dimension]) => [
    code(name),
    dimension.name[language!]!,
    dimension.values ? Object.keys(dimension.values).map(code).join(', ') : 'open',
    dimension.labels ? `${dimension.labels.model}.${dimension.labels.label}` : '',
  ])
  const families = Object.entries(catalog.families).map(([name, family]) => [
    code(name),
    family.name[language!]!,
    code(`marts.${name}`),
    (family.description?.[language!] ?? '').trim(),
  ])
  const scales = Object.entries(catalog.scales).map(([name, scale]) => [
    code(name),
    scale.unit,
    scale.slots.map(slot => slot.label[language!]!).join(', '),
  ])
  return [
    '## Dimensions',
    `Local days of ${catalog.timezone}; amounts in ${catalog.currency}; texts in ${catalog.languages.join(', ')}.`,
    table(['dimension', 'name', 'values', 'labels from'], dimensions),
    '## Families',
    table(['family', 'name', 'mart', 'description'], families),
    ...(scales.length === 0 ? [] : ['## Scales', table(['scale', 'unit', 'slots'], scales)]),
  ]
}

// ---------------------------------------------------------------- Markdown

const code = (text: string) => `\`${text}\``
const link = (file: string, text = file) => `[${text}](../${file})`
const sentence = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function mapValues<V, W>(record: Readonly<Record<string, V>>, change: (value: V) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
