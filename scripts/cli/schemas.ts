import type {Command} from 'commander'
import {addCommand, all} from './command.ts'

/** `kpi schemas` */
export function addSchemas(program: Command): void {
  addCommand(program, {
    name: 'schemas',
    summary: 'JSON Schemas of the project’s YAML files, for editors: check that they are fresh, or write them',
    examples: [
      ['kpi schemas', 'are they fresh?'],
      ['kpi schemas --write', 'after a new KPI or dimension'],
    ],
  })
    .option('--write', 'write them to schemas/')
    .action(async (_, command: Command) => (await import('../ui/schemas.ts')).schemasCommand(all(command)))
}
