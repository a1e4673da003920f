import {type Command, InvalidArgumentError, Option} from 'commander'
import {addCommand, all, formatOption} from './command.ts'

/** `kpi diff` */
export function addDiff(program: Command): void {
  addCommand(program, {
    name: 'diff',
    summary: 'which values the project as it is now would move: where, by how much, why',
    places: ['target', 'sources'],
    examples: [
      ['kpi diff', 'against what is published'],
      ['kpi diff --base main', 'against the project as it is on the branch main'],
      ['kpi diff --base main... --format markdown', 'since this branch left main, for a pull request'],
      ['kpi diff --fail-on-change "*"', 'status 1 if any value moves'],
    ],
  })
    .option('--base <revision>', 'compare with a git revision; REVISION... with where this branch left it')
    .option('--against <dir>', 'compare with what another target publishes')
    .option('--select <ref...>', 'only these KPIs, charts or families, e.g. Shop-Card-10, "Shop-*"')
    .option('--fail-on-change <ref...>', 'end with status 1 if a value of one of these moves; "*" for all')
    .option('--tolerance <fraction>', 'doubles that differ by no more than this fraction are equal', fraction, 0)
    .option('--as-of <instant>', 'build both sides as everything stood then (default: like what is published)')
    .addOption(
      new Option('--on-bad-rows <what>', 'rows that can’t be read stop the build, or are set aside').choices([
        'fail',
        'quarantine',
      ]),
    )
    .option('--verbose', 'everything that moved, by grain and breakdown')
    .addOption(formatOption('text', 'json', 'markdown'))
    .action(async (_, command: Command) => (await import('../ui/diff.ts')).diffCommand(all(command)))
}

function fraction(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value < 1))
    throw new InvalidArgumentError('A fraction from 0 to below 1 is expected, such as 1e-9.')
  return value
}
