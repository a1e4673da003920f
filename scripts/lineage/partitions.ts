/**
 * Generated tables hold many things, one below the other. Whoever reads some of them depends on these alone; which ones, the values
 * of these columns tell.
 */
const PARTITIONS: Readonly<Record<string, readonly string[]>> = {
  measure_values: ['measure'],
  kpi_values: ['kpi_ref'],
  component_values: ['component_ref', 'column_ref'],
  kpi_histograms: ['component_ref'],
  histogram_shares: ['component_ref'],
}

/** The columns that tell which thing a row is about; none for other relations. */
export function partitionsOf(relation: string): readonly string[] {
  return PARTITIONS[relation] ?? []
}

/** Columns of generated tables that are about the thing itself. */
export const FIGURES: ReadonlySet<string> = new Set([
  'numerator',
  'denominator',
  'value',
  'sample_size',
  'count',
  'share',
])

export const MEASURE_COLUMNS = [
  'measure',
  'grain',
  'period_start',
  'period_end',
  'dimension',
  'dimension_value',
  'numerator',
  'denominator',
  'value',
  'sample_size',
]
