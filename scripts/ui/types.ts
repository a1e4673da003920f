import {types, writeTypes} from '../commands/types.ts'
import {EXIT, fault, ProblemError} from '../core/problem.ts'
import {settle} from '../core/settings.ts'

/** Writes the types of the project's names and marts beside its pages, or checks that they are fresh. */
export async function typesCommand(options: {project?: string; write?: boolean}): Promise<void> {
  const found = await types(options)
  const {file} = found
  if (options.write) writeTypes(settle(options).project, found)
  else if (!found.isFresh) {
    const message = `${file} is not what the catalog and the models say`
    throw new ProblemError([fault('stale-types', message, {hint: 'run kpi types --write'})], EXIT.failed)
  }
  process.stdout.write(options.write ? `${file} written\n` : `${file} is fresh\n`)
}
