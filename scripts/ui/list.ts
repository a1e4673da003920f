import {stringify} from 'csv-stringify/sync'
import {type ListArguments, list} from '../commands/list.ts'
import {drawTable} from './format.ts'

export type ListOptions = ListArguments & {readonly format: 'table' | 'csv' | 'json'}

/** Prints the catalog, a line each. */
export async function listCommand(options: ListOptions): Promise<void> {
  const entries = await list(options)
  if (options.format === 'json') process.stdout.write(`${JSON.stringify(entries, null, 2)}\n`)
  else if (options.format === 'csv')
    process.stdout.write(
      stringify(
        entries.map(each => ({...each, dimensions: each.dimensions.join(' ')})),
        {header: true},
      ),
    )
  else {
    const rows = entries.map(each => [
      each.ref,
      each.family,
      each.kind,
      each.promise,
      each.status === 'implemented' ? '' : each.status,
      each.name,
    ])
    process.stdout.write(`${drawTable(['ref', 'family', 'kind', 'promise', 'status', 'name'], rows, new Set())}\n`)
  }
}
