import {existsSync, readdirSync} from 'node:fs'
import {join, relative} from 'node:path'
import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import {readYaml, type YamlFile} from '../core/yaml-file.ts'
import {checkMonitors} from './check-monitors.ts'
import {type ModelInput, modelsSchema, type SourceInput, sourcesSchema} from './model-schemas.ts'
import {validate} from './read.ts'

/** A source as declared in a `sources.yml`. */
export interface Source extends SourceInput {
  readonly name: string
  readonly yaml: YamlFile
}

/** What a `.yml` says of a model. */
export interface ModelNotes extends ModelInput {
  readonly name: string
  readonly yaml: YamlFile
  /** It comes with the templates: the project need not have the model. */
  readonly isOptional: boolean
}

export interface Declarations {
  readonly sources: ReadonlyMap<string, Source>
  readonly models: ReadonlyMap<string, ModelNotes>
  /** Every `.sql` file of the models' folders: name → path relative to the project. */
  readonly files: ReadonlyMap<string, string>
}

/**
 * Reads `sources.yml` and the models' `.yml` files, and finds the models' `.sql` files. Of the templates' folder only what its
 * `.yml` says of generated marts is read, unless it is one of the models' folders.
 */
export function readDeclarations(
  project: string,
  paths: {readonly models: readonly string[]; readonly templates: string},
  problems: Problem[],
): Declarations {
  const sources = new Map<string, Source>()
  const models = new Map<string, ModelNotes>()
  const files = new Map<string, string>()
  const seen = new Set<string>()
  const templates = join(project, paths.templates)
  const folders = paths.models.map(each => join(project, each))
  for (const folder of folders.includes(templates) ? folders : [...folders, templates]) {
    for (const path of walk(folder)) {
      if (seen.has(path) || (!folders.includes(folder) && path.endsWith('.sql'))) continue
      seen.add(path)
      const file = relative(project, path)
      const base = path.split('/').at(-1)!
      if (base.endsWith('.sql')) {
        const name = base.slice(0, -'.sql'.length)
        const twin = files.get(name)
        if (twin)
          problems.push(fault('duplicate-model', `model "${name}" is also in ${twin}`, {file, line: 1, column: 1}))
        files.set(name, file)
      } else if (/\.ya?ml$/.test(base)) {
        const yaml = readYaml(path, file)
        problems.push(...yaml.problems)
        if (yaml.data === undefined) continue
        if (typeof yaml.data === 'object' && yaml.data !== null && 'sources' in yaml.data) {
          const checked = validate(sourcesSchema, yaml, yaml.data, [], problems)
          for (const [name, input] of Object.entries(checked?.sources ?? {})) sources.set(name, {...input, name, yaml})
        } else {
          const checked = validate(modelsSchema, yaml, yaml.data, [], problems)
          for (const [name, input] of Object.entries(checked?.models ?? {}))
            models.set(name, {...input, name, yaml, isOptional: !folders.includes(folder)})
        }
      }
    }
  }
  for (const source of sources.values()) checkSource(source, sources, problems)
  for (const model of models.values()) checkModel(model, problems)
  checkMonitors(sources.values(), models.values(), problems)
  return {sources, models, files}
}

/** The files of a folder; of one that isn't there (which is told of the catalog) none. */
function walk(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, {withFileTypes: true, recursive: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
}

function checkSource(source: Source, sources: ReadonlyMap<string, Source>, problems: Problem[]) {
  const base = ['sources', source.name]
  const columns = Object.keys(source.columns)
  const known = (path: (string | number)[], name: string) => {
    if (!columns.includes(name))
      problems.push(
        fault('unknown-column', `source "${source.name}" has no column "${name}"`, {
          ...source.yaml.place([...base, ...path]),
          hint: suggestion(name, columns, 'columns'),
        }),
      )
  }
  for (const [i, name] of source.key.entries()) known(['key', i], name)
  if (source.replay.created !== 'none') known(['replay', 'created'], source.replay.created)
  for (const [event, arrivals] of Object.entries(source.replay.events)) {
    known(['replay', 'events', event], event)
    for (const [i, arrival] of arrivals.entries())
      known(['replay', 'events', event, i], typeof arrival === 'string' ? arrival : arrival.column)
  }
  for (const [i, name] of source.replay.no_history.entries()) known(['replay', 'no_history', i], name)
  if (source.sample_by !== undefined) known(['sample_by'], source.sample_by)
  if (source.columns[source.sample_by ?? '']?.nullable)
    problems.push(
      fault('nullable-sample-key', `${source.name}: rows without "${source.sample_by}" could not be drawn`, {
        ...source.yaml.place([...base, 'sample_by']),
        hint: 'choose a column that is not nullable, or none: rows then follow what they refer to',
      }),
    )
  for (const [name, column] of Object.entries(source.columns)) {
    if (!column.references) continue
    const [parent, key] = column.references.split('.') as [string, string]
    const target = sources.get(parent)
    if (!target || !(key in target.columns)) {
      const valid = [...sources.values()].flatMap(each =>
        each.key.length === 1 ? [`${each.name}.${each.key[0]}`] : [],
      )
      problems.push(
        fault('unknown-reference', `${source.name}.${name} references "${column.references}", which is not declared`, {
          ...source.yaml.place([...base, 'columns', name, 'references']),
          hint: suggestion(column.references, valid),
        }),
      )
    }
  }
}

function checkModel(model: ModelNotes, problems: Problem[]) {
  const base = ['models', model.name]
  const columns = Object.keys(model.columns ?? {})
  for (const name of model.dimensions || model.dimension_sets ? columns : []) {
    if (name === 'period_start' || name === 'period_end') {
      problems.push(
        fault('reserved-name', `${model.name}: "${name}" means the bounds of the KPI's period`, {
          ...model.yaml.keyPlace([...base, 'columns', name]),
          hint: 'rename the column',
        }),
      )
    }
  }
  const known = (path: (string | number)[], name: string) => {
    if (!columns.includes(name))
      problems.push(
        fault('unknown-column', `model "${model.name}" declares no column "${name}"`, {
          ...model.yaml.place([...base, ...path]),
          hint: suggestion(name, columns, 'columns'),
        }),
      )
  }
  for (const [i, name] of (model.grain ?? []).entries()) if (model.columns) known(['grain', i], name)
  for (const [dimension, column] of Object.entries(model.dimensions ?? {})) known(['dimensions', dimension], column)
  for (const [set, dimensions] of Object.entries(model.dimension_sets ?? {})) {
    for (const [dimension, column] of Object.entries(dimensions)) known(['dimension_sets', set, dimension], column)
  }
}
