import type {QueryResult} from '../commands/query.ts'
import type {AnyAnswer} from '../query/columns.ts'
import type {ComparedAnswer} from '../query/compared.ts'
import type {SlotAnswer} from '../query/slots.ts'
import {drawTable, formatValue} from './format.ts'

/** A column of the table as people read it. */
interface Shown {
  readonly head: string
  readonly cell: (row: AnyAnswer) => string
  readonly isNumber?: boolean
}

/** What `kpi query` answers as a table, with what its marks mean below. */
export function queryTable(result: QueryResult): string {
  const {answers} = result
  const columns = columnsFor(result)
  const drawn =
    answers.length === 0
      ? 'No values: nothing happened in this period under these filters.'
      : drawTable(
          columns.map(column => column.head),
          answers.map(row => columns.map(column => column.cell(row))),
          new Set(columns.flatMap((column, i) => (column.isNumber ? [i] : []))),
        )
  const unfiltered = new Map(
    answers.filter(each => each.filters_not_applied.length > 0).map(each => [nameOf(each), each.filters_not_applied]),
  )
  return [
    drawn,
    ...[...unfiltered].map(
      ([ref, names]) =>
        `* ${ref} is not filtered by ${names.join(', ')}: it does not have ${names.length === 1 ? 'it' : 'them'}.`,
    ),
  ].join('\n')
}

function columnsFor(result: QueryResult): Shown[] {
  const {shape, dimensions, labels, answers} = result
  const starred = (row: AnyAnswer, name: string) => (row.filters_not_applied.length > 0 ? `${name} *` : name)
  const valueBy = (row: AnyAnswer, dimension: string) =>
    row.dimensions?.[dimension] ?? (row.dimension === dimension ? (row.dimension_value ?? '') : '')
  const period: Shown[] = [
    {head: 'from', cell: row => row.period_start},
    {head: 'to', cell: row => lastDay(row.period_end)},
    ...dimensions.map(
      (dimension): Shown => ({
        head: dimension,
        cell: row => labelled(valueBy(row, dimension), labels.get(dimension) ?? new Map()),
      }),
    ),
  ]
  const value = valueColumns(result)
  switch (shape.form) {
    case 'histogram':
      return [
        {head: 'chart', cell: row => starred(row, nameOf(row))},
        ...period,
        {head: 'slot', cell: row => (row as SlotAnswer).slot_label},
        {head: 'count', cell: row => (row as SlotAnswer).count.toLocaleString('en-GB'), isNumber: true},
        {head: 'of all', cell: row => percent((row as SlotAnswer).share_of_total), isNumber: true},
        ...(shape.hasShares
          ? [{head: 'share', cell: (row: AnyAnswer) => percent((row as SlotAnswer).share ?? null), isNumber: true}]
          : []),
      ]
    case 'series':
      return [
        {head: 'chart', cell: row => starred(row, nameOf(row))},
        {head: 'series', cell: row => ('series' in row ? row.series : '')},
        ...(answers.some(row => 'kpi_ref' in row && row.kpi_ref !== null)
          ? [{head: 'KPI', cell: (row: AnyAnswer) => ('kpi_ref' in row ? (row.kpi_ref ?? '') : '')}]
          : []),
        ...period,
        ...value,
        ...(shape.hasShares
          ? [
              {
                head: 'of all',
                cell: (row: AnyAnswer) => percent('share_of_total' in row ? row.share_of_total : null),
                isNumber: true,
              },
            ]
          : []),
      ]
    default:
      return [{head: 'KPI', cell: row => starred(row, nameOf(row))}, ...period, ...value]
  }
}

function valueColumns({project, shape}: QueryResult): Shown[] {
  const {currency} = project.catalog
  const unitOf = (row: AnyAnswer) =>
    ('kpi_ref' in row && row.kpi_ref !== null && project.definitions.kpis.get(row.kpi_ref)?.input.unit) || 'count'
  const write = (row: AnyAnswer, value: number | null | undefined) => formatValue(value ?? null, unitOf(row), currency)
  const own = (row: AnyAnswer) => row as ComparedAnswer
  const value: Shown = {head: 'value', cell: row => write(row, own(row).value), isNumber: true}
  const sample: Shown = {head: 'based on', cell: row => own(row).sample_size.toLocaleString('en-GB'), isNumber: true}
  if (shape.form !== 'compared') return [value, sample]
  return [
    value,
    sample,
    {head: 'compared from', cell: row => own(row).compared_period_start ?? '–'},
    {head: 'to', cell: row => (own(row).compared_period_end === null ? '–' : lastDay(own(row).compared_period_end!))},
    {head: 'was', cell: row => write(row, own(row).compared_value), isNumber: true},
    {head: 'change', cell: row => changed(own(row), unitOf(row), currency), isNumber: true},
  ]
}

/** `+12 (+3.4 %)`, `−1.2 points`; "–" without a comparison. */
function changed({change, relative_change: relative}: ComparedAnswer, unit: string, currency: string): string {
  if (change === null) return '–'
  const signed = (number: number, text: string) => `${number > 0 ? '+' : number < 0 ? '−' : ''}${text}`
  const size = Math.abs(change)
  if (unit === 'fraction') return `${signed(change, formatValue(size, unit, currency).replace(' %', ''))} points`
  const absolute = signed(change, formatValue(size, unit, currency))
  return relative === null ? absolute : `${absolute} (${signed(relative, percent(Math.abs(relative)))})`
}

function percent(fraction: number | null | undefined): string {
  return formatValue(fraction ?? null, 'fraction', '')
}

function nameOf(row: AnyAnswer): string {
  return 'component_ref' in row ? row.component_ref : row.kpi_ref
}

function labelled(value: string, labels: ReadonlyMap<string, string>): string {
  const label = labels.get(value)
  return label === undefined || label === value ? value : `${value} ${label}`
}

function lastDay(end: string): string {
  return new Date(Date.parse(`${end}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}
