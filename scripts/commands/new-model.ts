import {existsSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {TYPE} from '../catalog/model-schemas.ts'
import type {Source} from '../catalog/models.ts'
import type {Compiled} from '../compile/project.ts'
import {yamlText} from '../core/add-to-yaml.ts'
import {fault, ProblemError, refuse} from '../core/problem.ts'
import {bindProject} from '../verify/check.ts'
import type {NewArguments} from './new-draft.ts'
import {
  choose,
  type Draft,
  type DraftFile,
  extended,
  inWords,
  needName,
  sampleRow,
  schemaLine,
  sourceBehind,
} from './new-draft.ts'
import {stagingSql, transformedSql} from './new-sql.ts'

const LAYERS = {stg: 'staging', dim: 'facts', fct: 'facts'} as const

/** A model with its declaration and a unit test; its prefix says of which layer it is. */
export async function draftModel(compiled: Compiled, options: NewArguments): Promise<Draft> {
  const {declarations} = compiled.project
  const name = options.id
  needName(name, 'model')
  const prefix = /^(stg|dim|fct)_./.exec(name)?.[1] as keyof typeof LAYERS | undefined
  if (prefix === undefined) {
    const hint = 'stg_ (a source as recorded), dim_ (a dimension’s values) or fct_ (what KPIs are measured on)'
    throw new ProblemError([
      fault('wrong-name', `"${name}" does not say by its prefix what kind of model it is`, {hint}),
    ])
  }
  if (declarations.files.has(name) || declarations.models.has(name))
    throw new ProblemError([
      fault('already-there', `there is a model "${name}" already`, {hint: 'choose another name'}),
    ])
  const base = name.slice(prefix.length + 1)
  if (prefix === 'stg') {
    const sources = [...declarations.sources.keys()]
    const given = options.from ?? (sources.includes(base) ? base : undefined)
    return stagingDraft(compiled, name, declarations.sources.get(choose('from', given, sources, 'source'))!)
  }
  const models = [...declarations.files.keys()].filter(each => /^(stg|dim|fct)_/.test(each))
  const given = options.from ?? (models.includes(`stg_${base}`) ? `stg_${base}` : undefined)
  return transformedDraft(compiled, name, choose('from', given, models, 'model'))
}

/** The view of a source. */
export function stagingDraft(
  compiled: Compiled,
  name: string,
  source: Pick<Source, 'name' | 'columns' | 'key'>,
): Draft {
  const notes = {
    description: `${inWords(source.name)} as recorded. One row per ${rowOf(source.key)}.`,
    grain: source.key,
  }
  return {
    files: [...modelFiles(compiled, name, stagingSql(source), notes), ...unitTest(compiled, name, source, source.key)],
    test: testOf(compiled, name, source),
  }
}

async function transformedDraft(compiled: Compiled, name: string, from: string): Promise<Draft> {
  const {declarations, templates} = compiled.project
  const source = sourceBehind(compiled, from, new Map())
  const columns = await columnsOf(compiled, from)
  const key = declarations.models.get(from)?.grain ?? source?.key ?? []
  if (key.length === 0 || !key.every(column => column in columns)) {
    const hint = `declare its "grain" first`
    throw new ProblemError([fault('no-grain', `nothing says which columns identify a row of ${from}`, {hint})])
  }
  const moments = templates.macros.has('local_time')
    ? Object.keys(columns).filter(column => columns[column] === 'TIMESTAMP' && !isTwin(column, columns))
    : []
  const twins = moments.filter(column => !(`${column}_local` in columns))
  const own = {
    ...mapValues(columns, (column, type) => ({type, description: `${inWords(column)}.`})),
    ...Object.fromEntries(
      twins.map(column => [`${column}_local`, {type: 'TIMESTAMP', description: `${column} in local time.`}]),
    ),
  }
  const dimensions = name.startsWith('fct_') ? dimensionsOf(compiled, columns) : {}
  const notes = {
    description: `${inWords(name.slice(4))}, from ${from}. One row per ${rowOf(key)}.`,
    grain: key,
    columns: own,
    ...(Object.keys(dimensions).length === 0 ? {} : {dimensions}),
  }
  const files = modelFiles(compiled, name, transformedSql(from, Object.keys(columns), twins), notes)
  if (!source) return {files}
  return {files: [...files, ...unitTest(compiled, name, source, key)], test: testOf(compiled, name, source)}
}

/** Where the models of a layer lie: beside those of the same prefix, else in a folder called after the layer. */
function folderOf({project: {declarations, catalog}}: Compiled, prefix: string): string {
  const beside = [...declarations.files].find(([name]) => name.startsWith(`${prefix}_`))
  if (beside) return dirname(beside[1])
  const layer = LAYERS[prefix as keyof typeof LAYERS]
  const {models} = catalog.paths
  return models.find(folder => folder.endsWith(`/${layer}`)) ?? join(models[0]!, layer)
}

function modelFiles(compiled: Compiled, name: string, sql: string, notes: object): DraftFile[] {
  const {declarations, folder} = compiled.project
  const prefix = name.slice(0, 3)
  const place = folderOf(compiled, prefix)
  const beside = [...declarations.models.values()].find(
    model => model.name.startsWith(`${prefix}_`) && dirname(model.yaml.file) === place,
  )
  const written = {file: join(place, `${name}.sql`), text: sql}
  // where each model has a file of its own, so has this one
  if (beside && !beside.yaml.file.endsWith(`/${beside.name}.yml`))
    return [written, extended(folder, beside.yaml.file, 'models', name, notes)]
  const file = join(place, `${beside ? name : LAYERS[prefix as keyof typeof LAYERS]}.yml`)
  if (existsSync(join(folder, file))) return [written, extended(folder, file, 'models', name, notes)]
  return [written, {file, text: schemaLine(folder, place) + yamlText({models: {[name]: notes}})}]
}

const head = ({project: {folder, catalog}}: Compiled) => schemaLine(folder, catalog.paths.model_tests)
const testFile = ({project}: Compiled, name: string) => join(project.catalog.paths.model_tests, `${name}.yml`)

function unitTest(compiled: Compiled, name: string, source: Pick<Source, 'name' | 'columns'>, key: readonly string[]) {
  const row = sampleRow(source)
  const expected = Object.fromEntries(key.map(column => [column, row[column]!]))
  const test = {name: `${name}: a row is a row`, model: name, given: {[source.name]: [row]}, expect: [expected]}
  return [{file: testFile(compiled, name), text: head(compiled) + yamlText({tests: [test]})}]
}

function testOf(compiled: Compiled, name: string, source: {readonly name: string}): NonNullable<Draft['test']> {
  const test = {name: `${name}: without rows there are none`, model: name, given: {[source.name]: []}, expect: []}
  return {file: testFile(compiled, name), simpler: head(compiled) + yamlText({tests: [test]})}
}

/** Names and types of a model's columns, found by binding the project to empty tables. */
async function columnsOf(compiled: Compiled, model: string): Promise<Record<string, string>> {
  const {relation} = compiled.nodes.find(node => node.name === model)!
  let columns: Record<string, string> = {}
  const problems = await bindProject(compiled, async database => {
    const rows = await database.rows<{column_name: string; column_type: string}>(`describe select * from ${relation}`)
    columns = Object.fromEntries(rows.map(row => [row.column_name, row.column_type]))
  })
  refuse(problems)
  return Object.fromEntries(Object.entries(columns).filter(([, type]) => TYPE.test(type)))
}

/** The catalog's dimensions that other models have in columns which this one has, too. */
function dimensionsOf({project: {catalog, declarations}}: Compiled, columns: Readonly<Record<string, string>>) {
  const found: Record<string, string> = {}
  for (const dimension of Object.keys(catalog.dimensions)) {
    const used = [...declarations.models.values()].map(model => model.dimensions?.[dimension])
    const column = [dimension, ...used].find(each => each !== undefined && each in columns)
    if (column !== undefined) found[dimension] = column
  }
  return found
}

const isTwin = (column: string, columns: object) => column.endsWith('_local') && column.slice(0, -6) in columns
/** What a row is, said by its key: `order_id` → "order". */
export const rowOf = (key: readonly string[]) =>
  key.map(column => column.replace(/_id$/, '').replaceAll('_', ' ')).join(' and ')

function mapValues<V, W>(record: Readonly<Record<string, V>>, change: (key: string, value: V) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(key, value)]))
}
