import type {ExpressionAt} from '../catalog/definitions.ts'
import type {Declarations} from '../catalog/models.ts'
import {type Expression, type Writer, writeExpression} from '../sql/expressions.ts'
import type {Templates} from './templates.ts'

/** What turns the catalog's expressions into SQL. */
export interface Toolbox {
  readonly templates: Templates
  readonly declarations: Declarations
  readonly expressions: ReadonlyMap<string, Expression>
  readonly timezone: string
}

/** The column that holds a moment's local time: its twin, or a DATE itself. */
export function localColumn(tools: Toolbox, fact: string, column: string): string {
  const columns = tools.declarations.models.get(fact)?.columns ?? {}
  return columns[column]?.type === 'DATE' ? column : `${column}_local`
}

/** Writes an expression whose columns stand behind `alias`; `used` hears of every column it needs. */
export function writeOver(
  tools: Toolbox,
  at: ExpressionAt,
  fact: string,
  alias: string,
  used: (column: string) => string,
): string {
  const writer: Writer = {
    column: name => `${alias}.${used(name)}`,
    call: (name, written, raw) =>
      callMacro(tools, name, written, raw, column => `${alias}.${used(localColumn(tools, fact, column))}`),
  }
  return writeExpression(tools.expressions.get(at.text)!, writer)
}

/** A macro's call as SQL; undefined for functions that are not macros. */
export function callMacro(
  tools: Toolbox,
  name: string,
  written: readonly string[],
  raw: readonly string[],
  local: (column: string) => string,
): string | undefined {
  const macro = tools.templates.macros.get(name)
  if (!macro) return undefined
  const context = Object.fromEntries(
    macro.parameters.map((parameter, i) => [parameter.name, parameter.local ? local(raw[i]!) : written[i]!]),
  )
  return tools.templates.macro(name, {...context, timezone: tools.timezone}).trim()
}
