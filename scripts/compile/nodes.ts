/** What a build makes, in the order of the graph. */
export interface CompiledNode {
  /** Unique in the project: `stg_orders`, `fct_orders`, `kpi_values`, `measures/orders_by_ordered_at`, `macro/shop_card_1`. */
  readonly name: string
  readonly layer: 'staging' | 'facts' | 'meta' | 'marts'
  readonly kind: 'view' | 'table' | 'measures' | 'macro'
  /** `facts.fct_orders`; a measure group writes into `meta.measure_values`. */
  readonly relation: string
  /** The file it was written from, relative to the project. */
  readonly file: string
  /** The compiled statement (a query, or a macro's `create`); of a measure group, that of the grain `month`. */
  readonly sql: string
  /** Names of the nodes and sources (`source:orders`) that it reads. */
  readonly upstream: readonly string[]
}

/** Placeholders that models read beside each other. */
export const DATA_END = 'data_end'
export const PERIODS = 'periods'
