import {resolve} from 'node:path'
import {fault, type Problem, ProblemError} from '../core/problem.ts'
import type {PlaceOptions, Settings} from '../core/settings.ts'
import {suggestion} from '../core/suggest.ts'
import {days} from './durations.ts'
import {readSettings, SETTINGS_FILE, type SettingsFile, saidAt} from './settings-file.ts'
import type {TargetInput} from './settings-schema.ts'
import {variablesOf} from './variables.ts'

/** What the command line says. */
export interface GivenSettings extends Omit<PlaceOptions, 'settings'> {
  /** Name of a target in the settings file. */
  readonly on?: string
  /** `name=value`. */
  readonly var?: readonly string[]
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The settings in force: the command line, else the environment (`KPI_ENV`, `KPI_TARGET`, `KPI_SOURCES`, `KPI_VAR_NAME`), else the chosen
 * target of `kpi-settings.yml`, else the defaults. Throws what is wrong with any of them (status 2).
 */
export function resolveSettings(
  given: GivenSettings,
  env: Environment,
): Pick<PlaceOptions, 'target' | 'sources'> & {readonly settings: Settings} {
  const problems: Problem[] = []
  const folder = resolve(given.project ?? '.')
  const file = readSettings(folder, problems)
  if (problems.some(problem => problem.severity === 'error')) throw new ProblemError(problems)
  const from: Record<string, string> = {}
  const on = chosen(file, given, env, from, problems)
  const target = on === undefined ? undefined : file.input.targets[on]
  const variables = variablesOf(file, on, {given: given.var ?? [], env}, problems)
  if (problems.length > 0) throw new ProblemError(problems)
  const place = (name: 'target' | 'sources', variable: string): string | undefined => {
    if (given[name] !== undefined) {
      from[name] = `--${name}`
      return given[name]
    }
    if (env[variable]) {
      from[name] = variable
      return resolve(env[variable])
    }
    if (target?.[name] === undefined) return undefined
    from[name] = saidAt(file, ['targets', on!, name])
    return resolve(folder, target[name])
  }
  const places = {target: place('target', 'KPI_TARGET'), sources: place('sources', 'KPI_SOURCES')}
  const own = ['sample', 'threads', 'memory_limit'] as const
  for (const name of own) if (target?.[name] !== undefined) from[name] = saidAt(file, ['targets', on!, name])
  return {
    ...(places.target === undefined ? {} : {target: places.target}),
    ...(places.sources === undefined ? {} : {sources: places.sources}),
    settings: {
      ...(on === undefined ? {} : {on}),
      variables,
      ...sampleOf(target),
      limits: limitsOf(target),
      args: [
        ...(given.on === undefined ? [] : ['--on', given.on]),
        ...(given.var ?? []).flatMap(each => ['--var', each]),
      ],
      from,
    },
  }
}

/** The target that is named on the command line, in the environment or as the file's default. */
function chosen(
  file: SettingsFile,
  given: GivenSettings,
  env: Environment,
  from: Record<string, string>,
  problems: Problem[],
): string | undefined {
  const {input, yaml} = file
  const named =
    given.on !== undefined
      ? {name: given.on, by: '--on', place: {}}
      : env.KPI_ENV
        ? {name: env.KPI_ENV, by: 'KPI_ENV', place: {}}
        : input.default_target === undefined
          ? undefined
          : {name: input.default_target, by: 'default_target', place: yaml!.place(['default_target'])}
  if (named === undefined) return undefined
  if (named.name in input.targets) {
    from.on = named.by === 'default_target' ? saidAt(file, ['default_target']) : named.by
    return named.name
  }
  const hint = yaml
    ? suggestion(named.name, Object.keys(input.targets), 'targets')
    : `there is no ${SETTINGS_FILE}; targets are declared there`
  problems.push(fault('unknown-target', `${named.by}: there is no target "${named.name}"`, {...named.place, hint}))
  return undefined
}

function sampleOf(target: TargetInput | undefined): Pick<Settings, 'sample'> {
  if (!target?.sample) return {}
  const {last, share} = target.sample
  return {
    sample: {...(last === undefined ? {} : {days: days(last)}), ...(share === undefined ? {} : {share})},
  }
}

function limitsOf(target: TargetInput | undefined): Record<string, string> {
  return {
    ...(target?.threads === undefined ? {} : {threads: String(target.threads)}),
    ...(target?.memory_limit === undefined ? {} : {memory_limit: target.memory_limit.replace(' ', '')}),
  }
}
