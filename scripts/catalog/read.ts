import type {z} from 'zod'
import type {Problem} from '../core/problem.ts'
import type {YamlFile, YamlPath} from '../core/yaml-file.ts'
import {show} from './strict.ts'

/** Checks part of a YAML document against a schema; every issue becomes a problem with its place. */
export function validate<T>(
  schema: z.ZodType<T>,
  yaml: YamlFile,
  data: unknown,
  path: YamlPath,
  problems: Problem[],
): T | undefined {
  const result = schema.safeParse(data, {reportInput: true})
  if (result.success) return result.data
  for (const issue of result.error.issues) problems.push(...toProblems(issue, yaml, path))
  return undefined
}

function toProblems(issue: z.core.$ZodIssue, yaml: YamlFile, base: YamlPath): Problem[] {
  const path = [...base, ...issue.path.map(step => (typeof step === 'symbol' ? String(step) : step))]
  const subject = path.length === 0 ? yaml.file : path.join('.')
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n')
    return issue.keys.map((key, i) => {
      const [message, hint] = (messages[i] ?? `unknown key "${key}"`).split('; ')
      return problem('unknown-key', `${subject}: ${message}`, yaml.keyPlace([...path, key]), hint)
    })
  }
  const missing = issue.code === 'invalid_type' && issue.input === undefined
  if (missing) {
    const key = path.at(-1)
    return [
      problem(
        'missing-key',
        `${path.slice(0, -1).join('.') || yaml.file}: "${key}" is missing`,
        yaml.keyPlace(path.slice(0, -1)),
        `expected ${expected(issue)}`,
      ),
    ]
  }
  const message =
    outOfBounds(issue) ??
    (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input')
      ? `expected ${expected(issue)}; found ${show(issue.input)}`
      : issue.message)
  return [
    problem(
      'invalid-value',
      `${subject}: ${message}`,
      issue.code === 'invalid_key' ? yaml.keyPlace(path) : yaml.place(path),
    ),
  ]
}

/** Of a number that is too small or too large: which ones are not. */
function outOfBounds(issue: z.core.$ZodIssue): string | undefined {
  if (typeof issue.input !== 'number') return undefined
  if (issue.code === 'too_small')
    return `expected ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}; found ${issue.input}`
  if (issue.code === 'too_big')
    return `expected ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}; found ${issue.input}`
  return undefined
}

const WORDS: Record<string, string> = {
  record: 'a mapping',
  object: 'a mapping',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  int: 'a whole number',
}

function expected(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_type' ? (WORDS[issue.expected] ?? issue.expected) : 'a value'
}

function problem(code: string, message: string, place: ReturnType<YamlFile['place']>, hint?: string): Problem {
  return {code, severity: 'error', message, ...place, ...(hint === undefined ? {} : {hint})}
}
