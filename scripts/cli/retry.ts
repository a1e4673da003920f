import type {Command} from 'commander'
import {addCommand, all, formatOption} from './command.ts'

/** `kpi retry` */
export function addRetry(program: Command): void {
  addCommand(program, {
    name: 'retry',
    summary: 'repeat what failed or was skipped in the last run, with its arguments',
    places: ['target'],
    examples: [['kpi retry', 'once what was wrong is mended']],
  })
    .addOption(formatOption('text', 'json'))
    .action(async (_, command: Command) => (await import('../ui/retry.ts')).retryCommand(all(command)))
}
