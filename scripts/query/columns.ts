import type {Answer} from './answer.ts'
import type {ComparedAnswer} from './compared.ts'
import type {ComponentAnswer} from './component.ts'
import type {SlotAnswer} from './slots.ts'

export type AnyAnswer = Answer | ComparedAnswer | ComponentAnswer | SlotAnswer

/** A column of a file, with its type in SQL. */
export interface Column {
  readonly name: string
  readonly type: 'VARCHAR' | 'DATE' | 'DOUBLE' | 'BIGINT' | 'INTEGER' | 'VARCHAR[]'
  readonly value: (row: AnyAnswer) => string | number | null | readonly string[]
}

/** Which answers a file holds, since an empty one has the same columns. */
export interface Shape {
  readonly form: 'kpi' | 'compared' | 'series' | 'histogram'
  /** Several dimensions, each a column of its own (`by_source`). */
  readonly joined: readonly string[]
  /** A donut has shares of the total, a histogram with a condition shares of each slot. */
  readonly hasShares: boolean
}

const TYPES = {
  component_ref: 'VARCHAR',
  series: 'VARCHAR',
  kpi_ref: 'VARCHAR',
  period_start: 'DATE',
  period_end: 'DATE',
  dimension: 'VARCHAR',
  dimension_value: 'VARCHAR',
  numerator: 'DOUBLE',
  denominator: 'DOUBLE',
  value: 'DOUBLE',
  sample_size: 'BIGINT',
  slot: 'INTEGER',
  slot_label: 'VARCHAR',
  lower_bound: 'DOUBLE',
  upper_bound: 'DOUBLE',
  unit: 'VARCHAR',
  count: 'BIGINT',
  share_of_total: 'DOUBLE',
  share: 'DOUBLE',
  filters_not_applied: 'VARCHAR[]',
  compared_period_start: 'DATE',
  compared_period_end: 'DATE',
  compared_value: 'DOUBLE',
  compared_sample_size: 'BIGINT',
  change: 'DOUBLE',
  relative_change: 'DOUBLE',
} as const satisfies Record<string, Column['type']>
type Name = keyof typeof TYPES

const PERIOD = ['period_start', 'period_end', 'dimension', 'dimension_value'] as const
const FIGURES = ['numerator', 'denominator', 'value', 'sample_size'] as const
const COMPARED = [
  'compared_period_start',
  'compared_period_end',
  'compared_value',
  'compared_sample_size',
  'change',
  'relative_change',
] as const
const SLOT = ['slot', 'slot_label', 'lower_bound', 'upper_bound', 'unit', 'count', 'share_of_total'] as const

/** The columns of answers in a CSV or Parquet file, in their order. */
export function columnsOf({form, joined, hasShares}: Shape): Column[] {
  const names: Record<Shape['form'], readonly Name[]> = {
    kpi: ['kpi_ref', ...PERIOD, ...FIGURES, 'filters_not_applied'],
    compared: ['kpi_ref', ...PERIOD, ...FIGURES, 'filters_not_applied', ...COMPARED],
    series: [
      ...(['component_ref', 'series', 'kpi_ref'] as const),
      ...PERIOD,
      ...FIGURES,
      ...(hasShares ? (['share_of_total'] as const) : []),
      'filters_not_applied',
    ],
    histogram: ['component_ref', ...PERIOD, ...SLOT, ...(hasShares ? (['share'] as const) : []), 'filters_not_applied'],
  }
  return [
    ...names[form].map(
      (name): Column => ({
        name,
        type: TYPES[name],
        value: row => (row as unknown as Readonly<Record<Name, string | number | null>>)[name],
      }),
    ),
    ...joined.map(
      (dimension): Column => ({
        name: `by_${dimension}`,
        type: 'VARCHAR',
        value: row => row.dimensions?.[dimension] ?? null,
      }),
    ),
  ]
}
