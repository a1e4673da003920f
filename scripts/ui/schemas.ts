import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {jsonSchemas} from '../catalog/json-schemas.ts'
import {EXIT, fault, ProblemError} from '../core/problem.ts'
import {settle} from '../core/settings.ts'
import {resultSchemas} from '../results/json-schemas.ts'

/** Writes the schemas of the project's YAML files and of a run's results to `schemas/`, or checks that they are fresh. */
export function schemasCommand(options: {project?: string; write?: boolean}): void {
  const folder = join(settle(options).project, 'schemas')
  const stale: string[] = []
  for (const [name, text] of [...jsonSchemas(), ...resultSchemas()]) {
    const file = join(folder, name)
    if (options.write) {
      mkdirSync(folder, {recursive: true})
      writeFileSync(file, text)
    } else if (read(file) !== text) stale.push(name)
  }
  if (stale.length > 0) {
    throw new ProblemError(
      stale.map(name =>
        fault('stale-schema', `schemas/${name} is not what the validator says`, {hint: 'run kpi schemas --write'}),
      ),
      EXIT.failed,
    )
  }
  process.stdout.write(options.write ? 'schemas written\n' : 'schemas are fresh\n')
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined // absent counts as stale
  }
}
