/** Which rows a question looks at. */
export interface Filters {
  /** Dimension → values. */
  readonly where: ReadonlyMap<string, readonly string[]>
  /** A time slot of the day: `09:00:00` to `19:00:00`, the end excluded; one that ends before it begins crosses midnight. */
  readonly hours?: {readonly from: string; readonly to: string}
  /** ISO days, Monday = 1. */
  readonly weekdays?: readonly number[]
}
