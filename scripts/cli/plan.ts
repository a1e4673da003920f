import {type Command, Option} from 'commander'
import type {PlanOptions} from '../ui/plan.ts'
import {addCommand, addSelectors, all, formatOption} from './command.ts'

/** `kpi plan` */
export function addPlan(program: Command): void {
  const command = addCommand(program, {
    name: 'plan',
    summary: 'what a build would compute, skip and drop, and why; nothing is written',
    places: ['target', 'sources'],
    examples: [
      ['kpi plan', 'what has changed, and what would be built'],
      ['kpi plan --verbose', 'every node, with all its reasons'],
      ['kpi plan fct_orders+', 'what kpi build fct_orders+ would do'],
      ['kpi plan --format markdown > plan.md', 'for a pull request'],
    ],
  })
  addSelectors(command, 'as for kpi build')
    .option('--as-of <instant>', 'as for kpi build, e.g. 2026-03-31T22:00:00Z')
    .addOption(new Option('--on-bad-rows <what>', 'as for kpi build').choices(['fail', 'quarantine']).default('fail'))
    .option('--full', 'as for kpi build')
    .option('--verbose', 'every node with its reasons, nothing summed up')
    .addOption(formatOption('text', 'json', 'markdown'))
    .action(async (selectors: string[], _, command: Command) =>
      (await import('../ui/plan.ts')).planCommand({
        selectors,
        ...all<PlanOptions>(command),
      }),
    )
}
