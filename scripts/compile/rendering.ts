import {literal} from '../sql/literals.ts'

/** What a Handlebars environment offers, whether it compiles templates or only runs compiled ones. */
interface Environment {
  registerHelper(name: string, helper: (...args: unknown[]) => unknown): void
}

/** A template made ready to run. */
export type Ready = (context: object, options?: {helpers: Record<string, (...args: unknown[]) => unknown>}) => string

/** Registers the helpers that every template may use. */
export function registerHelpers(handlebars: Environment): void {
  handlebars.registerHelper('concat', (...parts) => parts.slice(0, -1).join(''))
  handlebars.registerHelper('is', (a, b) => rawValue(a) === b)
  handlebars.registerHelper('literal', value => sqlLiteral(value))
}

/** Runs a template; functions of the context are its helpers (`ref`, `source`). */
export function run(ready: Ready, context: object): string {
  const helpers = Object.fromEntries(Object.entries(context).filter(([, value]) => typeof value === 'function'))
  return tidy(ready({...context}, {helpers}))
}

/** A text that stands in SQL as a literal. */
export interface SqlText {
  readonly raw: string
  toString(): string
}

function rawValue(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'raw' in value ? (value as SqlText).raw : value
}

/** A JavaScript value as SQL. */
function sqlLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return `[${value.map(sqlLiteral).join(', ')}]`
  return typeof value === 'string' ? literal(value) : String(value)
}

/** Drops trailing blanks and doubled blank lines that block tags leave behind. */
function tidy(sql: string): string {
  return `${sql
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/,\n\n(\s*\))/g, '\n$1')
    .trim()}\n`
}
