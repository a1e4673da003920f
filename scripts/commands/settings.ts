import type {VariableValue} from '../core/settings.ts'
import {type PlaceOptions, type Sample, settle} from '../core/settings.ts'

/** A setting in force and who said it: `--on`, `KPI_ENV`, `kpi-settings.yml:12`, `default`. */
export interface EffectiveSetting<T> {
  readonly value: T
  readonly from: string
}

export interface EffectiveSettings {
  /** The chosen target's name. */
  readonly on: EffectiveSetting<string | null>
  readonly project: EffectiveSetting<string>
  /** The folder of the outputs. */
  readonly target: EffectiveSetting<string>
  /** Null: the paths in sources.yml. */
  readonly sources: EffectiveSetting<string | null>
  readonly sample: EffectiveSetting<Sample | null>
  /** Null: one per processor. */
  readonly threads: EffectiveSetting<number | null>
  readonly memory_limit: EffectiveSetting<string>
  readonly variables: Readonly<Record<string, EffectiveSetting<VariableValue | null>>>
}

/** `kpi settings`: what commands with the same options would work with. `memory` is DuckDB's share in a build where nothing is said. */
export function effectiveSettings(options: PlaceOptions, memory: string): EffectiveSettings {
  const {project, target, sources, settings} = settle(options)
  const from = (name: string) => settings?.from[name] ?? 'default'
  const {on = null, sample = null, limits = {}, variables = new Map()} = settings ?? {}
  return {
    on: {value: on, from: from('on')},
    project: {value: project, from: options.project === undefined ? 'default' : '--project'},
    target: {value: target, from: from('target')},
    sources: {value: sources ?? null, from: from('sources')},
    sample: {value: sample, from: from('sample')},
    threads: {value: limits.threads === undefined ? null : Number(limits.threads), from: from('threads')},
    memory_limit: {value: limits.memory_limit ?? memory, from: from('memory_limit')},
    variables: Object.fromEntries([...variables].map(([name, {value = null, from: by}]) => [name, {value, from: by}])),
  }
}
