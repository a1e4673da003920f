import {z} from 'zod'
import {catalogSchema} from './catalog-schema.ts'
import {examplesSchema, modelsSchema, modelTestsSchema, sourcesSchema} from './model-schemas.ts'
import {settingsSchema} from './settings-schema.ts'
import {themeSchema} from './theme-schema.ts'

const SCHEMAS = {
  catalog: ['KPI catalog', catalogSchema],
  sources: ['Sources', sourcesSchema],
  models: ['Models', modelsSchema],
  examples: ['Golden examples', examplesSchema],
  'model-tests': ['Unit tests of models', modelTestsSchema],
  settings: ['Settings', settingsSchema],
  theme: ['Theme of the report site', themeSchema],
} as const

/** JSON Schemas (draft 2020-12) of every YAML file of a project, from the validator itself: file name → text. */
export function jsonSchemas(): Map<string, string> {
  return new Map(
    Object.entries(SCHEMAS).map(([name, [title, schema]]) => [
      `${name}.schema.json`,
      `${JSON.stringify({title, ...z.toJSONSchema(schema, {io: 'input', unrepresentable: 'any', reused: 'ref'})}, null, 2)}\n`,
    ]),
  )
}
