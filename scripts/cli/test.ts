import type {Command} from 'commander'
import type {TestOptions} from '../ui/test.ts'
import {addCommand, addSelectors, all, formatOption} from './command.ts'

/** `kpi test` */
export function addTest(program: Command): void {
  const command = addCommand(program, {
    name: 'test',
    summary: 'data tests, freshness and anomalies on what is built, unit tests of models, golden examples of KPIs',
    places: ['target', 'sources'],
    examples: [
      ['kpi test', 'all tests'],
      ['kpi test fct_orders', 'those of one model'],
      ['kpi test fct_orders+', 'those of a model and of all KPIs made from it'],
      ['kpi test --junit target/junit.xml', 'the results for a CI server, too'],
    ],
  })
  addSelectors(command, 'only tests of these, or these tests; see “Selectors” in docs/command-line.md')
    .option('--as-of <instant>', 'sources as they stood then; their freshness counts up to it')
    .option('--junit <file>', 'write the results as JUnit XML, too')
    .addOption(formatOption('text', 'json'))
    .action(async (refs: string[], _, command: Command) =>
      (await import('../ui/test.ts')).testCommand({selectors: refs, ...all<TestOptions>(command)}),
    )
}
