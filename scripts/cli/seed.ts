import type {Command} from 'commander'
import {addCommand, all, formatOption, wholeNumber} from './command.ts'

/** `kpi seed` */
export function addSeed(program: Command): void {
  addCommand(program, {
    name: 'seed',
    summary: 'write the demonstration data; the same bytes every time',
    examples: [
      ['kpi seed --to /tmp/data --format parquet', 'the demonstration data as Parquet'],
      ['kpi seed --scale 20 --to /tmp/data', 'twenty times as much'],
    ],
  })
    .option('--scale <n>', 'this many times as much in the same calendar', wholeNumber, 1)
    .option('--seed <n>', 'other draws', wholeNumber, 1)
    .option('--to <dir>', 'write into this folder (default: the project’s seeds)')
    .addOption(formatOption('csv', 'parquet'))
    .action(async (_, command: Command) => (await import('../ui/seed.ts')).seedCommand(all(command)))
}
