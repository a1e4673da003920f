import {type Command, Option} from 'commander'
import {addCommand, all, formatOption} from './command.ts'

/** `kpi build` */
export function addBuild(program: Command): void {
  addCommand(program, {
    name: 'build',
    summary: 'build what is stale and publish the warehouse, Parquet and site',
    places: ['target', 'sources'],
    examples: [
      ['kpi build', 'bring everything up to date and publish it'],
      ['kpi build fct_orders+', 'only this model, what it reads and what reads it'],
      ['kpi build --full', 'everything anew'],
      ['kpi build --as-of 2026-03-31T22:00:00Z --target /tmp/march', 'everything as it stood then, elsewhere'],
    ],
  })
    .argument('[selector...]', 'only these nodes, KPIs or source:NAME, and what they read; NAME+ adds what reads them')
    .option('--as-of <instant>', 'build everything as it stood then, e.g. 2026-03-31T22:00:00Z')
    .addOption(
      new Option('--on-bad-rows <what>', 'rows that can’t be read stop the build, or are set aside')
        .choices(['fail', 'quarantine'])
        .default('fail'),
    )
    .option('--full', 'compute and publish everything anew, whatever is built')
    .addOption(formatOption('text', 'json'))
    .action(async (selectors: string[], _, command: Command) =>
      (await import('../ui/build.ts')).buildCommand({selectors, ...all<{format: 'text' | 'json'}>(command)}),
    )
}
