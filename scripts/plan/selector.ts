import {fault, type Problem} from '../core/problem.ts'

/** One part of a selector: `tag:daily`, `2+fct_orders`, `source:orders+`. */
export interface SelectorPart {
  readonly text: string
  /** What is compared; without one, the name. */
  readonly method?: string
  readonly pattern: string
  /** How many steps upstream and downstream are chosen, too; 0 for none, Infinity for all. */
  readonly up: number
  readonly down: number
}

/** Selectors as a command is given them. */
export interface SelectorArguments {
  readonly select?: readonly string[]
  readonly exclude?: readonly string[]
}

/** Selectors as a command line has them: those that stand alone and those of `--select`, and those of `--exclude`. */
export interface SelectorOptions extends SelectorArguments {
  readonly selectors?: readonly string[]
}

/** A selector's parts, of which everything chosen must fulfil all. */
export function parseSelector(text: string, problems: Problem[]): SelectorPart[] {
  return text.split(',').map(part => parsePart(part, text, problems))
}

function parsePart(text: string, whole: string, problems: Problem[]): SelectorPart {
  const [, before, body, after] = /^(\d*\+)?(.*?)(\+\d*)?$/s.exec(text) as unknown as (string | undefined)[]
  const [, method, pattern] = /^(?:([^:/\s]*):)?(.*)$/s.exec(body!) as unknown as (string | undefined)[]
  if (pattern === '')
    problems.push(
      fault(
        'empty-selector',
        `"${whole}" is no selector: ${text === '' ? 'a part of it is empty' : `nothing is named in "${text}"`}`,
        {
          hint: 'for example fct_orders, +fct_orders, tag:daily, or tag:daily,path:models/facts',
        },
      ),
    )
  const steps = (sign: string | undefined): number => {
    if (sign === undefined) return 0
    const digits = sign.replace('+', '')
    return digits === '' ? Number.POSITIVE_INFINITY : Number(digits)
  }
  return {text, ...(method === undefined ? {} : {method}), pattern: pattern!, up: steps(before), down: steps(after)}
}

/** The methods that selectors use, to know what has to be found out before they can be answered. */
export function methodsIn({select = [], exclude = []}: SelectorArguments): Set<string> {
  return new Set([...select, ...exclude].flatMap(text => parseSelector(text, []).map(part => part.method ?? 'name')))
}
