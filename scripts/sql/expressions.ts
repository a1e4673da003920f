import type {Database} from './duckdb.ts'
import {closingParenthesis, commentIn, identifierAt, splitArguments} from './sql-text.ts'

/** A column that an expression reads. Offsets are in UTF-16 units of the expression. */
export interface ColumnUse {
  readonly name: string
  readonly offset: number
  readonly length: number
}

export interface FunctionUse extends ColumnUse {
  /** The offsets of the parentheses, and each argument's range, of a call written `name(…)`. */
  readonly open: number
  readonly close: number
  readonly arguments: readonly (readonly [number, number])[]
}

/** An SQL expression, looked into with DuckDB's own parser. */
export interface Expression {
  readonly text: string
  readonly columns: readonly ColumnUse[]
  readonly functions: readonly FunctionUse[]
  /** What is wrong with it, where it does not parse or contains what an expression may not. */
  readonly faults: readonly {
    readonly message: string
    readonly offset: number
    readonly length: number
    readonly hint?: string
  }[]
  /** The syntax tree without positions: equal for texts that differ in layout and comments only. */
  readonly canonical: string
}

interface Node {
  readonly class?: string
  readonly type?: string
  readonly query_location?: number
  readonly [key: string]: unknown
}

const PREFIX = 'select ('
const SUFFIX = '\n)'
const REFUSED: Readonly<Record<string, string>> = {
  SUBQUERY: 'a subquery',
  WINDOW: 'a window function',
  STAR: '"*"',
  PARAMETER: 'a parameter',
}

/** Parses expressions, all in one call. */
export async function parseExpressions(database: Database, texts: readonly string[]): Promise<Map<string, Expression>> {
  const unique = [...new Set(texts)]
  const parsed = new Map<string, Expression>()
  if (unique.length === 0) return parsed
  const rows = await database.rows<{text: string; tree: string}>(
    'select expressions.text, json_serialize_sql($prefix || expressions.text || $suffix) as tree from (select unnest($texts::varchar[]) as text) as expressions',
    {texts: unique, prefix: PREFIX, suffix: SUFFIX},
  )
  for (const row of rows) parsed.set(row.text, inspect(row.text, JSON.parse(row.tree)))
  return refuseAggregates(database, parsed)
}

/** Marks calls of functions that are aggregates and nothing else: DuckDB itself says which. */
async function refuseAggregates(database: Database, parsed: Map<string, Expression>): Promise<Map<string, Expression>> {
  const names = [...new Set([...parsed.values()].flatMap(each => each.functions.map(use => use.name)))]
  if (names.length === 0) return parsed
  const rows = await database.rows<{name: string}>(
    `select function_name as name from duckdb_functions() where list_contains($names, function_name)
     group by function_name having bool_and(function_type = 'aggregate')`,
    {names},
  )
  const aggregates = new Set(rows.map(row => row.name))
  for (const [text, expression] of parsed) {
    const faults = expression.functions
      .filter(use => aggregates.has(use.name))
      .map(use => ({
        message: `the aggregate "${use.name.replace('_star', '')}" cannot stand in an expression`,
        hint: 'aggregates have keys of their own: count, sum, average, median, …',
        offset: use.offset,
        length: use.length,
      }))
    if (faults.length > 0) parsed.set(text, {...expression, faults: [...expression.faults, ...faults]})
  }
  return parsed
}

