import type {Command} from 'commander'
import type {QueryOptions} from '../ui/query.ts'
import {addCommand, all, formatOption, repeatable} from './command.ts'

/** `kpi query` */
export function addQuery(program: Command): void {
  addCommand(program, {
    name: 'query',
    summary: 'exact values of KPIs for any period, from the published warehouse',
    places: ['target', 'sources'],
    examples: [
      ['kpi query REF --from 2026-09-14 --to 2026-10-04', 'one value for three weeks'],
      ['kpi query REF REF --from 2026-01-01 --to 2026-06-30 --grain month', 'a value per month of each'],
      ['kpi query REF --from 2026-10-01 --to 2026-10-31 --weekdays mon-fri --hours 09:00-19:00', 'office hours only'],
    ],
  })
    .argument('<ref...>', 'KPIs, e.g. Shop-Card-10')
    .requiredOption('--from <date>', 'first day')
    .requiredOption('--to <date>', 'last day, included')
    .option('--grain <grain>', 'a value per day, week, month, quarter or year (default: one value)')
    .option('--by <dimension>', 'a value per value of the dimension')
    .option('--where <dimension=value,…>', 'only these values of a dimension (repeatable)', repeatable)
    .option('--hours <from-to>', 'only this time of day, e.g. 09:00-19:00')
    .option('--weekdays <days>', 'only these days of the week, e.g. mon-fri')
    .option('--as-of <instant>', 'answer as it would have been answered then, from the sources')
    .option('--sql', 'print the statement instead of running it')
    .addOption(formatOption('table', 'csv', 'json'))
    .action(async (refs: string[], _, command: Command) =>
      (await import('../ui/query.ts')).queryCommand({refs, ...all<Omit<QueryOptions, 'refs'>>(command)}),
    )
}
