import type {Problem} from '../core/problem.ts'

/** What a build tells while it runs; commands draw it. Times are milliseconds. */
export type BuildEvent =
  | {readonly type: 'start'; readonly stale: number; readonly total: number}
  | {readonly type: 'source'; readonly name: string; readonly rows: number; readonly ms: number}
  | {
      readonly type: 'node'
      readonly name: string
      readonly ms: number
      readonly done: number
      readonly stale: number
      readonly measures?: number
      /** Of a table of which only some parts were computed, how many. */
      readonly parts?: number
    }
  | {readonly type: 'stage'; readonly name: string; readonly ms: number; readonly detail?: string}
  | {readonly type: 'problem'; readonly problem: Problem}

export type Listener = (event: BuildEvent) => void
