import type {Command} from 'commander'
import type {QueryOptions} from '../ui/query.ts'
import {addCommand, all, formatOption, repeatable} from './command.ts'

/** `kpi query` */
export function addQuery(program: Command): void {
  addCommand(program, {
    name: 'query',
    summary: 'exact values of KPIs and charts for any period, from the published warehouse',
    places: ['target', 'sources'],
    examples: [
      ['kpi query REF --from 2026-09-14 --to 2026-10-04', 'one value for three weeks'],
      ['kpi query REF REF --from 2026-01-01 --to 2026-06-30 --grain month', 'a value per month of each'],
      ['kpi query REF --from 2026-10-01 --to 2026-10-31 --weekdays mon-fri --hours 09:00-19:00', 'office hours only'],
      ['kpi query REF --period last-month --compare previous', 'beside the month before'],
      ['kpi query REF --last 30d --rolling 7d', 'of each of thirty days, the week that ends with it'],
    ],
  })
    .argument('<ref...>', 'KPIs, e.g. Shop-Card-10, or one chart or table')
    .option('--from <date>', 'first day')
    .option('--to <date>', 'last day, included')
    .option('--period <name>', 'instead: last-month, this-year, …; 2026, 2026-Q1, 2026-03, 2026-W14')
    .option('--last <length>', 'instead: so many days, weeks or months that are over: 30d, 4w, 3m')
    .option('--grain <grain>', 'a value per day, week, month, quarter or year (default: one value)')
    .option('--rolling <length>', 'at the end of each day (or --grain), the value of the 7d, 4w, 3m that end there')
    .option(
      '--to-date <period>',
      'at the end of each day (or --grain), the value since its week, month, quarter or year began',
    )
    .option('--compare <with>', 'beside each value that of the previous period, or of the same days a year before')
    .option('--by <dimension,…>', 'a value per value of the dimension, or of several at once (repeatable)', repeatable)
    .option('--where <dimension=value,…>', 'only these values of a dimension (repeatable)', repeatable)
    .option('--hours <from-to>', 'only this time of day, e.g. 09:00-19:00')
    .option('--weekdays <days>', 'only these days of the week, e.g. mon-fri')
    .option('--as-of <instant>', 'answer as it would have been answered then, from the sources')
    .option('--sql', 'print the statement instead of running it')
    .addOption(formatOption('table', 'csv', 'json', 'parquet'))
    .option('--output <file>', 'write to this file instead of stdout')
    .action(async (refs: string[], _, command: Command) =>
      (await import('../ui/query.ts')).queryCommand({refs, ...all<Omit<QueryOptions, 'refs'>>(command)}),
    )
}
