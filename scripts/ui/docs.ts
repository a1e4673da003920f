import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {docs, REFERENCE_FILE} from '../commands/docs.ts'
import {EXIT, fault, ProblemError} from '../core/problem.ts'
import {settle} from '../core/settings.ts'

/** Writes the catalog's reference to `docs/`, or checks that it is fresh. */
export async function docsCommand(options: {project?: string; write?: boolean}): Promise<void> {
  const file = join(settle(options).project, REFERENCE_FILE)
  const text = await docs(options)
  if (options.write) {
    mkdirSync(dirname(file), {recursive: true})
    writeFileSync(file, text)
  } else if (read(file) !== text) {
    const message = `${REFERENCE_FILE} is not what the project says`
    throw new ProblemError([fault('stale-docs', message, {hint: 'run kpi docs --write'})], EXIT.failed)
  }
  process.stdout.write(options.write ? `${REFERENCE_FILE} written\n` : `${REFERENCE_FILE} is fresh\n`)
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined // absent counts as stale
  }
}
