import type {ColumnTestInput, RowTestInput} from '../catalog/model-schemas.ts'
import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import type {YamlPath} from '../core/yaml-file.ts'
import {identifier, literal} from '../sql/duckdb.ts'
import type {DataTest} from './data-test.ts'
import type {Project} from './load.ts'

/** Keys, values, references and ranges that a source's columns declare. */
export function sourceTests(project: Project, name: string): DataTest[] {
  const source = project.declarations.sources.get(name)!
  const relation = `sources.${identifier(name)}`
  const subject = `source:${name}`
  const base = ['sources', name]
  const tests: DataTest[] = [
    {
      name: `${name}_key`,
      subject,
      reads: [],
      severity: 'error',
      threshold: 0,
      complaint: `the key ${source.key.join(', ')} is not unique`,
      sql: uniqueSql(relation, source.key),
      place: source.yaml.place([...base, 'key']),
      columns: source.key,
    },
  ]
  for (const [column, declared] of Object.entries(source.columns)) {
    const add = (kind: string, complaint: string, condition: string, reads: readonly string[] = []) =>
      tests.push({
        name: `${name}_${column}_${kind}`,
        subject,
        reads,
        severity: declared.severity ?? 'error',
        threshold: 0,
        complaint,
        columns: [column],
        ...(kind === 'values' ? {values: declared.values} : {}),
        sql: `select tested.*\nfrom ${relation} as tested\nwhere ${condition}\n`,
        place: source.yaml.keyPlace([...base, 'columns', column]),
      })
    const value = `tested.${identifier(column)}`
    if (declared.values)
      add(
        'values',
        `${column} is none of ${declared.values.join(', ')}`,
        `${value} is not null and ${value} not in (${declared.values.map(literal).join(', ')})`,
      )
    if (declared.min !== undefined) add('min', `${column} is less than ${declared.min}`, `${value} < ${declared.min}`)
    if (declared.max !== undefined) add('max', `${column} is more than ${declared.max}`, `${value} > ${declared.max}`)
    if (declared.references) {
      const [parent, key] = declared.references.split('.') as [string, string]
      const orphan = `${value} is not null and not exists (select 1 from sources.${identifier(parent)} as parent where parent.${identifier(key)} = ${value})`
      add('reference', `${column} is not in ${declared.references}`, orphan, [`source:${parent}`])
    }
  }
  for (const [i, test] of source.tests.entries()) {
    const path = [...base, 'tests', i]
    const made = rowTestSql(test, relation)
    tests.push({
      name: test.name ?? `${name}_${made.kind}_${i + 1}`,
      subject,
      reads: [],
      ...settings(test),
      complaint: made.complaint,
      sql: made.sql,
      place: source.yaml.place(path),
    })
  }
  return tests
}

/** The tests in a model's YAML, and that its grain is unique. */
export function modelTests(
  project: Project,
  name: string,
  relations: ReadonlyMap<string, string>,
  problems: Problem[],
): DataTest[] {
  const model = project.declarations.models.get(name)!
  const relation = relations.get(name)
  if (relation === undefined) return []
  const {yaml} = model
  const tests: DataTest[] = []
  const add = (
    given: RowTestInput | Exclude<ColumnTestInput, string>,
    kind: string,
    path: YamlPath,
    complaint: string,
    sql: string,
    reads: readonly string[] = [],
  ) =>
    tests.push({
      name: given.name ?? `${name}_${kind}`,
      subject: name,
      reads,
      ...settings(given),
      complaint,
      sql,
      place: yaml.place(path),
    })
  for (const [i, test] of model.tests.entries()) {
    const made = rowTestSql(test, relation)
    add(test, `${made.kind}_${i + 1}`, ['models', name, 'tests', i], made.complaint, made.sql)
  }
  if (model.grain && relation !== undefined) {
    add(
      {},
      'grain',
      ['models', name, 'grain'],
      `the grain ${model.grain.join(', ')} is not unique`,
      uniqueSql(relation, model.grain),
    )
  }
  for (const [column, {tests: given}] of Object.entries(model.columns ?? {})) {
    for (const [i, each] of given.entries()) {
      const path = ['models', name, 'columns', column, 'tests', i]
      const test = typeof each === 'string' ? {[each]: true as const} : each
      const value = `tested.${identifier(column)}`
      const where = (condition: string) => `select tested.*\nfrom ${relation} as tested\nwhere ${condition}\n`
      if (test.not_null) add(test, `${column}_not_null`, path, `${column} is empty`, where(`${value} is null`))
      if (test.unique) add(test, `${column}_unique`, path, `${column} is not unique`, uniqueSql(relation, [column]))
      if (test.accepted_values)
        add(
          test,
          `${column}_values`,
          path,
          `${column} is none of ${test.accepted_values.join(', ')}`,
          where(
            `${value} is not null and cast(${value} as varchar) not in (${test.accepted_values.map(literal).join(', ')})`,
          ),
        )
      if (test.expression)
        add(test, `${column}_expression_${i + 1}`, path, `not (${test.expression})`, where(`not (${test.expression})`))
      if (test.relationships) {
        const {to, column: key} = test.relationships
        const parent = relations.get(to)
        if (parent === undefined)
          problems.push(
            fault('unknown-model', `there is no model "${to}"`, {
              ...yaml.place([...path, 'relationships', 'to']),
              hint: suggestion(to, relations.keys(), 'models'),
            }),
          )
        add(
          test,
          `${column}_relationship`,
          path,
          `${column} is not in ${to}.${key}`,
          where(
            `${value} is not null and not exists (select 1 from ${parent} as parent where parent.${identifier(key)} = ${value})`,
          ),
          [to],
        )
      }
    }
  }
  return tests
}

function rowTestSql(test: RowTestInput, relation: string): {kind: string; complaint: string; sql: string} {
  if (test.expression !== undefined)
    return {
      kind: 'expression',
      complaint: `not (${test.expression})`,
      sql: `select tested.*\nfrom ${relation} as tested\nwhere not (${test.expression})\n`,
    }
  if (test.unique)
    return {kind: 'unique', complaint: `${test.unique.join(', ')} is not unique`, sql: uniqueSql(relation, test.unique)}
  const {min, max} = test.row_count ?? {}
  const outside = [
    ...(min === undefined ? [] : [`counted.row_count < ${min}`]),
    ...(max === undefined ? [] : [`counted.row_count > ${max}`]),
  ]
  return {
    kind: 'row_count',
    complaint: `the number of rows is not ${[...(min === undefined ? [] : [`at least ${min}`]), ...(max === undefined ? [] : [`at most ${max}`])].join(' and ')}`,
    sql: `select counted.row_count\nfrom (select count(*) as row_count from ${relation}) as counted\nwhere ${outside.join(' or ') || 'false'}\n`,
  }
}

/** Rows whose key stands more than once; keys are found by grouping, which is far cheaper than a window over every row. */
function uniqueSql(relation: string, columns: readonly string[]): string {
  const names = columns.map(identifier)
  return [
    'select tested.*',
    `from ${relation} as tested`,
    'inner join (',
    `    select ${names.join(', ')}`,
    `    from ${relation}`,
    `    group by ${names.join(', ')}`,
    '    having count(*) > 1',
    ') as repeated',
    `    on ${names.map(name => `tested.${name} is not distinct from repeated.${name}`).join(' and ')}`,
    `order by ${names.map(name => `tested.${name}`).join(', ')}`,
    '',
  ].join('\n')
}

function settings(test: {severity?: 'error' | 'warn'; threshold?: number}) {
  return {severity: test.severity ?? ('error' as const), threshold: test.threshold ?? 0}
}
