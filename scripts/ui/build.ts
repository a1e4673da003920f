import {type BuildArguments, type BuildSummary, build} from '../commands/build.ts'
import {settle} from '../core/settings.ts'
import {BuildError} from '../execute/failure.ts'
import {failureSummary, summaryText} from './build-summary.ts'
import {complain, type LogFormat} from './complain.ts'
import {drawProgress} from './progress.ts'

export type BuildOptions = BuildArguments & {readonly format: 'text' | 'json'; readonly logFormat?: LogFormat}

/** Runs a build, its progress on stderr, its summary on stdout; of one that fails, problems and what is left on stderr (status 1). */
export async function buildCommand(options: BuildOptions): Promise<void> {
  const place = settle(options)
  const progress = drawProgress(process.stderr, place.project, options.logFormat)
  const tell = (summary: BuildSummary) => process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`)
  try {
    const summary = await build(options, progress.listen).finally(progress.end)
    if (options.format === 'json') tell(summary)
    else process.stdout.write(summaryText(summary, place.target))
  } catch (error) {
    if (!(error instanceof BuildError)) throw error
    const summary = error.result as BuildSummary
    complain(error.problems, options)
    if (options.logFormat !== 'json') process.stderr.write(failureSummary(summary))
    if (options.format === 'json') tell(summary)
    process.exitCode = error.status
  }
}
