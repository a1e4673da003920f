import {resolve} from 'node:path'

export type VariableValue = string | number | boolean

/** A declared variable and the value in force; none where none is given. */
export interface Variable {
  readonly type: 'text' | 'integer' | 'number' | 'boolean' | 'date'
  readonly value?: VariableValue
  /** Who said so: `--var`, `KPI_VAR_NAME`, `kpi-settings.yml:12`. */
  readonly from: string
  /** Where it is declared. */
  readonly place: {readonly file: string; readonly line: number; readonly column: number; readonly length?: number}
}

/** The part of the sources on which a build works. */
export interface Sample {
  /** Only rows created in the last so many whole days of the data. */
  readonly days?: number
  /** Only this share of the entities that sources name. */
  readonly share?: number
}

/** What the settings file, the environment and the command line say together, but for the places. */
export interface Settings {
  /** The target that was chosen. */
  readonly on?: string
  readonly variables: ReadonlyMap<string, Variable>
  readonly sample?: Sample
  /** For DuckDB: `threads`, `memory_limit`. */
  readonly limits: Readonly<Record<string, string>>
  /** The command line's part, for processes that are started with the same settings. */
  readonly args: readonly string[]
  /** Who said each: `on`, `target`, `sources`, `sample`, `threads`, `memory_limit`. */
  readonly from: Readonly<Record<string, string>>
}

/** Options that say where and with which settings a command works. */
export interface PlaceOptions {
  readonly project?: string
  readonly target?: string
  readonly sources?: string
  /** The command line's; elsewhere those of the settings file. */
  readonly settings?: Settings
}

/** Where a command works: the project's folder, its outputs, and where its sources lie when not at their declared paths. */
export interface Place {
  /** Absolute. */
  readonly project: string
  readonly target: string
  readonly sources?: string
  readonly settings?: Settings
}

/** Resolves `--project`, `--target` and `--sources` against the current folder (`target/` defaults to the project's). */
export function settle({project: folder, target, sources, settings}: PlaceOptions): Place {
  const project = resolve(folder ?? '.')
  return {
    project,
    target: target === undefined ? resolve(project, 'target') : resolve(target),
    ...(sources === undefined ? {} : {sources: resolve(sources)}),
    ...(settings === undefined ? {} : {settings}),
  }
}
