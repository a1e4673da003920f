import {z} from 'zod'
import {manifestSchema} from './manifest-schema.ts'
import {runResultsSchema} from './run-results-schema.ts'

const SCHEMAS = {
  manifest: ['Manifest', manifestSchema],
  'run-results': ['Run results', runResultsSchema],
} as const

/** JSON Schemas (draft 2020-12) of the files that a run leaves in the target: file name → text. */
export function resultSchemas(): Map<string, string> {
  return new Map(
    Object.entries(SCHEMAS).map(([name, [title, schema]]) => [
      `${name}.schema.json`,
      `${JSON.stringify({title, ...z.toJSONSchema(schema, {io: 'input', reused: 'ref'})}, null, 2)}\n`,
    ]),
  )
}
