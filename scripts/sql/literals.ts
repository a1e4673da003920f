import {skippedAt} from './sql-text.ts'

/** Values bound to a statement: texts, numbers, booleans, or lists of texts (bound as VARCHAR[]). */
export type Bindings = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

/** A text as an SQL string literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A name as a quoted SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/**
 * A statement with its values written in place of their names (`$from`), for engines that can't bind lists. Names inside quotes
 * and comments stay as they are. Throws an Error where the statement names a value that isn't given.
 */
export function withValues(sql: string, bindings: Bindings): string {
  return replaceNames(sql, bindings, valueLiteral)
}

/** A statement with each name of a value (`$from`) replaced by what `write` gives; names inside quotes and comments stay. */
export function replaceNames(
  sql: string,
  bindings: Bindings,
  write: (value: Bindings[string], name: string) => string,
): string {
  let out = ''
  for (let i = 0; i < sql.length; ) {
    const skipped = skippedAt(sql, i)
    const name = skipped === 0 ? /^\$([A-Za-z_]\w*)/.exec(sql.slice(i, i + 64))?.[1] : undefined
    if (name === undefined) {
      out += sql.slice(i, i + Math.max(1, skipped))
      i += Math.max(1, skipped)
    } else {
      if (!Object.hasOwn(bindings, name)) throw new Error(`no value is given for $${name}`)
      out += write(bindings[name]!, name)
      i += name.length + 1
    }
  }
  return out
}

function valueLiteral(value: Bindings[string]): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return literal(value)
  if (typeof value === 'object') return `cast([${value.map(literal).join(', ')}] as varchar[])`
  if (typeof value === 'boolean') return String(value)
  if (!Number.isFinite(value)) throw new Error(`${value} is no number of SQL`)
  return `cast(${value} as double)`
}
