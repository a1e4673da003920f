import {settle} from '../core/settings.ts'
import {readRunResults} from '../results/run-results.ts'
import type {RunArguments, RunResults} from '../results/run-results-schema.ts'
import type {BuildArguments} from './build.ts'
import type {TestArguments} from './test.ts'

/** What `kpi retry` repeats. */
export type Retry =
  | {readonly which: 'build'; readonly options: BuildArguments}
  | {readonly which: 'test'; readonly options: TestArguments}
  | {readonly which: 'nothing'; readonly args: RunArguments}

/**
 * What a retry of the target's last run is: the same command with the same arguments, for what failed or was skipped; for everything, where
 * the run failed before it came to that (a source could not be read); nothing, where it succeeded. Throws (status 1) where there was no run.
 */
export function planRetry(options: {readonly project?: string; readonly target?: string}): Retry {
  const last = readRunResults(settle(options).target)
  const {args} = last
  if (last.exit_status === 0) return {which: 'nothing', args}
  const common = {
    ...(options.project === undefined ? {} : {project: options.project}),
    ...(options.target === undefined ? {} : {target: options.target}),
    ...(args.sources === undefined ? {} : {sources: args.sources}),
    select: args.select,
    exclude: args.exclude,
    retry: hasFailures(last),
  }
  if (args.which === 'test') return {which: 'test', options: common}
  return {
    which: 'build',
    options: {
      ...common,
      ...(args.as_of === undefined ? {} : {asOf: args.as_of}),
      ...(args.on_bad_rows === undefined ? {} : {onBadRows: args.on_bad_rows}),
      // what failed is gone on with, from what a full build has made so far
      ...(args.full && !hasFailures(last) ? {full: true} : {}),
      ...(args.fail_fast === undefined ? {} : {failFast: args.fail_fast}),
    },
  }
}

function hasFailures({results}: RunResults): boolean {
  return results.some(({status}) => status === 'error' || status === 'fail')
}

/** A run's command line, without what says where it works. */
export function commandLine({which, select, exclude, as_of, on_bad_rows, full, fail_fast}: RunArguments): string {
  return [
    `kpi ${which}`,
    ...select,
    ...exclude.flatMap(each => ['--exclude', each]),
    ...(as_of === undefined ? [] : ['--as-of', as_of]),
    ...(on_bad_rows === 'quarantine' ? ['--on-bad-rows', on_bad_rows] : []),
    ...(full ? ['--full'] : []),
    ...(fail_fast ? ['--fail-fast'] : []),
  ].join(' ')
}
