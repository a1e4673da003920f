import type {Command} from 'commander'
import {addCommand, all, formatOption} from './command.ts'

/** `kpi check` */
export function addCheck(program: Command): void {
  addCommand(program, {
    name: 'check',
    summary: 'everything that can be checked without running SQL on data: catalog, models, KPIs, examples',
    places: ['target'],
    examples: [
      ['kpi check', 'before a commit, and in CI'],
      ['kpi check --format json', 'problems with file, line and column'],
    ],
  })
    .addOption(formatOption('text', 'json'))
    .action(async (_, command: Command) => (await import('../ui/check.ts')).checkCommand(all(command)))
}
