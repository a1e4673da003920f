import type {Problem} from '../core/problem.ts'

/** How a node's computation came out; one that is skipped reads another that failed. */
export type NodeStatus = 'success' | 'error' | 'skipped'
/** How a data test came out: it found failing rows (`fail`, or `warn` where it only warns), or could not be run (`error`). */
export type TestStatus = 'pass' | 'warn' | 'fail' | 'error' | 'skipped'

/** What a build tells while it runs; commands draw it. Times are milliseconds. */
export type BuildEvent =
  | {readonly type: 'start'; readonly stale: number; readonly total: number}
  | {readonly type: 'source'; readonly name: string; readonly rows: number; readonly ms: number}
  | {
      readonly type: 'node'
      readonly name: string
      readonly status: NodeStatus
      readonly ms: number
      readonly done: number
      readonly stale: number
      readonly measures?: number
      /** Of a table of which only some parts were computed, how many. */
      readonly parts?: number
      /** Of tables and measure groups. */
      readonly rows?: number
      /** Why it failed or was skipped. */
      readonly message?: string
    }
  | {
      readonly type: 'test'
      readonly name: string
      readonly status: TestStatus
      readonly ms: number
      /** Rows that break the rule. */
      readonly failures?: number
      readonly message?: string
    }
  | {readonly type: 'stage'; readonly name: string; readonly ms: number; readonly detail?: string}
  | {readonly type: 'problem'; readonly problem: Problem}

export type Listener = (event: BuildEvent) => void
