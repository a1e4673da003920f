import type {Command} from 'commander'
import {addCommand, all, formatOption} from './command.ts'

/** `kpi bench` */
export function addBench(program: Command): void {
  addCommand(program, {
    name: 'bench',
    summary: 'what a build costs, beside its own SQL run straight through DuckDB and beside one query per KPI',
    places: ['sources'],
    examples: [
      ['kpi bench', 'build times on this machine, as ratios'],
      ['kpi bench --no-per-kpi', 'the same, without the slowest part'],
    ],
  })
    .option('--no-per-kpi', 'leave out the queries per KPI, which take longest')
    .addOption(formatOption('text', 'json'))
    .action(async (_, command: Command) => (await import('../ui/bench.ts')).benchCommand(all(command)))
}
