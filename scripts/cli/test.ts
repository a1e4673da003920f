import type {Command} from 'commander'
import type {TestOptions} from '../ui/test.ts'
import {addCommand, all, formatOption} from './command.ts'

/** `kpi test` */
export function addTest(program: Command): void {
  addCommand(program, {
    name: 'test',
    summary: 'data tests on what is built, unit tests of models, golden examples of KPIs',
    places: ['target', 'sources'],
    examples: [
      ['kpi test', 'all tests'],
      ['kpi test fct_orders', 'those of one model'],
    ],
  })
    .argument('[selector...]', 'only tests of these names, models, source:NAME, KPIs or components')
    .addOption(formatOption('text', 'json'))
    .action(async (refs: string[], _, command: Command) =>
      (await import('../ui/test.ts')).testCommand({selectors: refs, ...all<Omit<TestOptions, 'selectors'>>(command)}),
    )
}
