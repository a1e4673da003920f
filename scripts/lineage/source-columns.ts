import {isEnd} from './column-graph.ts'
import {type Graph, type Part, partOf} from './graph.ts'
import {bearings} from './reached.ts'

/** Columns of sources (`orders.ordered_at`) behind something: those that its value comes from, and those that only decide about it. */
export interface SourceColumns {
  readonly value: readonly string[]
  readonly decide: readonly string[]
}

export function sourceColumnsIn(part: Part): SourceColumns {
  const found = [...bearings(part, 'upstream')].filter(([node]) => node.kind === 'source' && node.column !== undefined)
  const names = (bearing: string) =>
    found
      .filter(([, each]) => each === bearing)
      .map(([node]) => node.id.replace(/^source:/, ''))
      .sort()
  return {value: names('value'), decide: names('decides')}
}

/** Of a KPI, chart or column, by its name in the graph of columns. */
export function sourceColumnsOf(graph: Graph, id: string): SourceColumns {
  return sourceColumnsIn(partOf(graph, id, ['upstream'], {ends: isEnd}))
}
