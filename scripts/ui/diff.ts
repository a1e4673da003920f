import {type DiffArguments, diff} from '../commands/diff.ts'
import {EXIT, fault, ProblemError} from '../core/problem.ts'
import {settle} from '../core/settings.ts'
import {differenceMarkdown} from './diff-markdown.ts'
import {differenceText} from './diff-text.ts'
import {drawProgress} from './progress.ts'

/** Prints what has moved; throws (status 1) when that is what must not. */
export async function diffCommand(
  options: DiffArguments & {readonly format: 'text' | 'json' | 'markdown'; readonly verbose?: boolean},
): Promise<void> {
  const progress = drawProgress(process.stderr, settle(options).project)
  const told = (doing: string) => {
    progress.end()
    process.stderr.write(`${doing}\n`)
  }
  const {currency, ...difference} = await diff(options, progress.listen, told).finally(progress.end)
  process.stdout.write(
    options.format === 'json'
      ? `${JSON.stringify(difference, null, 2)}\n`
      : options.format === 'markdown'
        ? differenceMarkdown(difference, currency)
        : differenceText(difference, currency, options.verbose ?? false),
  )
  const {failed} = difference
  if (failed.length > 0) {
    throw new ProblemError(
      [
        fault(
          'values-moved',
          `--fail-on-change: ${failed.join(', ')} ${failed.length === 1 ? 'has moved or is gone' : 'have moved or are gone'}`,
          {
            hint: 'if that is what the change is for, say so in its review and leave them out of --fail-on-change',
          },
        ),
      ],
      EXIT.failed,
    )
  }
}
