import {randomUUID} from 'node:crypto'
import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {DataTest} from '../compile/data-test.ts'
import type {CompiledNode} from '../compile/nodes.ts'
import {EXIT, fault, type Problem, ProblemError} from '../core/problem.ts'
import {engineVersion, writeJson} from './files.ts'
import {idOf, nodeId, testId} from './ids.ts'
import {RUN_RESULTS_VERSION, type RunResults, runResultsSchema} from './run-results-schema.ts'

const FILE = 'run-results.json'

/** What a run has to say of itself; the rest is known. */
export type Run = Omit<RunResults, 'metadata' | 'peak_memory' | 'problems'> & {readonly problems: readonly Problem[]}

/** Writes `run-results.json`. */
export function writeRunResults(target: string, run: Run): void {
  const results: RunResults = {
    metadata: {
      schema_version: RUN_RESULTS_VERSION,
      kpi_version: engineVersion(),
      generated_at: new Date().toISOString(),
      invocation_id: randomUUID(),
    },
    ...run,
    peak_memory: peakMemory(),
    problems: run.problems.map(({text: _, length: __, ...problem}) => problem),
  }
  writeJson(join(target, FILE), results)
}

/** The process's largest resident size, in bytes. */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024
}

/** The results of the last run; throws (status 1) where there was none, or another engine wrote them. */
export function readRunResults(target: string): RunResults {
  const file = join(target, FILE)
  if (!existsSync(file))
    throw new ProblemError(
      [fault('no-run', `there are no results of a run in ${target}`, {hint: 'run kpi build or kpi test first'})],
      EXIT.failed,
    )
  try {
    return runResultsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    const message = `${file} is not what this version of kpi writes`
    throw new ProblemError([fault('unknown-results', message, {hint: 'run kpi build or kpi test first'})], EXIT.failed)
  }
}

/**
 * How each item that selectors know came out of a run: nodes, sources, tests and examples by their ids; a failed test also counts for
 * what it tests, unless that came out worse.
 */
export function resultsByItem(
  {results}: RunResults,
  nodes: readonly CompiledNode[],
  tests: readonly DataTest[],
): Map<string, string> {
  const items = new Map(nodes.map(node => [nodeId(node), node.name]))
  const byTest = new Map(tests.map(test => [testId('test', test.name), test]))
  const byName = new Map(nodes.map(node => [node.name, node]))
  const statuses = new Map(results.map(each => [each.unique_id, each.status]))
  const found = new Map<string, string>()
  for (const [id, status] of statuses)
    found.set(items.get(id) ?? (id.startsWith('source.') ? id.replace('.', ':') : id), status)
  for (const [id, status] of statuses) {
    const test = byTest.get(id)
    if (!test || !isFailure(status)) continue
    const own = statuses.get(idOf(test.subject, byName))
    if (own === undefined || own === 'success') found.set(test.subject, status)
  }
  return found
}

/** Whether a status is one that a retry begins with. */
export function isFailure(status: string): boolean {
  return status === 'error' || status === 'fail'
}
