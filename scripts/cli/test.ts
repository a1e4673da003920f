import type {Command} from 'commander'
import type {TestOptions} from '../ui/test.ts'
import {addCommand, addSelectors, all, formatOption} from './command.ts'

/** `kpi test` */
export function addTest(program: Command): void {
  const command = addCommand(program, {
    name: 'test',
    summary: 'data tests on what is built, unit tests of models, golden examples of KPIs',
    places: ['target', 'sources'],
    examples: [
      ['kpi test', 'all tests'],
      ['kpi test fct_orders', 'those of one model'],
      ['kpi test fct_orders+', 'those of a model and of all KPIs made from it'],
    ],
  })
  addSelectors(command, 'only tests of these, or these tests; see “Selectors” in docs/command-line.md')
    .addOption(formatOption('text', 'json'))
    .action(async (refs: string[], _, command: Command) =>
      (await import('../ui/test.ts')).testCommand({selectors: refs, ...all<TestOptions>(command)}),
    )
}
