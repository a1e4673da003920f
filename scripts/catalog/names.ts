import {z} from 'zod'

/** A reference such as `Shop-Card-12`: letters first, words joined by hyphens. */
export const REF = /^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)+$/
/** A name used as a column, relation or parameter in SQL. */
export const NAME = /^[a-z][a-z0-9_]*$/

export const refSchema = z.string().regex(REF, 'expected a reference such as Shop-Card-10')
export const nameSchema = z
  .string()
  .regex(NAME, 'expected a name in lower case: letters, digits, underscores')
  .meta({description: 'A lower-case SQL name.'})