function inspect(
  text: string,
  tree: {error: boolean; error_message?: string; position?: string; statements?: {node: Node}[]},
): Expression {
  const none = {text, columns: [], functions: [], canonical: text}
  const whole = (message: string) => ({...none, faults: [{message, offset: 0, length: text.length}]})
  if (tree.error) {
    // of a syntax error, DuckDB counts characters; of nodes, bytes
    const before = [...(PREFIX + text)].slice(0, Number(tree.position ?? PREFIX.length)).join('')
    const offset = Math.max(0, Math.min(text.length - 1, before.length - PREFIX.length))
    const message = (tree.error_message ?? 'cannot be read').split('\n')[0]!
    return {...none, faults: [{message, offset, length: 1}]}
  }
  const comment = commentIn(text)
  if (comment !== undefined)
    return {
      ...none,
      faults: [{message: 'comments belong in the YAML, not in an expression', offset: comment, length: 2}],
    }
  const select = tree.statements?.[0]?.node
  const items = (select?.select_list ?? []) as Node[]
  const from = select?.from_table as Node | undefined
  const isList = items[0]?.class === 'FUNCTION' && items[0].function_name === 'row' && !/^\s*row\b/i.test(text)
  if (isList || tree.statements?.length !== 1 || items.length !== 1 || from?.type !== 'EMPTY' || select?.where_clause) {
    return whole('one expression is expected')
  }
  const columns: ColumnUse[] = []
  const functions: FunctionUse[] = []
  const faults: {message: string; offset: number; length: number}[] = []
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const each of node) visit(each)
      return
    }
    if (node === null || typeof node !== 'object') return
    const item = node as Node
    const offset = offsetIn(text, item.query_location ?? 0)
    if (item.class !== undefined && REFUSED[item.class]) {
      faults.push({message: `${REFUSED[item.class]} cannot stand in an expression`, offset, length: 1})
    } else if (item.class === 'COLUMN_REF') {
      const names = item.column_names as string[]
      if (names.length > 1)
        faults.push({
          message: `name columns without a table: "${names.join('.')}"`,
          offset,
          length: names.join('.').length,
        })
      columns.push({name: names.at(-1)!, offset, length: identifierAt(text, offset)})
    } else if (item.class === 'FUNCTION') {
      const call = callAt(text, offset)
      if (call && item.is_operator !== true)
        functions.push({name: (item.function_name as string).toLowerCase(), offset, ...call})
      else
        functions.push({
          name: (item.function_name as string).toLowerCase(),
          offset,
          length: 1,
          open: -1,
          close: -1,
          arguments: [],
        })
    }
    for (const each of Object.values(item)) visit(each)
  }
  visit(items[0])
  return {
    text,
    columns,
    functions,
    faults,
    canonical: JSON.stringify(items[0], (key, value) => (key === 'query_location' ? undefined : value)),
  }
}

/** The parentheses and arguments of the call whose name begins at `offset`. */
function callAt(text: string, offset: number) {
  const length = identifierAt(text, offset)
  const open = offset + length + (/^\s*/.exec(text.slice(offset + length))?.[0].length ?? 0)
  if (length === 0 || text[open] !== '(') return undefined
  const close = closingParenthesis(text, open)
  return {length, open, close, arguments: splitArguments(text, open, close)}
}

/** DuckDB counts bytes of `PREFIX` + text; editors and JavaScript count UTF-16 units. */
function offsetIn(text: string, bytes: number): number {
  return Buffer.from(text)
    .subarray(0, Math.max(0, bytes - PREFIX.length))
    .toString().length
}

/** How to write what an expression names. */
export interface Writer {
  column(name: string): string
  /** Text of a macro's call, its arguments already written; undefined for what is SQL's own. */
  call(name: string, written: readonly string[], raw: readonly string[]): string | undefined
}

/** Whether SQL is one call, which needs no parentheses inside an expression. */
function isCall(sql: string): boolean {
  const open = identifierAt(sql, 0)
  return open > 0 && sql[open] === '(' && closingParenthesis(sql, open) === sql.length - 1
}

/** The expression as SQL: columns and macros replaced, everything else as its author wrote it. */
export function writeExpression(expression: Expression, writer: Writer): string {
  return write(0, expression.text.length)

  function write(from: number, to: number): string {
    const inside = [...expression.columns, ...expression.functions]
      .filter(use => use.offset >= from && use.offset < to)
      .sort((a, b) => a.offset - b.offset)
    let out = ''
    let at = from
    for (const use of inside) {
      if (use.offset < at) continue // inside a call that is written already
      if ('open' in use) {
        const call = use as FunctionUse
        if (call.open < 0) continue
        const raw = call.arguments.map(([a, b]) => expression.text.slice(a, b).trim())
        const replaced = writer.call(
          call.name,
          call.arguments.map(([a, b]) => write(a, b).trim()),
          raw,
        )
        if (replaced === undefined) continue
        const alone = use.offset === 0 && call.close === expression.text.length - 1
        out += expression.text.slice(at, use.offset) + (alone || isCall(replaced) ? replaced : `(${replaced})`)
        at = call.close + 1
      } else {
        out += expression.text.slice(at, use.offset) + writer.column(use.name)
        at = use.offset + use.length
      }
    }
    return out + expression.text.slice(at, to)
  }
}
