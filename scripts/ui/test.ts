import {test} from '../commands/test.ts'
import {EXIT} from '../core/problem.ts'
import {settle} from '../core/settings.ts'
import {formatProblems} from './problems.ts'

export interface TestOptions {
  readonly selectors: readonly string[]
  readonly project?: string
  readonly target?: string
  readonly format: 'text' | 'json'
}

/** Prints the examples that fail, then how many hold. */
export async function testCommand(options: TestOptions): Promise<void> {
  const started = performance.now()
  const results = await test(options, result => {
    if (options.format === 'text' && result.problems.length > 0)
      process.stderr.write(`✗ ${result.file}: ${result.name}\n`)
  })
  const failed = results.filter(result => result.problems.length > 0)
  if (failed.length > 0) process.exitCode = EXIT.failed
  if (options.format === 'json') {
    process.stdout.write(`${JSON.stringify(results, null, 2)}\n`)
    return
  }
  if (failed.length > 0)
    process.stderr.write(
      `\n${formatProblems(
        failed.flatMap(result => result.problems),
        settle(options).project,
      )}\n`,
    )
  const expectations = results.reduce((sum, result) => sum + result.expectations, 0)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  process.stdout.write(
    `${results.length - failed.length} of ${results.length} examples hold (${expectations} expectations, ${seconds} s)\n`,
  )
}
