import {type BenchResult, bench} from '../commands/bench.ts'
import {drawTable} from './format.ts'
import {seconds} from './progress.ts'

/** Prints the figures of `kpi bench`, as ratios within one session. */
export async function benchCommand(options: {
  project?: string
  sources?: string
  perKpi: boolean
  format: 'text' | 'json'
}): Promise<void> {
  const result = await bench(options)
  process.stdout.write(options.format === 'json' ? `${JSON.stringify(result, null, 2)}\n` : draw(result))
}

function draw(result: BenchResult): string {
  const ratio = (a: number, b: number) => `${(a / b).toFixed(2)} ×`
  const rows = [
    ['a build from nothing', seconds(result.build), ''],
    ...Object.entries(result.stages).map(([name, ms]) => [`  of that: ${name}`, seconds(ms), '']),
    [
      'the same SQL straight through DuckDB',
      seconds(result.straight),
      `the build takes ${ratio(result.build, result.straight)}`,
    ],
    ['measures and KPIs in groups', seconds(result.grouped), ''],
    ...(result.perKpi === null
      ? []
      : [
          [
            'one query per KPI and grain',
            seconds(result.perKpi),
            `groups are ${ratio(result.perKpi, result.grouped)} as fast`,
          ],
        ]),
  ]
  return `${drawTable(['what', 'time', ''], rows, new Set([1]))}\n${result.rows.toLocaleString('en-GB')} source rows; peak ${(result.peak / 2 ** 30).toFixed(1)} GB\n`
}
