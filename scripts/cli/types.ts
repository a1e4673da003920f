import type {Command} from 'commander'
import {addCommand, all} from './command.ts'

/** `kpi types` */
export function addTypes(program: Command): void {
  addCommand(program, {
    name: 'types',
    summary:
      'TypeScript types of the catalog’s names and the marts, for pages: check that they are fresh, or write them',
    examples: [
      ['kpi types', 'are they fresh?'],
      ['kpi types --write', 'write them beside the pages'],
    ],
  })
    .option('--write', 'write them beside the pages')
    .action(async (_, command: Command) => (await import('../ui/types.ts')).typesCommand(all(command)))
}
