import type {Command} from 'commander'
import {addCommand, all, formatOption} from './command.ts'

/** `kpi report` */
export function addReport(program: Command): void {
  addCommand(program, {
    name: 'report',
    summary: 'write the site anew from the published warehouse, and publish it',
    places: ['target'],
    examples: [['kpi report', 'the site anew, after a change of pages, styles or texts']],
  })
    .addOption(formatOption('text', 'json'))
    .action(async (_, command: Command) => (await import('../ui/report.ts')).reportCommand(all(command)))
}
