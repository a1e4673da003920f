import type {Command} from 'commander'
import type {LineageOptions} from '../ui/lineage.ts'
import {addCommand, all, formatOption, wholeNumber} from './command.ts'

/** `kpi lineage` */
export function addLineage(program: Command): void {
  addCommand(program, {
    name: 'lineage',
    summary: 'where a model, KPI or column comes from, and what depends on it',
    examples: [
      ['kpi lineage REF', 'what a KPI is made from, and what shows it'],
      ['kpi lineage fct_orders --upstream', 'the models and sources behind a model'],
      ['kpi lineage fct_orders.amount_excl_tax', 'the columns behind a column'],
      ['kpi lineage source:orders.ordered_at', 'the columns, KPIs and marts that depend on a column'],
      ['kpi lineage fct_orders --format svg > lineage.svg', 'the same as a picture'],
    ],
  })
    .argument('<name>', 'a model, mart, source:NAME, KPI or chart; or NAME.COLUMN')
    .option('--upstream', 'only what it is made from (default for columns, but of sources)')
    .option('--downstream', 'only what is made of it (default for columns of sources)')
    .option('--depth <n>', 'at most this many steps away', wholeNumber)
    .option('--columns', 'the columns of a model, or behind a KPI, instead of the models')
    .addOption(formatOption('text', 'json', 'mermaid', 'svg'))
    .action(async (name: string, _, command: Command) =>
      (await import('../ui/lineage.ts')).lineageCommand({name, ...all<Omit<LineageOptions, 'name'>>(command)}),
    )
}
