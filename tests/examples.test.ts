import {describe, expect, test} from 'vitest'
import {loadProject} from '../scripts/compile/load.ts'
import {compileProject} from '../scripts/compile/project.ts'
import type {Problem} from '../scripts/core/problem.ts'
import {formatProblems} from '../scripts/ui/problems.ts'
import {readExamples, runExamples} from '../scripts/verify/examples.ts'
import {readModelTests, runModelTests} from '../scripts/verify/model-tests.ts'

// The project's own golden examples and unit tests of models, as `kpi test` runs them: one test each, named as in its file.
const folder = process.cwd()
const problems: Problem[] = []
const compiled = compileProject(await loadProject(folder))
const examples = await runExamples(compiled, readExamples(compiled, problems))
const models = await runModelTests(compiled, readModelTests(compiled, problems), () => true)

test('the examples can be read', () => expect(problems).toEqual([]))

describe.each([
  ['golden examples', examples],
  ['unit tests of models', models],
])('%s', (_, results) => {
  test.each(results.map(result => [`${result.file}: ${result.name}`, result] as const))('%s', (_name, result) => {
    expect(result.problems.length === 0 ? '' : formatProblems(result.problems, folder)).toBe('')
  })
})

test('every KPI and histogram has a golden example', () => {
  const covered = new Set(examples.flatMap(example => example.refs))
  const {kpis, histograms} = compiled.project.definitions
  expect([...kpis.keys(), ...histograms.map(each => each.ref)].filter(ref => !covered.has(ref))).toEqual([])
})
