import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import type {YamlFile, YamlPath} from '../core/yaml-file.ts'
import {seconds} from './durations.ts'
import type {ModelInput, SourceInput} from './model-schemas.ts'

interface Declared {
  readonly name: string
  readonly yaml: YamlFile
}

/** What a source or model says of freshness and anomalies: columns that date rows, limits in order. */
export function checkMonitors(
  sources: Iterable<Declared & SourceInput>,
  models: Iterable<Declared & ModelInput>,
  problems: Problem[],
): void {
  for (const source of sources) {
    const path = ['sources', source.name]
    const created = source.replay.created === 'none' ? undefined : source.replay.created
    for (const key of ['freshness', 'anomalies'] as const)
      if (source[key]) checkColumn(source, [...path, key], source[key].column, created, problems)
    const {warn_after: warn, error_after: error} = source.freshness ?? {}
    if (warn !== undefined && error !== undefined && seconds(warn) >= seconds(error))
      problems.push(
        fault('wrong-freshness', `${source.name}: it would warn after ${warn} and fail after ${error} already`, {
          ...source.yaml.place([...path, 'freshness', 'error_after']),
          hint: '"error_after" is the longer one',
        }),
      )
  }
  for (const model of models)
    if (model.anomalies)
      checkColumn(model, ['models', model.name, 'anomalies'], model.anomalies.column, undefined, problems)
}

interface Dated extends Declared {
  readonly columns?: Readonly<Record<string, {readonly type: string}>> | undefined
}

/** Whether it is another column's local time. */
function isTwin(name: string, columns: object): boolean {
  return name.endsWith('_local') && name.slice(0, -'_local'.length) in columns
}

/** The column that dates rows: the one given, else the usual one, of a type that dates something. */
function checkColumn(
  {name, yaml, columns = {}}: Dated,
  path: YamlPath,
  given: string | undefined,
  usual: string | undefined,
  problems: Problem[],
): void {
  const dated = Object.keys(columns).filter(
    each => ['TIMESTAMP', 'DATE'].includes(columns[each]!.type) && !isTwin(each, columns),
  )
  if (given === undefined && usual === undefined)
    problems.push(
      fault('no-date-column', `${name}: nothing says which column dates its rows`, {
        ...yaml.keyPlace(path),
        hint: dated.length === 0 ? 'none of its columns does' : `"column": one of ${dated.join(', ')}`,
      }),
    )
  else if (given !== undefined && !dated.includes(given)) {
    const message =
      given in columns
        ? isTwin(given, columns)
          ? 'is a local time; its instant is expected'
          : `is ${columns[given]!.type}, which dates nothing`
        : 'is no column of it'
    problems.push(
      fault('unknown-column', `${name}: "${given}" ${message}`, {
        ...yaml.place([...path, 'column']),
        hint: suggestion(given, dated, 'columns with a date'),
      }),
    )
  }
}
