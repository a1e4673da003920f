import {fault, type Problem, refuse} from '../core/problem.ts'
import type {DataTest} from './data-test.ts'
import {modelTests, sourceTests} from './declared-tests.ts'
import type {Project} from './load.ts'
import type {CompiledNode} from './nodes.ts'
import {calendarTests, singularTests} from './sql-tests.ts'

/** Every data test of a project: what sources declare of their columns, the tests in the YAML files, and `tests/data/*.sql`. */
export function compileDataTests(project: Project, nodes: readonly CompiledNode[]): DataTest[] {
  const problems: Problem[] = []
  const relations = new Map(nodes.map(node => [node.name, node.relation]))
  const tests = [
    ...[...project.declarations.sources.keys()].flatMap(name => sourceTests(project, name)),
    ...[...project.declarations.models.keys()].flatMap(name => modelTests(project, name, relations, problems)),
    ...singularTests(project, relations, problems),
    ...calendarTests(project),
  ]
  const seen = new Map<string, DataTest>()
  for (const test of tests) {
    const twin = seen.get(test.name)
    if (twin)
      problems.push(
        fault('duplicate-test', `two tests are named "${test.name}"`, {
          ...test.place,
          hint: 'give one of them a "name"',
        }),
      )
    seen.set(test.name, test)
  }
  refuse(problems)
  return tests
}
