import type {CompiledNode} from '../compile/nodes.ts'
import {EXIT, fault, type Problem, ProblemError} from '../core/problem.ts'
import type {Place} from '../core/settings.ts'
import type {BuildEvent, Listener} from '../execute/events.ts'
import {BuildError} from '../execute/failure.ts'
import {testId} from '../results/ids.ts'
import {recorder} from '../results/recorder.ts'
import {peakMemory, type Run, writeRunResults} from '../results/run-results.ts'
import type {BuildArguments, BuildSummary, Found} from './build-types.ts'
import {selectorsOf} from './selection.ts'

/** How many nodes a summary names as the slowest. */
const SLOWEST = 5

/**
 * Runs a build and writes its results to the target, whether it succeeds or fails; gives (or throws, with the failures) the summary.
 * The build is handed the listener to tell; `started` is when it was asked for.
 */
export function recordBuild(
  all: readonly CompiledNode[],
  place: Place,
  options: BuildArguments,
  listen: Listener,
  started: number,
): (build: (listen: Listener) => Promise<Found>) => Promise<BuildSummary> {
  const record = recorder(all)
  const nodes: Extract<BuildEvent, {type: 'node'}>[] = []
  const both: Listener = event => {
    record.listen(event)
    if (event.type === 'node' && event.status === 'success') nodes.push(event)
    listen(event)
  }
  const kinds = new Map(all.map(node => [node.name, node.kind]))
  const summarise = (found: Found): BuildSummary => ({
    ...found,
    slowest: nodes
      .filter(node => kinds.get(node.name) !== 'view')
      .sort((a, b) => b.ms - a.ms)
      .slice(0, SLOWEST)
      .map(({name, ms, rows}) => ({name, ms, ...(rows === undefined ? {} : {rows})})),
    ms: performance.now() - started,
    peakMemory: peakMemory(),
  })
  const write = (summary: BuildSummary | undefined, problems: readonly Problem[]) =>
    writeRunResults(place.target, {
      args: argumentsOf(options, place),
      exit_status: problems.length > 0 ? EXIT.failed : EXIT.done,
      elapsed_time: Math.round(performance.now() - started) / 1000,
      version: problems.length > 0 || summary === undefined || summary.left.length > 0 ? null : summary.version,
      published: summary?.published ?? false,
      data_end: summary?.dataEnd || null,
      results: [...record.results],
      warnings: (summary?.warnings ?? []).map(({name, failing, complaint}) => ({
        unique_id: testId('test', name),
        failures: failing,
        message: complaint,
      })),
      quarantined: (summary?.quarantined ?? []).map(({source, rows}) => ({unique_id: `source.${source}`, rows})),
      restated: (summary?.restated?.kpis ?? []).map(({ref, ...rest}) => ({unique_id: `metric.${ref}`, ...rest})),
      problems,
    })
  return async build => {
    let summary: BuildSummary
    try {
      summary = summarise(await build(both))
    } catch (error) {
      const failed = error instanceof BuildError ? summarise((error as BuildError<Found>).result) : undefined
      if (error instanceof ProblemError && error.status !== EXIT.failed) throw error // nothing was run
      try {
        write(failed, error instanceof ProblemError ? error.problems : [fault('stopped', (error as Error).message)])
      } catch {
        // where not even this can be written, what the build says is what matters
      }
      throw failed && error instanceof BuildError ? new BuildError(error.failures, failed) : error
    }
    write(summary, [])
    return summary
  }
}

/** A build's arguments as they are kept for `kpi retry`. */
function argumentsOf(options: BuildArguments, place: Place): Run['args'] {
  const {asOf, onBadRows, full, failFast} = options
  return {
    which: 'build',
    ...selectorsOf(options),
    ...(place.sources === undefined ? {} : {sources: place.sources}),
    ...(asOf === undefined ? {} : {as_of: asOf}),
    ...(onBadRows === undefined ? {} : {on_bad_rows: onBadRows}),
    ...(full === undefined ? {} : {full}),
    ...(failFast === undefined ? {} : {fail_fast: failFast}),
  }
}
