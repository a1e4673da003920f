import {existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {type ModelTestsInput, modelTestsSchema} from '../catalog/model-schemas.ts'
import {validate} from '../catalog/read.ts'
import type {Compiled} from '../compile/project.ts'
import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import {readYaml, type YamlFile, type YamlPath} from '../core/yaml-file.ts'
import {type Database, identifier, literal} from '../sql/duckdb.ts'
import {openEmptyProject} from './empty-project.ts'
import type {GivenRow} from './example-rows.ts'
import {giveRows, materialise} from './given.ts'

export interface ModelTestFile {
  readonly yaml: YamlFile
  readonly input: ModelTestsInput
}

/** A unit test of a model as it ran. */
export interface ModelTestResult {
  readonly file: string
  readonly name: string
  readonly model: string
  readonly ms: number
  readonly problems: readonly Problem[]
}

/** Reads the project's unit tests of models; problems of their form are collected. */
export function readModelTests(compiled: Compiled, problems: Problem[]): ModelTestFile[] {
  const {folder, catalog} = compiled.project
  const tests = join(folder, catalog.paths.model_tests)
  if (!existsSync(tests)) return []
  const models = compiled.nodes
    .filter(node => node.layer === 'facts' || node.layer === 'staging')
    .map(node => node.name)
  return readdirSync(tests)
    .filter(name => /\.ya?ml$/.test(name))
    .sort()
    .flatMap(name => {
      const yaml = readYaml(join(tests, name), join(catalog.paths.model_tests, name))
      problems.push(...yaml.problems)
      const input = yaml.data === undefined ? undefined : validate(modelTestsSchema, yaml, yaml.data, [], problems)
      for (const [i, test] of (input?.tests ?? []).entries()) {
        if (models.includes(test.model)) continue
        problems.push(
          fault('unknown-model', `there is no model "${test.model}"`, {
            ...yaml.place(['tests', i, 'model']),
            hint: suggestion(test.model, models, 'models'),
          }),
        )
      }
      return input ? [{yaml, input}] : []
    })
}

/** Runs unit tests of models: the given rows through everything upstream; the model's rows must be those expected. */
export async function runModelTests(
  compiled: Compiled,
  files: readonly ModelTestFile[],
  wanted: (file: string, name: string) => boolean,
): Promise<ModelTestResult[]> {
  const database = await openEmptyProject(compiled)
  for (const node of compiled.nodes)
    if (node.kind === 'view') await database.run(`create view ${node.relation} as\n${node.sql}`)
  const results: ModelTestResult[] = []
  for (const {yaml, input} of files) {
    for (const [i, test] of input.tests.entries()) {
      if (!wanted(yaml.file, test.name)) continue
      const started = performance.now()
      const problems: Problem[] = []
      const path = ['tests', i]
      await giveRows(
        database,
        compiled,
        test.given as Record<string, GivenRow[]>,
        input.defaults as Record<string, GivenRow>,
        {yaml, path: [...path, 'given']},
        problems,
      )
      if (problems.length === 0) {
        await materialise(database, compiled, [test.model])
        await compare(database, compiled, test.model, test.expect as GivenRow[], yaml, [...path, 'expect'], problems)
      }
      results.push({file: yaml.file, name: test.name, model: test.model, ms: performance.now() - started, problems})
    }
  }
  database.close()
  return results
}

/** Compares as a multiset: each row over the columns that the expected rows name, values cast to the model's types. */
async function compare(
  database: Database,
  compiled: Compiled,
  model: string,
  expected: readonly GivenRow[],
  yaml: YamlFile,
  path: YamlPath,
  problems: Problem[],
): Promise<void> {
  const {relation} = compiled.nodes.find(node => node.name === model)!
  const types = new Map(
    (await database.rows<{column_name: string; column_type: string}>(`describe ${relation}`)).map(row => [
      row.column_name,
      row.column_type,
    ]),
  )
  const columns = [...new Set(expected.flatMap(row => Object.keys(row)))]
  for (const [i, row] of expected.entries()) {
    for (const column of Object.keys(row)) {
      if (!types.has(column))
        problems.push(
          fault('unknown-column', `${model} has no column "${column}"`, {
            ...yaml.keyPlace([...path, i, column]),
            hint: suggestion(column, types.keys(), 'columns'),
          }),
        )
    }
  }
  if (problems.length > 0) return
  const texts = columns.map(column => `cast(${identifier(column)} as varchar)`).join(', ')
  const found = await database.rows<{row: string[]}>(`select [${texts || "''"}] as row from ${relation} order by row`)
  const cells = (row: GivenRow) =>
    columns.map(column =>
      row[column] === null || row[column] === undefined
        ? 'null'
        : `cast(cast(${literal(String(row[column]).replace(/Z$/, ''))} as ${types.get(column)}) as varchar)`,
    )
  const left = found.map(each => JSON.stringify(each.row))
  for (const [i, row] of expected.entries()) {
    const [wanted] = await database.rows<{row: string[]}>(`select [${cells(row).join(', ') || "''"}] as row`)
    const at = left.indexOf(JSON.stringify(wanted!.row))
    if (at < 0)
      problems.push(
        fault('row-missing', `${model} has no row ${describe(columns, wanted!.row)}`, {
          ...yaml.place([...path, i]),
          hint: left.length === 0 ? 'it has no rows' : `it has ${describe(columns, JSON.parse(left[0]!) as string[])}`,
        }),
      )
    else left.splice(at, 1)
  }
  for (const row of left)
    problems.push(
      fault(
        'row-unexpected',
        `${model} has a row that is not expected: ${describe(columns, JSON.parse(row) as string[])}`,
        yaml.place(path),
      ),
    )
}

function describe(columns: readonly string[], row: readonly (string | null)[]): string {
  return columns.map((column, i) => `${column}: ${row[i] ?? '–'}`).join(', ')
}
