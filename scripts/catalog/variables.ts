import {isDay} from '../core/days.ts'
import {fault, type Problem} from '../core/problem.ts'
import type {Variable, VariableValue} from '../core/settings.ts'
import {suggestion} from '../core/suggest.ts'
import type {YamlPath} from '../core/yaml-file.ts'
import {type SettingsFile, saidAt} from './settings-file.ts'
import type {VariableInput, VariableType} from './settings-schema.ts'
import {show} from './strict.ts'

const PREFIX = 'KPI_VAR_'

const EXPECTED: Readonly<Record<VariableType, string>> = {
  text: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date such as 2026-03-01',
}

/** A value that somebody gives a variable. */
interface Said {
  /** `--var`, `KPI_VAR_NAME`, `kpi-settings.yml:12`. */
  readonly from: string
  /** Where it stands in the file; without one it came as text, from the command line or the environment. */
  readonly path?: YamlPath
  readonly value: VariableValue
}

/** The declared variables with the values in force; undeclared ones and values of another type are problems with their place. */
export function variablesOf(
  file: SettingsFile,
  on: string | undefined,
  {given, env}: {readonly given: readonly string[]; readonly env: Readonly<Record<string, string | undefined>>},
  problems: Problem[],
): Map<string, Variable> {
  const said = new Map<string, {readonly from: string; readonly value: VariableValue | undefined}>()
  const declared = file.input.variables
  const say = (name: string, each: Said, counts = true) => {
    const variable = declared[name]
    if (variable === undefined) {
      const hint = suggestion(name, Object.keys(declared), 'variables')
      const subject = each.path === undefined ? `${each.from}: ` : ''
      const place = each.path === undefined ? {} : file.yaml!.keyPlace(each.path)
      problems.push(fault('unknown-variable', `${subject}there is no variable "${name}"`, {...place, hint}))
      return
    }
    const value = checked(name, variable, each, file, problems)
    if (counts) said.set(name, {from: each.from, value})
  }
  const written = (path: YamlPath, value: VariableValue): Said => ({from: saidAt(file, path), path, value})
  for (const [name, variable] of Object.entries(declared)) {
    const path = ['variables', name]
    for (const [i, value] of (variable.values ?? []).entries())
      checked(name, {type: variable.type}, written([...path, 'values', i], value), file, problems)
    if (variable.default !== undefined) say(name, written([...path, 'default'], variable.default))
  }
  for (const [target, {variables}] of Object.entries(file.input.targets))
    for (const [name, value] of Object.entries(variables))
      say(name, written(['targets', target, 'variables', name], value), target === on)
  for (const [key, value] of Object.entries(env))
    if (key.startsWith(PREFIX) && value !== undefined) say(key.slice(PREFIX.length).toLowerCase(), {from: key, value})
  for (const text of given) {
    const [, name, value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? []
    if (name === undefined) {
      const hint = 'for example --var minimum=3'
      problems.push(fault('wrong-variable', `--var: "${text}" is not NAME=VALUE`, {hint}))
    } else say(name, {from: '--var', value})
  }
  return new Map(
    Object.entries(declared).map(([name, {type}]) => {
      const {from = 'not given', value} = said.get(name) ?? {}
      const place = file.yaml!.keyPlace(['variables', name])
      return [name, {type, from, place, ...(value === undefined ? {} : {value})}]
    }),
  )
}

/** The value as its variable's type; a problem where it is none. */
function checked(
  name: string,
  {type, values}: Pick<VariableInput, 'type' | 'values'>,
  {from, path, value: found}: Said,
  file: SettingsFile,
  problems: Problem[],
): VariableValue | undefined {
  const value = path === undefined ? parsed(String(found), type) : typed(found, type)
  const subject = path === undefined ? `${from}: ` : ''
  const place = path === undefined ? {} : file.yaml!.place(path)
  const shown = show(found)
  if (value === undefined) {
    const message = `${subject}variable "${name}" is ${EXPECTED[type]}; found ${shown}`
    problems.push(fault('wrong-variable', message, place))
  } else if (values && !values.includes(value)) {
    const hint = suggestion(String(value), values.map(String), 'values')
    problems.push(fault('wrong-variable', `${subject}variable "${name}" can't be ${shown}`, {...place, hint}))
  } else return value
  return undefined
}

/** What YAML holds, where it is of the type. */
function typed(value: VariableValue, type: VariableType): VariableValue | undefined {
  if (type === 'text') return typeof value === 'string' ? value : undefined
  if (type === 'boolean') return typeof value === 'boolean' ? value : undefined
  if (type === 'date') return typeof value === 'string' ? parsed(value, type) : undefined
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined
  return type === 'number' || Number.isSafeInteger(value) ? value : undefined
}

/** What a text means, where it is of the type. */
function parsed(text: string, type: VariableType): VariableValue | undefined {
  switch (type) {
    case 'text':
      return text
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined
    case 'date':
      return isDay(text) ? text : undefined
    case 'integer':
      return /^-?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined
    case 'number':
      return /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined
  }
}
