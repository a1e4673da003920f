import {create} from '../commands/new.ts'
import type {NewArguments} from '../commands/new-draft.ts'

/** Prints what `kpi new` wrote. */
export async function newCommand({format, ...options}: NewArguments & {format: 'text' | 'json'}): Promise<void> {
  const result = await create(options)
  if (format === 'json') {
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
    return
  }
  for (const file of result.written)
    process.stdout.write(`${result.extended.includes(file) ? 'extended' : 'written '}  ${file}\n`)
}
