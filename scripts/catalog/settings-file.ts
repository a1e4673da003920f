import {existsSync} from 'node:fs'
import {join} from 'node:path'
import type {Problem} from '../core/problem.ts'
import {readYaml, type YamlFile, type YamlPath} from '../core/yaml-file.ts'
import {validate} from './read.ts'
import {type SettingsInput, settingsSchema} from './settings-schema.ts'

export const SETTINGS_FILE = 'kpi-settings.yml'

/** The settings file as written; an empty one where the project has none. */
export interface SettingsFile {
  readonly input: SettingsInput
  /** None where there is no file. */
  readonly yaml?: YamlFile
}

/** Reads and checks the settings file of a project. */
export function readSettings(folder: string, problems: Problem[]): SettingsFile {
  const none = {input: {variables: {}, targets: {}}}
  const path = join(folder, SETTINGS_FILE)
  if (!existsSync(path)) return none
  const yaml = readYaml(path, SETTINGS_FILE)
  problems.push(...yaml.problems)
  if (yaml.data === undefined) return none
  const input = validate(settingsSchema, yaml, yaml.data ?? {}, [], problems)
  return input ? {input, yaml} : none
}

/** A place in the file, as `kpi-settings.yml:12`. */
export function saidAt({yaml}: SettingsFile, path: YamlPath): string {
  return `${SETTINGS_FILE}:${yaml?.keyPlace(path).line ?? 1}`
}
