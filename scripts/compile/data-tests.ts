import {fault, type Problem, refuse} from '../core/problem.ts'
import type {DataTest} from './data-test.ts'
import {modelTests, sourceTests} from './declared-tests.ts'
import type {Project} from './load.ts'
import type {CompiledNode} from './nodes.ts'
import {calendarTests, singularTests} from './sql-tests.ts'

/** Every data test of a project: what sources declare of their columns, the tests in the YAML files, and `tests/data/*.sql`. */
export function compileDataTests(project: Project, nodes: readonly CompiledNode[]): DataTest[] {
  const problems: Problem[] = []
  const order = new Map(nodes.map((node, i) => [node.name, i]))
  const relations = new Map(nodes.map(node => [node.name, node.relation]))
  const tests = [
    ...[...project.declarations.sources.keys()].flatMap(name => sourceTests(project, name)),
    ...[...project.declarations.models.keys()].flatMap(name => modelTests(project, name, relations, problems)),
    ...singularTests(project, relations, problems),
    ...calendarTests(project),
  ].map(test => withLastSubject(test, order))
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

/**
 * A test that reads several nodes belongs to the last of them in build order: what depends on that one waits for the test, and none of
 * the others can be made from it.
 */
function withLastSubject(test: DataTest, order: ReadonlyMap<string, number>): DataTest {
  const all = [test.subject, ...test.reads]
  const subject = all.reduce((last, name) => ((order.get(name) ?? -1) > (order.get(last) ?? -1) ? name : last))
  return {...test, subject, reads: all.filter(name => name !== subject)}
}
