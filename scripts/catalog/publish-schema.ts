import {z} from 'zod'
import {nameSchema as name, refSchema} from './names.ts'
import {strict} from './strict.ts'

/** What the site may show beyond figures. Without a word, it shows no row, no name of a person, and nothing of what facts hold. */
export const publishSchema = strict({
  exact: z
    .record(
      name.meta({description: 'A fact.'}),
      strict({
        columns: z.array(name).default([]).meta({description: 'Columns that are published as they are.'}),
        keys: z
          .array(name)
          .default([])
          .meta({description: 'Columns whose values only tell rows apart or join them: numbers stand for them.'}),
      }),
    )
    .optional()
    .meta({
      description:
        'Any period and filters on the site: the only columns of facts that may be published for it. Absent, none are.',
    }),
  names: z
    .array(name)
    .default([])
    .meta({description: 'Dimensions of people whose names are shown; others are shown under pseudonyms.'}),
  rows: z
    .array(refSchema)
    .default([])
    .meta({description: 'Lists whose rows are shown; others say that theirs are not published.'}),
})
  .prefault({})
  .meta({description: 'What the site may show beyond figures.'})
