import type {Place} from '../core/yaml-file.ts'

/** A query that selects the rows which break a rule. */
export interface DataTest {
  /** Unique; also the name of the file that keeps the failing rows. */
  readonly name: string
  /** The node or source (`source:orders`) that it tests: nothing that reads it is built before it has passed. */
  readonly subject: string
  /** Further nodes and sources that it reads. */
  readonly reads: readonly string[]
  readonly severity: 'error' | 'warn'
  /** Failing rows that are tolerated. */
  readonly threshold: number
  /** What is wrong with a row that it finds. */
  readonly complaint: string
  readonly sql: string
  readonly place: Place
  /** Of a source: the columns whose value is wrong, for messages. */
  readonly columns?: readonly string[]
  /** The values that a column may have, to suggest the nearest. */
  readonly values?: readonly string[]
}
