import type {Command} from 'commander'
import {addCommand, all} from './command.ts'

/** `kpi docs` */
export function addDocs(program: Command): void {
  addCommand(program, {
    name: 'docs',
    summary: 'the catalog’s reference, docs/catalog-reference.md: check that it is fresh, or write it',
    examples: [
      ['kpi docs', 'is it fresh?'],
      ['kpi docs --write', 'after a change of the catalog'],
    ],
  })
    .option('--write', 'write it')
    .action(async (_, command: Command) => (await import('../ui/docs.ts')).docsCommand(all(command)))
}
