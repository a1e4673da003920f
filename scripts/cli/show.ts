import type {Command} from 'commander'
import {addCommand, all, formatOption} from './command.ts'

/** `kpi show` */
export function addShow(program: Command): void {
  addCommand(program, {
    name: 'show',
    summary: 'one KPI: definition, promise, lineage, compiled SQL',
    places: ['target'],
    examples: [['kpi show REF', 'definition, promise, lineage and SQL of a KPI']],
  })
    .argument('<ref>', 'the KPI, e.g. Shop-Card-10')
    .addOption(formatOption('text', 'json'))
    .action(async (ref: string, _, command: Command) =>
      (await import('../ui/show.ts')).showCommand({ref, ...all<{format: 'text' | 'json'}>(command)}),
    )
}
