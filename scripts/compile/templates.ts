import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join, relative} from 'node:path'
import Handlebars from 'handlebars'
import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import {type Ready, registerHelpers, run} from './rendering.ts'

/** A parameter of a macro; `local` ones receive a column's local twin when used in a KPI's expression. */
export interface MacroParameter {
  readonly name: string
  readonly local: boolean
}

/** How templates are compiled: what they write is SQL, not HTML. */
export const COMPILING = {noEscape: true}

/** A file of `macros/`: a Handlebars partial whose first line is `{{!-- name(parameters): what it gives --}}`. */
export interface Macro {
  readonly name: string
  readonly file: string
  readonly parameters: readonly MacroParameter[]
  readonly description: string
  readonly text: string
}

export interface Templates {
  readonly macros: ReadonlyMap<string, Macro>
  /** Checks a template's helpers, variables, macros and their parameters, then renders it. Problems have the template's positions. */
  render(template: Template, context: object): string
  /** Renders a macro by itself. */
  macro(name: string, context: object): string
  check(template: Template, names: ReadonlySet<string>): Problem[]
  /** Does some work, and gives the names of the macros that were called meanwhile, in order. */
  traced<T>(work: () => T): {readonly result: T; readonly macros: readonly string[]}
}

export interface Template {
  readonly file: string
  readonly text: string
}

const SIGNATURE = /^\{\{!--\s*(\w+)\(([^)]*)\):\s*([\s\S]*?)\s*--\}\}\s*\n/

/** Reads every macro of the folders (absolute); `project` makes shown paths relative. */
export function readTemplates(folders: readonly string[], project: string, problems: Problem[]): Templates {
  const handlebars = Handlebars.create()
  const macros = new Map<string, Macro>()
  for (const folder of folders) {
    for (const entry of list(folder)) {
      const path = join(folder, entry)
      const file = relative(project, path)
      const text = readFileSync(path, 'utf8')
      const match = SIGNATURE.exec(text)
      const name = entry.slice(0, -'.sql'.length)
      if (!match || match[1] !== name) {
        problems.push(
          fault('macro-signature', `macro "${name}" does not say its parameters`, {
            file,
            line: 1,
            column: 1,
            hint: `begin the file with {{!-- ${name}(parameters): what it gives --}}`,
          }),
        )
        continue
      }
      const parameters = match[2]!
        .split(',')
        .map(part => part.trim())
        .filter(Boolean)
        .map(part => ({name: part.replace(/^local /, ''), local: part.startsWith('local ')}))
      macros.set(name, {
        name,
        file,
        parameters,
        description: match[3]!,
        text: partialText(text.slice(match[0].length).trimEnd()),
      })
    }
  }
  const compiledTexts = new Map<string, Ready>()
  const compile = (text: string) => {
    const compiled = compiledTexts.get(text) ?? (handlebars.template(specificationOf(text)) as Ready)
    compiledTexts.set(text, compiled)
    return compiled
  }

  let called = new Set<string>()
  for (const {name, text} of macros.values())
    handlebars.registerPartial(name, (context, options) => {
      called.add(name)
      return compile(text)(context, options as never)
    })
  registerHelpers(handlebars)

  return {
    macros,
    render: (template, context) => {
      const compiled = compile(template.text)
      try {
        return run(compiled, context)
      } catch (error) {
        throw Object.assign(error as Error, {file: template.file})
      }
    },
    macro: (name, context) => run(compile(`{{> ${name}}}`), context),
    check: (template, names) => checkTemplate(template, names, macros),
    traced: work => {
      const before = called
      called = new Set()
      try {
        return {result: work(), macros: [...called].sort()}
      } finally {
        called = new Set([...before, ...called])
      }
    },
  }
}

const specifications = new Map<string, TemplateSpecification>()

/** A template's code; that of a text is the same in every project, and worked out once in a process. */
function specificationOf(text: string): TemplateSpecification {
  const known = specifications.get(text)
  if (known) return known
  const made = new Function(`return ${Handlebars.precompile(text, COMPILING)}`)() as TemplateSpecification
  specifications.set(text, made)
  return made
}

/** A macro of several lines stands on lines of its own, so it ends with one; a macro of one line stands inside another's line. */
function partialText(text: string): string {
  return text.includes('\n') ? `${text}\n` : text
}

/** The macros of a folder; of one that isn't there (which is told of the catalog) none. */
function list(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter(name => name.endsWith('.sql'))
    .sort()
}

interface HbsNode {
  readonly type: string
  readonly loc: {start: {line: number; column: number}}
  readonly [key: string]: unknown
}

/** Handlebars finds unknown names only when it renders, and without a position: look them up in the syntax tree first. */
function checkTemplate(template: Template, names: ReadonlySet<string>, macros: ReadonlyMap<string, Macro>): Problem[] {
  const problems: Problem[] = []
  const report = (node: HbsNode, code: string, message: string, hint: string) =>
    problems.push(
      fault(code, message, {file: template.file, line: node.loc.start.line, column: node.loc.start.column + 1, hint}),
    )
  let tree: HbsNode
  try {
    tree = Handlebars.parse(template.text) as unknown as HbsNode
  } catch (error) {
    const line = Number(/line (\d+)/.exec((error as Error).message)?.[1] ?? 1)
    return [
      fault('template-syntax', `the template cannot be read: ${(error as Error).message.split('\n').pop()}`, {
        file: template.file,
        line,
        column: 1,
      }),
    ]
  }
  const visit = (node: HbsNode) => {
    if (node.type === 'MustacheStatement' || node.type === 'BlockStatement') {
      const path = node.path as HbsNode & {original: string}
      // variables are looked up by `checkVariables`, wherever they stand
      if (!names.has(path.original) && !path.original.startsWith('var.')) {
        report(node, 'unknown-name', `unknown name "${path.original}"`, suggestion(path.original, names))
      } else if (node.type === 'MustacheStatement' && ['ref', 'source'].includes(path.original)) {
        const given = node.params as HbsNode[]
        if (given.length !== 1 || given[0]!.type !== 'StringLiteral') {
          report(
            node,
            'wrong-argument',
            `"${path.original}" takes one name in quotes`,
            `write {{${path.original} "name"}}`,
          )
        }
      }
    }
    if (node.type === 'PartialStatement') checkPartial(node, macros, report)
    for (const key of ['body', 'program', 'inverse']) {
      const child = node[key] as HbsNode | HbsNode[] | undefined
      if (Array.isArray(child)) child.forEach(visit)
      else if (child) visit(child)
    }
  }
  visit(tree)
  return problems
}

function checkPartial(
  node: HbsNode,
  macros: ReadonlyMap<string, Macro>,
  report: (node: HbsNode, code: string, message: string, hint: string) => void,
) {
  const {original} = node.name as unknown as {original?: string}
  if (original === undefined) return
  const macro = macros.get(original)
  if (!macro)
    return report(node, 'unknown-macro', `unknown macro "${original}"`, suggestion(original, macros.keys(), 'macros'))
  const given = ((node.hash as {pairs?: {key: string}[]} | undefined)?.pairs ?? []).map(pair => pair.key)
  const valid = macro.parameters.map(parameter => parameter.name)
  for (const key of given) {
    if (!valid.includes(key))
      report(
        node,
        'unknown-parameter',
        `macro "${original}" has no parameter "${key}"`,
        suggestion(key, valid, 'parameters'),
      )
  }
  for (const key of valid) {
    if (!given.includes(key))
      report(
        node,
        'missing-parameter',
        `macro "${original}" is called without "${key}"`,
        `parameters: ${valid.join(', ')}`,
      )
  }
}
