import {relative} from 'node:path'
import {type SeedArguments, seed} from '../commands/seed.ts'
import {drawTable} from './format.ts'

/** Prints what `kpi seed` wrote. */
export async function seedCommand(options: SeedArguments): Promise<void> {
  const {folder, sources, left} = await seed(options)
  const rows = sources.map(source => [source.name, source.rows.toLocaleString('en-GB')])
  process.stdout.write(
    `${drawTable(['source', 'rows'], rows, new Set([1]))}\nwritten to ${relative(process.cwd(), folder) || '.'}\n`,
  )
  if (left.length > 0) process.stderr.write(`not made by the generator, left as they are: ${left.join(', ')}\n`)
}
