import {loadProject} from '../compile/load.ts'
import {compileProject} from '../compile/project.ts'
import {type Problem, refuse} from '../core/problem.ts'
import {settle} from '../core/settings.ts'
import {type ExampleResult, readExamples, runExamples} from '../verify/examples.ts'

/** `kpi test`: runs the golden examples of KPIs. */
export async function test(
  options: {project?: string; target?: string; selectors: readonly string[]},
  listen: (result: ExampleResult) => void,
): Promise<ExampleResult[]> {
  const problems: Problem[] = []
  const compiled = compileProject(await loadProject(settle(options).project))
  const files = readExamples(compiled, problems)
  refuse(problems)
  return runExamples(compiled, files, listen)
}
