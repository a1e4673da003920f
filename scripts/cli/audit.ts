import {type Command, Option} from 'commander'
import type {AuditOptions} from '../ui/audit.ts'
import {addCommand, all, formatOption, repeatable, wholeNumber} from './command.ts'

/** `kpi audit` */
export function addAudit(program: Command): void {
  addCommand(program, {
    name: 'audit',
    summary: 'check by replay that figures which the catalog calls fixed don’t change after their period',
    places: ['target', 'sources'],
    examples: [
      ['kpi audit', 'at the ends of the last 3 months, 4 weeks and 5 days'],
      ['kpi audit --at 2026-03-31', 'at the end of one day'],
      ['kpi audit --samples 20 --format markdown', 'at 20 days spread over the data, for a report'],
    ],
  })
    .option('--at <day>', 'replay the end of this local day (repeatable)', repeatable)
    .addOption(
      new Option('--samples <n>', 'replay the ends of so many days, spread over the data')
        .argParser(wholeNumber)
        .conflicts('at'),
    )
    .option(
      '--select <ref|family>',
      'only these KPIs: a ref, with * for any letters, or a family (repeatable)',
      repeatable,
    )
    .addOption(
      new Option('--on-bad-rows <what>', 'as the build was told').choices(['fail', 'quarantine']).default('fail'),
    )
    .option('--no-publish', 'leave the target as it is: neither keep nor publish what is found')
    .addOption(formatOption('text', 'json', 'markdown'))
    .action(async (_, command: Command) => (await import('../ui/audit.ts')).auditCommand(all<AuditOptions>(command)))
}
