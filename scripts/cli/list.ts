import type {Command} from 'commander'
import type {ListOptions} from '../ui/list.ts'
import {addCommand, addSelectors, all, formatOption} from './command.ts'

/** `kpi list` */
export function addList(program: Command): void {
  const command = addCommand(program, {
    name: 'list',
    summary: 'the catalog: KPIs, charts and tables',
    places: ['target', 'sources'],
    examples: [
      ['kpi list', 'everything in the catalog'],
      ['kpi list fct_orders+', 'what is made from a model'],
      ['kpi list --format csv', 'the same, for a spreadsheet'],
    ],
  })
  addSelectors(command, 'only these; see “Selectors” in docs/command-line.md')
    .option('--family <family>', 'only this family')
    .option('--language <language>', 'language of the names (default: the catalog’s first)')
    .addOption(formatOption('table', 'csv', 'json'))
    .action(async (selectors: string[], _, command: Command) =>
      (await import('../ui/list.ts')).listCommand({selectors, ...all<ListOptions>(command)}),
    )
}
