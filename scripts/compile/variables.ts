import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import Handlebars from 'handlebars'
import {SETTINGS_FILE} from '../catalog/settings-file.ts'
import {fault, type Problem, refuse} from '../core/problem.ts'
import type {Settings} from '../core/settings.ts'
import {suggestion} from '../core/suggest.ts'
import {literal} from '../sql/literals.ts'
import type {Project} from './load.ts'
import type {SqlText} from './rendering.ts'
import {TEMPLATES, type TemplateName} from './template-names.ts'

/** What templates see as `var`: texts and dates as literals of SQL, numbers and truth values as they are, so that `{{#if}}` works. */
export function variableValues({variables}: Settings): Record<string, unknown> {
  return Object.fromEntries(
    [...variables].map(([name, {type, value}]) => {
      if (typeof value !== 'string') return [name, value]
      const sql = `${type === 'date' ? 'date ' : ''}${literal(value)}`
      return [name, {raw: value, toString: () => sql} satisfies SqlText]
    }),
  )
}

/**
 * Every use of a variable must be declared, every declared one used and given a value; throws otherwise (status 2). Models and data
 * tests may use them. Macros and the templates of marts may not: what they write is known by their text alone, also in the browser.
 */
export function checkVariables(project: Project): void {
  const {variables} = project.settings
  const problems: Problem[] = []
  const used = new Set<string>()
  for (const {file, mayUse} of filesOf(project)) {
    const text = readFileSync(join(project.folder, file), 'utf8')
    for (const {name, line, column, isRepeated} of usesIn(text)) {
      const place = {file, line, column, length: `var.${name}`.length}
      const variable = variables.get(name)
      used.add(name)
      if (variable === undefined) problems.push(unknown(name, [...variables.keys()], place))
      else if (!mayUse) {
        const hint = 'use it in the model, and hand it over as a parameter'
        problems.push(
          fault('variable-not-here', `variables can only be used in models and data tests`, {...place, hint}),
        )
      } else if (isRepeated) {
        const hint = 'write the list out, or make the rows in SQL'
        problems.push(fault('variable-not-here', 'variables cannot be used inside {{#each}}', {...place, hint}))
      } else if (variable.value === undefined) {
        const hint = `give it with --var ${name}=…, KPI_VAR_${name.toUpperCase()}, or a default in ${SETTINGS_FILE}`
        problems.push(fault('missing-variable', `variable "${name}" has no value`, {...place, hint}))
      }
    }
  }
  for (const [name, {place}] of variables) {
    if (used.has(name)) continue
    const hint = `use it in a model or data test as {{var.${name}}}, or remove it`
    problems.push(fault('unused-variable', `no model and no data test uses the variable "${name}"`, {...place, hint}))
  }
  refuse(problems)
}

function unknown(name: string, declared: readonly string[], place: object): Problem {
  const hint =
    declared.length === 0 ? `declare it under "variables" in ${SETTINGS_FILE}` : suggestion(name, declared, 'variables')
  return fault('unknown-variable', `there is no variable "${name}"`, {...place, hint})
}

/** The project's SQL files, and whether variables may be used in each. */
function filesOf({declarations, templates, catalog, folder}: Project): {file: string; mayUse: boolean}[] {
  const tests = catalog.paths.data_tests
  const inTests = existsSync(join(folder, tests)) ? readdirSync(join(folder, tests)) : []
  return [
    ...[...declarations.files].map(([name, file]) => ({file, mayUse: !TEMPLATES.includes(name as TemplateName)})),
    ...inTests.filter(name => name.endsWith('.sql')).map(name => ({file: join(tests, name), mayUse: true})),
    ...[...templates.macros.values()].map(({file}) => ({file, mayUse: false})),
  ]
}

interface Use {
  readonly name: string
  readonly line: number
  readonly column: number
  /** It stands inside `{{#each}}`, where names mean the element's. */
  readonly isRepeated: boolean
}

/** Every `var.name` in a template, also as an argument; none in a template that cannot be read, which is told elsewhere. */
function usesIn(text: string): Use[] {
  if (!/\bvar\./.test(text)) return []
  let tree: unknown
  try {
    tree = Handlebars.parse(text)
  } catch {
    return []
  }
  const uses: Use[] = []
  const walk = (node: unknown, isRepeated: boolean): void => {
    if (Array.isArray(node)) {
      for (const each of node) walk(each, isRepeated)
      return
    }
    if (typeof node !== 'object' || node === null) return
    const {type, original, loc, path, params, ...rest} = node as Record<string, unknown>
    if (type === 'PathExpression') {
      const [, name] = /^var\.(.+)$/.exec(String(original)) ?? []
      const {line, column} = (loc as {start: {line: number; column: number}}).start
      if (name !== undefined) uses.push({name, line, column: column + 1, isRepeated})
      return
    }
    walk([path, params], isRepeated)
    const repeats = type === 'BlockStatement' && (path as {original?: string}).original === 'each'
    walk(Object.values(rest), isRepeated || repeats)
  }
  walk(tree, false)
  return uses
}
