import type {CompiledNode} from '../compile/nodes.ts'
import type {BuildEvent, Listener} from '../execute/events.ts'
import {idOf, testId} from './ids.ts'
import type {RunResult} from './run-results-schema.ts'

/** Gathers the results of a run from its events. */
export interface Recorder {
  readonly listen: Listener
  /** In the order in which things ended. */
  readonly results: readonly RunResult[]
}

/** Listens to a run for its results. */
export function recorder(nodes: readonly CompiledNode[]): Recorder {
  const byName = new Map(nodes.map(node => [node.name, node]))
  const results: RunResult[] = []
  return {
    results,
    listen: event => {
      const result = resultOf(event, byName)
      if (result) results.push(result)
    },
  }
}

function resultOf(event: BuildEvent, nodes: ReadonlyMap<string, CompiledNode>): RunResult | undefined {
  if (event.type === 'source') {
    const {name, rows, ms} = event
    return {...result(`source.${name}`, 'success', ms), adapter_response: {rows_affected: rows}}
  }
  if (event.type === 'node') {
    const {name, status, ms, rows, message} = event
    if (nodes.get(name)?.kind === 'view' && status === 'success') return undefined // only lives while it is read
    return {
      ...result(idOf(name, nodes), status, ms, message),
      adapter_response: rows === undefined ? {} : {rows_affected: rows},
    }
  }
  if (event.type === 'test') {
    const {name, status, ms, failures, message} = event
    return {...result(testId('test', name), status, ms, message), failures: failures ?? null}
  }
  return undefined
}

/** A result that has just ended, after some milliseconds. */
export function result(id: string, status: RunResult['status'], ms: number, message?: string): RunResult {
  const ended = Date.now()
  const at = (time: number) => new Date(time).toISOString()
  return {
    unique_id: id,
    status,
    execution_time: Math.round(ms) / 1000,
    timing: status === 'skipped' ? [] : [{name: 'execute', started_at: at(ended - ms), completed_at: at(ended)}],
    adapter_response: {},
    message: message ?? null,
    failures: null,
  }
}
