import {check} from '../commands/check.ts'
import {tellWarnings} from './warnings.ts'

/** So many names are read before the rest is skipped. */
const NAMED = 12

/** Prints what `kpi check` found to be right; problems are thrown. */
export async function checkCommand(options: {
  project?: string
  target?: string
  format: 'text' | 'json'
}): Promise<void> {
  const result = await check(options)
  if (options.format === 'json') {
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
    return
  }
  tellWarnings(result.warnings, options)
  process.stdout.write(
    `${result.kpis} KPIs, ${result.components} charts and tables, ${result.models} models, ${result.sources} sources, ${result.examples} examples: all in order\n`,
  )
  if (result.uncovered.length > 0) process.stdout.write(`no golden example covers ${some(result.uncovered)}\n`)
  if (result.unneeded.length > 0)
    process.stdout.write(`publish.exact allows columns that nothing needs: ${some(result.unneeded)}\n`)
}

/** The first of a list; `--format json` has all. */
function some(names: readonly string[]): string {
  const more = names.length - NAMED
  return more <= 1 ? names.join(', ') : `${names.slice(0, NAMED).join(', ')} and ${more} more (--format json has all)`
}
