import {type Command, Option} from 'commander'
import type {BuildOptions} from '../ui/build.ts'
import {addCommand, addSelectors, all, formatOption} from './command.ts'

/** `kpi build` */
export function addBuild(program: Command): void {
  const command = addCommand(program, {
    name: 'build',
    summary: 'build what is stale and publish the warehouse, Parquet and site',
    places: ['target', 'sources'],
    examples: [
      ['kpi build', 'bring everything up to date and publish it'],
      ['kpi build fct_orders+', 'only this model, what it reads and what reads it'],
      ['kpi build state:changed+ --exclude fct_orders', 'what has changed and what reads it, but for one'],
      ['kpi build --full', 'everything anew'],
      ['kpi build --as-of 2026-03-31T22:00:00Z --target /tmp/march', 'everything as it stood then, elsewhere'],
    ],
  })
  addSelectors(command, 'only these and what they read; see “Selectors” in docs/command-line.md')
    .option('--as-of <instant>', 'build everything as it stood then, e.g. 2026-03-31T22:00:00Z')
    .addOption(
      new Option('--on-bad-rows <what>', 'rows that can’t be read stop the build, or are set aside')
        .choices(['fail', 'quarantine'])
        .default('fail'),
    )
    .option('--full', 'compute and publish everything anew, whatever is built')
    .option('--fail-fast', 'begin nothing more once something has failed')
    .addOption(formatOption('text', 'json'))
    .action(async (selectors: string[], _, command: Command) =>
      (await import('../ui/build.ts')).buildCommand({selectors, ...all<BuildOptions>(command)}),
    )
}
