import {commandLine, planRetry} from '../commands/retry.ts'
import {buildCommand} from './build.ts'
import type {LogFormat} from './complain.ts'
import {testCommand} from './test.ts'

/** Repeats what failed of the last run; says so where nothing did (status 0). */
export async function retryCommand(options: {
  readonly project?: string
  readonly target?: string
  readonly format: 'text' | 'json'
  readonly logFormat?: LogFormat
}): Promise<void> {
  const retry = planRetry(options)
  const {format, logFormat} = options
  const told = {format, ...(logFormat === undefined ? {} : {logFormat})}
  if (retry.which === 'build') return await buildCommand({...retry.options, ...told})
  if (retry.which === 'test') return await testCommand({...retry.options, ...told})
  process.stdout.write(
    format === 'json'
      ? `${JSON.stringify({retried: false}, null, 2)}\n`
      : `nothing to retry: the last run, ${commandLine(retry.args)}, did not fail\n`,
  )
}
