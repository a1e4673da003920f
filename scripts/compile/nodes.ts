/** A table whose rows belong to parts (a KPI's, a chart's), so that one part can be replaced and the others kept. */
export interface Parts {
  /** The column that tells the part of a row. */
  readonly column: string
  /** The columns that order the table's rows. */
  readonly order: readonly string[]
  /** Each part with what its rows are made from: measures by id, nodes, and what the catalog says of it, by what it is called. */
  readonly from: ReadonlyMap<
    string,
    {
      readonly measures: readonly string[]
      readonly nodes: readonly string[]
      readonly definition: Readonly<Record<string, unknown>>
    }
  >
  /** The statement that gives the rows of these parts alone, the same rows that the whole statement gives for them. */
  sql(keys: readonly string[]): string
}

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
  /** The text of `file`, and the names of the macros that were called to make the statement of it. */
  readonly template: string
  readonly macros: readonly string[]
  /** Of a table that is made of parts. */
  readonly parts?: Parts
  /** Of an upstream table that is made of parts, the only ones that it reads. */
  readonly reads?: ReadonlyMap<string, readonly string[]>
}

/** Placeholders that models read beside each other. */
export const DATA_END = 'data_end'
export const PERIODS = 'periods'
