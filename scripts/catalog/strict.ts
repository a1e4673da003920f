import {z} from 'zod'
import {suggestion} from '../core/suggest.ts'

/** An object that refuses unknown keys, naming the nearest valid one. */
export function strict<S extends z.ZodRawShape>(shape: S) {
  return z.strictObject(shape, {
    error: issue => {
      if (issue.code === 'unrecognized_keys') {
        const keys = issue.keys as string[]
        return keys.map(key => `unknown key "${key}"; ${suggestion(key, Object.keys(shape), 'keys')}`).join('\n')
      }
      return issue.code === 'invalid_type' ? `expected a mapping with ${Object.keys(shape).join(', ')}` : undefined
    },
  })
}

/** One of a few words; a misspelt one gets the nearest. */
export function oneOf<const V extends readonly [string, ...string[]]>(words: V) {
  return z.enum(words, {
    error: issue => `expected one of ${words.join(', ')}; found ${show(issue.input)}${near(issue.input, words)}`,
  })
}

function near(input: unknown, words: readonly string[]): string {
  if (typeof input !== 'string') return ''
  const hint = suggestion(input, words)
  return hint.startsWith('did you') ? ` (${hint})` : ''
}

/** A value as a message shows it. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'an empty value'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  return typeof value === 'string' ? `"${value}"` : String(value)
}
