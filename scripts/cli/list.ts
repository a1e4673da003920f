import type {Command} from 'commander'
import {addCommand, all, formatOption} from './command.ts'

/** `kpi list` */
export function addList(program: Command): void {
  addCommand(program, {
    name: 'list',
    summary: 'the catalog: KPIs, charts and tables',
    examples: [
      ['kpi list', 'everything in the catalog'],
      ['kpi list --format csv', 'the same, for a spreadsheet'],
    ],
  })
    .option('--family <family>', 'only this family')
    .option('--language <language>', 'language of the names (default: the catalog’s first)')
    .addOption(formatOption('table', 'csv', 'json'))
    .action(async (_, command: Command) => (await import('../ui/list.ts')).listCommand(all(command)))
}
